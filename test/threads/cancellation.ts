/** Waits that end early leave no trace: timeouts, signals, threads that are gone. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  Barrier,
  BrokenBarrierError,
  Condition,
  Event,
  Lock,
  RLock,
  Semaphore,
} from "../../lib/threading.ts";
import { Empty, Full, Queue } from "../../lib/queue.ts";
import {
  aborted,
  begin as wait,
  here,
  leavePending,
  type Waited,
  type What,
} from "../fixtures/cancellation.ts";
import { here as threads, stay } from "../fixtures/threads.ts";
import { Gate, within } from "../kit.ts";
import { begin, fails, failure, isPending, PATIENCE, results, turns } from "../tools/threads.ts";

const test = suite("Cancellation");

/** Nothing of this can be had now. */
function nothingToHave(): Waited {
  const waited: Waited = {
    lock: new Lock(),
    semaphore: new Semaphore(0),
    event: new Event(),
    condition: new Condition(),
    barrier: new Barrier(2),
    empty: new Queue(),
    full: new Queue({ maxsize: 1 }),
    undone: new Queue(),
  };
  waited.lock.acquireSync();
  waited.full.putSync(1);
  waited.undone.putSync(1);
  return waited;
}

/** One more who waits for it, then it is given once: who waits now must get it. */
async function isServed(waited: Waited, what: What): Promise<unknown> {
  const live = wait(waited, what);
  await turns(2);
  if (what === "lock") waited.lock.release();
  if (what === "semaphore") waited.semaphore.release();
  if (what === "event") waited.event.set();
  if (what === "empty") waited.empty.putSync(5);
  if (what === "full") waited.full.getSync();
  if (what === "undone") waited.undone.taskDone();
  if (what === "barrier") {
    const both = [live, wait(waited, what)];
    return await within(PATIENCE, Promise.all(both));
  }
  if (what === "condition") {
    using _ = waited.condition.holdSync();
    waited.condition.notify();
  }
  return await within(PATIENCE, live, what);
}

const served: Record<Exclude<What, "thread">, unknown> = {
  lock: true,
  semaphore: true,
  event: true,
  condition: true,
  barrier: [0, 1],
  empty: 5,
  full: undefined,
  undone: undefined,
};
const names = Object.keys(served) as (keyof typeof served)[];

/** A signal that counts those who listen to it. */
function counted(): { controller: AbortController; listeners: () => number } {
  const controller = new AbortController();
  const { signal } = controller;
  let count = 0;
  const [add, remove] = [signal.addEventListener, signal.removeEventListener];
  signal.addEventListener = (...args: Parameters<typeof add>) => (count++, add.apply(signal, args));
  signal.removeEventListener = (...args: Parameters<typeof remove>) => (
    count--, remove.apply(signal, args)
  );
  return { controller, listeners: () => count };
}

for (const what of names) {
  test(`Cancellation, ${what}: an aborted wait rejects with the reason, and leaves no trace`, async () => {
    const waited = nothingToHave();
    const { controller } = counted();
    const waiting = wait(waited, what, controller.signal);
    assert.ok(await isPending(waiting));
    const reason = new EvalError("changed my mind");
    controller.abort(reason);
    assert.is(await failure(() => within(PATIENCE, waiting)), reason);
    if (what === "barrier") {
      assert.equal([waited.barrier.broken, waited.barrier.nWaiting], [true, 0]);
      waited.barrier.reset();
    }
    if (what === "condition") assert.is(waited.condition.locked(), false);
    assert.equal(await isServed(waited, what), served[what]);
  });

  test(`Cancellation, ${what}: aborted before it began, it does nothing`, async () => {
    const waited = nothingToHave();
    const reason = { any: "thing" };
    const signal = AbortSignal.abort(reason);
    assert.is(await failure(() => within(PATIENCE, wait(waited, what, signal))) as unknown, reason);
    if (what === "barrier" && waited.barrier.broken) waited.barrier.reset();
    assert.equal([waited.full.qsize(), waited.empty.qsize()], [1, 0]);
    assert.equal(await isServed(waited, what), served[what]);
  });

  test(`Cancellation, ${what}: a signal is let go when the wait is over`, async () => {
    const waited = nothingToHave();
    const { controller, listeners } = counted();
    const waiting = wait(waited, what, controller.signal);
    waiting.catch(() => {});
    await turns(2);
    assert.is(listeners(), 1, "while it waits");
    if (what === "lock") waited.lock.release();
    if (what === "semaphore") waited.semaphore.release();
    if (what === "event") waited.event.set();
    if (what === "empty") waited.empty.putSync(5);
    if (what === "full") waited.full.getSync();
    if (what === "undone") waited.undone.taskDone();
    if (what === "barrier") waited.barrier.waitSync();
    if (what === "condition") {
      using _ = waited.condition.holdSync();
      waited.condition.notify();
    }
    await within(PATIENCE, waiting);
    assert.is(listeners(), 0, "afterwards");
    controller.abort(); // too late, and nobody minds
    await turns(2);
  });

  test(`Cancellation, ${what}: a thread's aborted wait leaves no trace either`, async () => {
    const waited = nothingToHave();
    const gate = new Gate();
    const thread = begin(here, aborted, waited, what, gate.buffer);
    await gate.waitArrived(1);
    gate.open();
    assert.equal(await results([thread]), [`EvalError: enough of ${what}`]);
    if (what === "barrier") waited.barrier.reset();
    assert.equal(await isServed(waited, what), served[what]);
  });

  test(`Cancellation, ${what}: what a thread leaves pending is withdrawn at its end`, async () => {
    const waited = nothingToHave();
    assert.equal(await results([begin(here, leavePending, waited, [what, what])]), ["gone"]);
    if (what === "barrier") {
      // Its parties are gone: it must not count them as here.
      waited.barrier.reset();
    }
    assert.equal(await isServed(waited, what), served[what]);
  });
}

