/** Condition: it is its lock; waiting, notifying, predicates. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Condition, Lock, RLock, RuntimeError, SharedArray, Value } from "../../lib/threading.ts";
import {
  here,
  pingPong,
  strangersCalls,
  waitInLine,
  waitInPhases,
} from "../fixtures/conditions.ts";
import { holdUntil } from "../fixtures/locks.ts";
import { Gate, within } from "../kit.ts";
import { addLockTests } from "../tools/lock_tests.ts";
import {
  begin,
  fails,
  formOf,
  forms,
  isPending,
  PATIENCE,
  results,
  turns,
} from "../tools/threads.ts";

const test = suite("Condition");

addLockTests(test, "Condition", () => new Condition());
addLockTests(test, "Condition(Lock)", () => new Condition(new Lock()));

test("Condition: waiting and notifying need the lock", async () => {
  for (
    const condition of [new Condition(), new Condition(new Lock()), new Condition(new RLock())]
  ) {
    await fails(() => condition.waitSync(), RuntimeError, /wait/);
    await fails(() => condition.wait(), RuntimeError, /wait/);
    await fails(() => condition.wait({ timeout: 5 }), RuntimeError);
    await fails(() => condition.waitFor(() => false), RuntimeError);
    await fails(() => condition.waitForSync(() => false), RuntimeError);
    await fails(() => condition.notify(), RuntimeError, /notify/);
    await fails(() => condition.notifyAll(), RuntimeError, /notify/);
    await fails(() => condition.release(), RuntimeError);
    assert.is(condition.locked(), false);
  }
});

test("Condition: the owner of an RLock is the thread, nobody else may wait or notify", async () => {
  const condition = new Condition();
  const gate = new Gate();
  const owner = begin(here, strangersCalls, condition);
  assert.equal(await results([owner]), [Array(5).fill("RuntimeError")]);
  const holder = begin(here, strangersCalls, condition);
  await results([holder]);
  condition.acquireSync();
  assert.equal(await results([begin(here, strangersCalls, condition)]), [
    Array(5).fill("RuntimeError"),
  ]);
  condition.release();
  const other = begin(holdModule, holdUntil, condition, gate.buffer);
  await gate.waitArrived(1);
  await fails(() => condition.notify(), RuntimeError);
  await fails(() => condition.waitSync(), RuntimeError);
  gate.open();
  await results([other]);
});
const holdModule = new URL("../fixtures/locks.ts", import.meta.url).href;

/** Waits until `count` waiters have arrived and really wait: they gave up the lock. */
async function settled(condition: Condition, ready: Gate, count: number): Promise<void> {
  await ready.waitArrived(count);
  condition.acquireSync();
  condition.release();
}

for (const lock of ["RLock", "Lock"] as const) {
  test(`Condition(${lock}): notify(3) wakes exactly three, the notifier goes first`, async () => {
    const condition = new Condition(lock === "Lock" ? new Lock() : new RLock());
    const [ready, done] = [new Gate(), new Gate()];
    const phase = new Value("int32", 0);
    const crowd = Array.from(
      { length: 5 },
      (_, index) =>
        begin(here, waitInPhases, condition, formOf(index), ready.buffer, phase, done.buffer, 2),
    );
    await settled(condition, ready, 5);
    assert.is(done.arrived, 0);

    condition.acquireSync();
    condition.notify(3);
    await turns();
    assert.is(done.arrived, 0, "nobody runs while the notifier has the lock");
    phase.value = 1;
    condition.release();
    await settled(condition, ready, 8); // three are in their second wait
    assert.is(done.arrived, 3);

    // Five wait: two for the first time, before them in the line; three for the second time.
    condition.acquireSync();
    condition.notify(2);
    phase.value = 2;
    condition.release();
    await settled(condition, ready, 10);
    assert.is(done.arrived, 5);

    condition.acquireSync();
    condition.notifyAll();
    phase.value = 3;
    condition.release();
    const seen = await results(crowd);
    const first = seen.map((waits) => waits[0]!);
    assert.ok(seen.flat().every(([notified]) => notified));
    assert.equal(first.map(([, at]) => at).sort(), [1, 1, 1, 2, 2]);
    assert.equal(seen.map((waits) => waits[1]![1]), [3, 3, 3, 3, 3]);
    assert.is(condition.locked(), false);
  });
}

test("Condition wakes in order of arrival, whatever the forms and threads", async () => {
  const condition = new Condition();
  const ready = new Gate();
  const order = new SharedArray("int32", 6);
  const next = new Value("int32", 0);
  const crowd = [];
  for (let index = 0; index < 6; index++) {
    const args = [ready.buffer, order, next, index] as const;
    crowd.push(
      index === 3 // one of them is main itself
        ? { result: ((waiting) => () => waiting)(waitInLine(condition, "asynchronous", ...args)) }
        : begin(here, waitInLine, condition, formOf(index), ...args),
    );
    await settled(condition, ready, index + 1);
  }
  for (let index = 0; index < 6; index++) {
    condition.acquireSync();
    condition.notify();
    condition.release();
    const gone = () => next.value === index + 1;
    await within(
      PATIENCE,
      (async () => {
        while (!gone()) await turns(1);
      })(),
    );
  }
  assert.equal(await results(crowd), Array(6).fill(true));
  assert.equal(order.slice(), [0, 1, 2, 3, 4, 5]);
});

test("Condition: notify is not remembered", async () => {
  const condition = new Condition();
  condition.acquireSync();
  condition.notify();
  condition.notify(5);
  condition.notifyAll();
  assert.is(condition.waitSync({ timeout: 10 }), false);
  assert.is(await condition.wait({ timeout: 10 }), false);
  condition.release();
});

test("Condition: notify(n) of more than wait, and of none", async () => {
  const condition = new Condition();
  const waiting = (condition.acquireSync(), condition.wait());
  await settled(condition, new Gate(), 0);
  condition.acquireSync();
  condition.notify(0);
  condition.release();
  assert.ok(await isPending(waiting));
  condition.acquireSync();
  condition.notify(100);
  condition.release();
  assert.is(await within(PATIENCE, waiting), true);
  condition.notify(100);
  assert.is(condition.waitSync({ timeout: 5 }), false);
  condition.release();
});

test("Condition: ping-pong of two threads, in every mix of forms", async () => {
  for (const [one, two] of [[0, 0], [0, 1], [1, 1]] as const) {
    const condition = new Condition();
    const number = new Value("int32", 0);
    await results([
      begin(here, pingPong, condition, formOf(one), number, 0, 400),
      begin(here, pingPong, condition, formOf(two), number, 1, 400),
    ]);
    assert.is(number.value, 400);
  }
});

test("Condition: main takes part, blocking or not", async () => {
  for (const form of forms) {
    const condition = new Condition();
    const number = new Value("int32", 0);
    const other = begin(here, pingPong, condition, "blocking", number, 0, 200);
    await within(PATIENCE, pingPong(condition, form, number, 1, 200));
    await results([other]);
    assert.is(number.value, 200);
  }
});

test.run();
