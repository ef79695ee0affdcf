/** The suite of what only processes have: locks and barriers whose holder ends, values of semaphores. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  Barrier,
  BrokenBarrierError,
  Event,
  Lock,
  Process,
  RLock,
  Semaphore,
} from "../../lib/multiprocessing.ts";
import { dieAtBarrier, here, holdAndDie, holdFor } from "../fixtures/synchronised.ts";
import { rejection } from "../fixtures/outcomes.ts";
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

test("a semaphore has so many places in all processes, and says how many are free", async () => {
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
});

test("a barrier breaks for all when a party dies", async () => {
  const three = new Barrier(3), there = new Event();
  const child = start(dieAtBarrier, three, there);
  await there.wait();
  const left = rejection(three.wait());
  await child.join();
  assert.instance(await within(1000, left), BrokenBarrierError);
});

test.run();