test("Cancellation, join of a thread: the thread runs on", async () => {
  const gate = new Gate();
  const thread = begin(threads, stay, gate.buffer);
  const controller = new AbortController();
  const joining = thread.join({ signal: controller.signal });
  assert.ok(await isPending(joining));
  controller.abort(new EvalError("no patience"));
  await fails(() => within(PATIENCE, joining), EvalError, /no patience/);
  await fails(
    () => thread.join({ signal: AbortSignal.abort(new EvalError("at once")) }),
    EvalError,
  );
  assert.is(thread.isAlive(), true);
  gate.open();
  assert.equal(await results([thread]), ["stayed"]);
});

test("Cancellation: the usual reason is an AbortError", async () => {
  const controller = new AbortController();
  const waiting = new Event().wait({ signal: controller.signal });
  controller.abort();
  assert.is((await failure(() => within(PATIENCE, waiting))).name, "AbortError");
});

test("Cancellation, condition: an aborted wait has every level of the lock again", async () => {
  const condition = new Condition(new RLock());
  const controller = new AbortController();
  condition.acquireSync();
  condition.acquireSync();
  const waiting = condition.wait({ signal: controller.signal });
  assert.is(condition.locked(), false);
  controller.abort(new EvalError("enough"));
  await fails(() => within(PATIENCE, waiting), EvalError);
  condition.release();
  assert.is(condition.locked(), true);
  condition.release();
  assert.is(condition.locked(), false);
});

test("Cancellation, condition: waitFor can be aborted too", async () => {
  const condition = new Condition();
  const controller = new AbortController();
  condition.acquireSync();
  const waiting = condition.waitFor(() => false, { signal: controller.signal });
  controller.abort(new EvalError("enough"));
  await fails(() => within(PATIENCE, waiting), EvalError);
  assert.is(condition.locked(), true);
  condition.release();
});

test("Cancellation, barrier: who is aborted breaks it for all the others", async () => {
  const barrier = new Barrier(3);
  const controller = new AbortController();
  const [patient, hasty] = [barrier.wait(), barrier.wait({ signal: controller.signal })];
  const both = Promise.allSettled([patient, hasty]);
  controller.abort(new EvalError("hasty"));
  const [one, two] = await within(PATIENCE, both) as PromiseRejectedResult[];
  assert.instance(one!.reason, BrokenBarrierError);
  assert.instance(two!.reason, EvalError);
  assert.is(barrier.broken, true);
});

test("Cancellation: a signal and a timeout together: whichever comes first", async () => {
  const queue = new Queue<number>({ maxsize: 1 });
  const { controller, listeners } = counted();
  const { signal } = controller;
  await fails(() => queue.get({ signal, timeout: 10 }), Empty);
  queue.putNowait(1);
  await fails(() => queue.put(2, { signal, timeout: 10 }), Full);
  assert.is(listeners(), 0);
  const waiting = queue.put(2, { signal, timeout: PATIENCE });
  controller.abort(new EvalError("first"));
  await fails(() => within(PATIENCE, waiting), EvalError);
  assert.equal([queue.getNowait(), queue.qsize()], [1, 0]);
});

test.run();
