/** The suite of what processes synchronise with: locks, semaphores, conditions, events, barriers. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  Barrier,
  BoundedSemaphore,
  BrokenBarrierError,
  Condition,
  Event,
  Lock,
  Process,
  Queue,
  RLock,
  RuntimeError,
  Semaphore,
  TimeoutError,
  Value,
} from "../../lib/multiprocessing.ts";
import {
  acquireTogether,
  dieAtBarrier,
  here,
  holdAndDie,
  holdFor,
  increment,
  meet,
  tryRelease,
  waitForEvent,
  waitOn,
} from "../fixtures/synchronised.ts";
import { rejection, thrown } from "../fixtures/outcomes.ts";
import { within } from "../kit.ts";

const test = suite("multiprocessing_sync");

function start<A extends unknown[], R>(
  target: (...args: A) => R | Promise<R>,
  ...args: A
): Process<A, R> {
  const child = new Process({ target, args, module: here }) as unknown as Process<A, R>;
  child.start();
  return child;
}

test("a lock lets one process in at a time", async () => {
  const value = new Value("int32");
  const children = [1, 2, 3, 4].map(() => start(increment, value, 100));
  for (const child of children) await child.join();
  assert.is(value.value, 400);
});

test("a lock is acquired, refused, released, and may be released by another process", async () => {
  const lock = new Lock();
  assert.is(await lock.acquire(), true);
  assert.is(await lock.locked(), true);
  assert.is(await lock.acquire({ blocking: false }), false);
  assert.is(await lock.acquire({ timeout: 10 }), false);
  assert.is(await start(tryRelease, lock).result(), "released");
  assert.is(await lock.locked(), false);
  assert.instance(await rejection(lock.release()), RuntimeError);
  {
    await using held = await lock.hold();
    assert.is(held.abandoned, false);
    assert.instance(await rejection(lock.hold({ timeout: 5 })), TimeoutError);
  }
  assert.is(await lock.locked(), false);
});

test("waiting for a lock can be aborted, and leaves no trace", async () => {
  const lock = new Lock(), stop = new AbortController(), reason = new Error("stop");
  await lock.acquire();
  const waiting = rejection(lock.acquire({ signal: stop.signal }));
  const next = lock.acquire();
  stop.abort(reason);
  assert.is(await waiting, reason);
  await lock.release();
  assert.is(await within(1000, next), true);
  assert.is(await rejection(lock.acquire({ signal: stop.signal })), reason);
  await lock.release();
});

test("an RLock is its holder's as often as it likes, and nobody else's", async () => {
  const lock = new RLock();
  for (let i = 0; i < 3; i++) assert.is(await lock.acquire(), true);
  assert.is(await start(tryRelease, lock).result(), "RuntimeError");
  await lock.release();
  await lock.release();
  assert.is(await lock.locked(), true);
  await lock.release();
  assert.is(await lock.locked(), false);
  assert.instance(await rejection(lock.release()), RuntimeError);
});

test("an RLock asked for several times at once is free after as many releases", async () => {
  for (const contested of [false, true]) {
    const lock = new RLock(), asked = new Event();
    if (contested) await lock.acquire();
    const child = start(acquireTogether, lock, asked);
    await within(20_000, asked.wait());
    if (contested) await lock.release();
    assert.equal(await within(20_000, child.result()), [[true, true, !contested, true], false]);
  }
});

test("a lock whose holder ends is released, and the next one is told", async () => {
  for (const make of [() => new Lock(), () => new RLock()]) {
    for (const how of ["SIGKILL", "exit", "return"] as const) {
      const lock = make();
      const child = start(holdAndDie, lock, how);
      await child.join();
      await using held = await within(1000, lock.hold());
      assert.is(held.abandoned, true, how);
    }
    const lock = make();
    await lock.acquire();
    const child = start(holdAndDie, lock, "SIGKILL");
    await lock.release();
    await child.join();
    assert.is(await within(1000, lock.acquire()), true);
    await lock.release();
    await using held = await lock.hold();
    assert.is(held.abandoned, false);
  }
});

test("a semaphore has so many places, a bounded one never more", async () => {
  const places = new Semaphore(2), held = new Event(), release = new Event();
  const child = start(holdFor, places, held, release);
  await held.wait();
  assert.is(await places.getValue(), 1);
  assert.is(await places.acquire(), true);
  assert.is(await places.acquire({ blocking: false }), false);
  await release.set();
  assert.is(await within(1000, places.acquire()), true);
  await child.join();
  await places.release(2);
  await places.release(3);
  assert.is(await places.getValue(), 5);
  const bounded = new BoundedSemaphore(1);
  await bounded.acquire();
  await bounded.release();
  assert.instance(await rejection(bounded.release()), RangeError);
  assert.instance(thrown(() => new Semaphore(-1)), RangeError);
  assert.instance(await rejection(places.release(0)), RangeError);
});

test("an event wakes all who wait, in every process", async () => {
  const event = new Event();
  assert.is(await event.isSet(), false);
  assert.is(await event.wait({ timeout: 10 }), false);
  const children = [1, 2, 3].map(() => start(waitForEvent, event, 10_000));
  await event.set();
  assert.equal(await Promise.all(children.map((child) => child.result())), [true, true, true]);
  assert.is(await event.wait(), true);
  await event.clear();
  assert.is(await event.isSet(), false);
  assert.is(await start(waitForEvent, event, 5).result(), false);
});

test("notify wakes as many as it says, those first who waited first", async () => {
  const condition = new Condition(), ready = new Queue<number>(), woken = new Queue<number>();
  const children: Process<[Condition, Queue<number>, Queue<number>, number], void>[] = [];
  for (const id of [1, 2, 3, 4]) {
    children.push(start(waitOn, condition, ready, woken, id));
    assert.is(await ready.get(), id);
  }
  {
    await using _ = await condition.hold();
    await condition.notify(2);
    assert.is(await woken.empty(), true); // they wait for the lock
  }
  assert.equal([await woken.get(), await woken.get()].sort(), [1, 2]);
  {
    await using _ = await condition.hold();
    await condition.notifyAll();
    await condition.notify(5);
  }
  assert.equal([await woken.get(), await woken.get()].sort(), [3, 4]);
  for (const child of children) await within(2000, child.join());
});

test("parties meet at a barrier again and again", async () => {
  const barrier = new Barrier(3);
  assert.is(barrier.parties, 3);
  const children = [1, 2, 3].map(() => start(meet, barrier, 20));
  const places = await within(20_000, Promise.all(children.map((child) => child.result())));
  for (let i = 0; i < 20; i++) assert.equal(places.map((own) => own[i]!).sort(), [0, 1, 2]);
  assert.is(await barrier.nWaiting, 0);
  assert.is(await barrier.broken, false);
});

test("a barrier breaks for all: by abort, timeout, death, a failed action", async () => {
  const barrier = new Barrier(2);
  const waiting = rejection(barrier.wait());
  await barrier.abort();
  assert.instance(await waiting, BrokenBarrierError);
  assert.is(await barrier.broken, true);
  assert.instance(await rejection(barrier.wait()), BrokenBarrierError);
  await barrier.reset();
  assert.is(await barrier.broken, false);
  const other = rejection(barrier.wait());
  await barrier.reset();
  assert.instance(await other, BrokenBarrierError);
  assert.instance(await rejection(barrier.wait({ timeout: 10 })), BrokenBarrierError);
  await barrier.reset();
  const three = new Barrier(3), there = new Event();
  const child = start(dieAtBarrier, three, there);
  await there.wait();
  const left = rejection(three.wait());
  await child.join();
  assert.instance(await within(1000, left), BrokenBarrierError);
  assert.instance(thrown(() => new Barrier(0)), RangeError);
  const acting = new Barrier(2, { action: failing, module: import.meta.url });
  const both = await Promise.all([rejection(acting.wait()), rejection(acting.wait())]);
  assert.equal(both.map((error) => (error as Error).name).sort(), [
    "BrokenBarrierError",
    "SyntaxError",
  ]);
});

export function failing(): never {
  throw new SyntaxError("the action");
}

test.run();
