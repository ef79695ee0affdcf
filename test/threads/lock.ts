/** Lock: what every lock does, and what only a plain one does. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Lock } from "../../lib/threading.ts";
import {
  acquireTwice,
  count,
  countInTasks,
  here,
  keep,
  pass,
  release,
  waitAndBlock,
} from "../fixtures/locks.ts";
import { Gate, stress, within } from "../kit.ts";
import { addLockTests } from "../tools/lock_tests.ts";
import { acquire, begin, forms, isPending, PATIENCE, results } from "../tools/threads.ts";

const test = suite("Lock");
addLockTests(test, "Lock", () => new Lock());

for (const form of forms) {
  test(`Lock, ${form}: its own holder waits too, until somebody else releases it`, async () => {
    const lock = new Lock();
    const [first, second] = [new Gate(), new Gate()];
    const thread = begin(here, acquireTwice, lock, form, first.buffer, second.buffer);
    await first.waitArrived(1);
    assert.ok(await isPending(thread.result()));
    assert.is(second.arrived, 0);
    lock.release();
    await results([thread]);
    assert.is(second.arrived, 1);
    assert.is(lock.locked(), true);
  });

  test(`Lock, ${form}: a timed-out wait leaves it in order`, async () => {
    const lock = new Lock();
    lock.acquireSync();
    assert.is(await acquire(lock, form, { timeout: 10 }), false);
    lock.release();
    assert.is(lock.locked(), false);
    assert.is(await acquire(lock, form, { blocking: false }), true);
    assert.is(await acquire(lock, form, { blocking: false }), false);
    lock.release();
  });
}

test("Lock: another thread may release it", async () => {
  const lock = new Lock();
  lock.acquireSync();
  await results([begin(here, release, lock)]);
  assert.is(lock.locked(), false);
  const waiting = (lock.acquireSync(), lock.acquire());
  await results([begin(here, release, lock)]);
  assert.is(await within(PATIENCE, waiting), true);
  lock.release();
});

test("Lock: it stays locked when the thread that holds it ends", async () => {
  const lock = new Lock();
  await results([begin(here, keep, lock)]);
  assert.is(lock.locked(), true);
  assert.is(lock.acquireSync({ timeout: 5 }), false);
  lock.release();
  assert.is(await lock.acquire(), true);
});

test("Lock keeps the tasks of one thread apart, and those of others", async () => {
  const lock = new Lock();
  const cells = new SharedArrayBuffer(12);
  const crowd = [
    begin(here, countInTasks, lock, cells, 200, 5),
    begin(here, countInTasks, lock, cells, 200, 5),
  ];
  const blocking = begin(here, count, lock, "blocking", cells, 1000);
  await countInTasks(lock, cells, 200, 5);
  await results([...crowd, blocking]);
  assert.equal([...new Int32Array(cells)], [4000, 0, 1]);
});

test("Lock: every one of a hundred tasks gets it", async () => {
  const lock = new Lock();
  lock.acquireSync();
  let inside = 0;
  let done = 0;
  const task = async () => {
    using _ = await lock.hold();
    assert.is(++inside, 1);
    await null;
    inside--;
    done++;
  };
  const tasks = Array.from({ length: 100 }, task);
  assert.is(done, 0);
  lock.release();
  await within(PATIENCE, Promise.all(tasks));
  assert.is(done, 100);
  assert.is(lock.locked(), false);
});

test("Lock is not handed over: a waiter whose thread is busy holds nobody up", async () => {
  const lock = new Lock();
  lock.acquireSync();
  const busy = new Gate();
  const first = begin(here, waitAndBlock, lock, busy.buffer);
  await busy.waitArrived(1);
  // `first` waits asynchronously and its thread is blocked; `second` came later.
  const [there, through] = [new Gate(), new Gate()];
  const second = begin(here, pass, lock, "blocking", there.buffer, through.buffer);
  await there.waitArrived(1);
  lock.release();
  await results([second]);
  assert.is(lock.acquireSync({ timeout: PATIENCE }), true);
  assert.is(await within(PATIENCE, (lock.release(), lock.acquire())), true);
  busy.open();
  lock.release();
  await results([first]);
  assert.is(lock.locked(), false);
});

test("Lock: an asynchronous waiter is served although its own thread blocked meanwhile", async () => {
  const lock = new Lock();
  lock.acquireSync();
  const waiting = lock.acquire();
  const gate = new Gate();
  const other = begin(here, pass, lock, "blocking", gate.buffer, gate.buffer);
  gate.waitArrivedSync(1);
  lock.release();
  other.joinSync();
  assert.is(await within(PATIENCE, waiting), true);
  lock.release();
});

test("Lock: release and acquire race for it without losing a wake-up", async () => {
  await stress(20, async () => {
    const lock = new Lock();
    lock.acquireSync();
    const [there, through] = [new Gate(), new Gate()];
    const waiters = forms.map((form) =>
      begin(here, pass, lock, form, there.buffer, through.buffer)
    );
    there.waitArrivedSync(2);
    lock.release();
    for (let round = 0; round < 50; round++) {
      lock.acquireSync();
      lock.release();
    }
    await results(waiters);
    assert.is(lock.locked(), false);
  });
});

test.run();
