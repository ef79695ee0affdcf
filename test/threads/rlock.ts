/** RLock: what every lock does, and levels and owners. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { RLock, RuntimeError } from "../../lib/threading.ts";
import { here, holdUntil, keep, pass, strangersView, tryOnce } from "../fixtures/locks.ts";
import { Gate, within } from "../kit.ts";
import { addLockTests } from "../tools/lock_tests.ts";
import { acquire, begin, fails, forms, PATIENCE, results } from "../tools/threads.ts";

const test = suite("RLock");
addLockTests(test, "RLock", () => new RLock());

for (const form of forms) {
  test(`RLock, ${form}: its owner acquires it again, and releases as often`, async () => {
    const lock = new RLock();
    const free = async () => (await results([begin(here, tryOnce, lock, form)]))[0];
    await acquire(lock, form);
    assert.is(await acquire(lock, form, { blocking: false }), true);
    assert.is(await acquire(lock, form, { timeout: 5 }), true);
    lock.release();
    await acquire(lock, form);
    lock.release();
    assert.is(await free(), false);
    lock.release();
    assert.is(lock.locked(), true);
    assert.is(await free(), false);
    lock.release();
    assert.is(lock.locked(), false);
    assert.is(await free(), true);
  });
}

test("RLock: a thread that is not the owner cannot release it", async () => {
  const lock = new RLock();
  const gate = new Gate();
  const owner = begin(here, holdUntil, lock, gate.buffer, 2);
  await gate.waitArrived(1);
  const error = await fails(() => lock.release(), RuntimeError);
  assert.match(String(error), /tasks of one thread own an RLock together: use a Lock/);
  assert.is(lock.locked(), true);
  const [view] = await results([begin(here, strangersView, lock)]);
  assert.match(view!.error, /^RuntimeError: /);
  assert.equal([view!.locked, view!.trial], [true, false]);
  gate.open();
  await results([owner]);
  await fails(() => lock.release(), RuntimeError);
  assert.is(lock.locked(), false);
});

test("RLock: main is an owner like any other", async () => {
  const lock = new RLock();
  lock.acquireSync();
  lock.acquireSync();
  lock.release();
  const [view] = await results([begin(here, strangersView, lock)]);
  assert.match(view!.error, /^RuntimeError: /);
  assert.equal([view!.locked, view!.trial], [true, false]);
  lock.release();
});

test("RLock: 10,000 levels", async () => {
  const lock = new RLock();
  for (let level = 0; level < 10_000; level++) lock.acquireSync();
  for (let level = 0; level < 9_999; level++) lock.release();
  assert.equal(await results([begin(here, tryOnce, lock, "blocking")]), [false]);
  lock.release();
  assert.equal(await results([begin(here, tryOnce, lock, "blocking")]), [true]);
});

test("RLock: the tasks of one thread are one owner", async () => {
  const lock = new RLock();
  const [first, second] = await Promise.all([lock.hold(), lock.hold()]);
  first[Symbol.dispose]();
  assert.is(lock.locked(), true);
  second[Symbol.dispose]();
  assert.is(lock.locked(), false);
});

test("RLock: tasks of one thread that wait for another thread's lock get it together", async () => {
  const lock = new RLock();
  const gate = new Gate();
  const holder = begin(here, holdUntil, lock, gate.buffer);
  await gate.waitArrived(1);
  const both = Promise.all([lock.hold(), lock.hold(), lock.acquire({ timeout: PATIENCE })]);
  gate.open();
  const [first, second] = await within(PATIENCE, both);
  first[Symbol.dispose]();
  second[Symbol.dispose]();
  assert.equal(await results([begin(here, tryOnce, lock, "blocking")]), [false]);
  lock.release();
  assert.equal(await results([begin(here, tryOnce, lock, "blocking")]), [true]);
  await results([holder]);
});

test("RLock: nested holds of one owner release level by level", async () => {
  const lock = new RLock();
  {
    using _outer = lock.holdSync();
    {
      using _inner = await lock.hold();
      assert.is(lock.locked(), true);
    }
    assert.equal(await results([begin(here, tryOnce, lock, "blocking")]), [false]);
  }
  assert.equal(await results([begin(here, tryOnce, lock, "blocking")]), [true]);
});

test("RLock: an owner that ended keeps it, and no later thread inherits it", async () => {
  const lock = new RLock();
  await results([begin(here, keep, lock)]);
  for (let round = 0; round < 5; round++) {
    const [view] = await results([begin(here, strangersView, lock)]);
    assert.match(view!.error, /^RuntimeError: /);
    assert.equal([view!.locked, view!.trial], [true, false]);
  }
  await fails(() => lock.release(), RuntimeError);
});

test("RLock: waiters get it only after the last level", async () => {
  const lock = new RLock();
  for (let level = 0; level < 3; level++) lock.acquireSync();
  const [there, through] = [new Gate(), new Gate()];
  const waiters = forms.map((form) => begin(here, pass, lock, form, there.buffer, through.buffer));
  await there.waitArrived(2);
  lock.release();
  lock.release();
  assert.is(through.arrived, 0);
  lock.release();
  assert.equal(await results(waiters), [true, true]);
});

test.run();
