/** What Semaphore and BoundedSemaphore promise, between threads and between processes. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Semaphore as AnySemaphore } from "../../lib/multiprocessing.ts";
import { within } from "../kit.ts";
import { fails, isPending, PATIENCE } from "../tools/threads.ts";
import { worlds } from "../tools/worlds.ts";

for (const { BoundedSemaphore, Semaphore, world } of worlds) {
  const test = suite(`semaphores of ${world}`);

  const trial = (semaphore: AnySemaphore) => semaphore.acquire({ blocking: false });
  const trials = async (semaphore: AnySemaphore, count: number) => {
    const got: boolean[] = [];
    while (got.length < count) got.push(await trial(semaphore));
    return got;
  };

  for (const Kind of [Semaphore, BoundedSemaphore]) {
    const what = Kind === Semaphore ? "Semaphore" : "BoundedSemaphore";

    test(`${what}: starts with the given number, with 1 if none is given`, async () => {
      for (const start of [0, 1, 2, 7]) {
        const semaphore = new Kind(start);
        for (let taken = 0; taken < start; taken++) assert.is(await trial(semaphore), true);
        assert.is(await trial(semaphore), false);
      }
      const usual = new Kind();
      assert.is(await trial(usual), true);
      assert.is(await trial(usual), false);
      for (const bad of [-1, -(2 ** 31), NaN, 1.5, Infinity]) {
        await fails(() => new Kind(bad), bad < 0 ? RangeError : Error);
      }
    });

    test(`${what}: a permit that was given to a waiter is not taken by a newcomer`, async () => {
      const semaphore = new Kind(1);
      await semaphore.acquire();
      const waiting = semaphore.acquire();
      await semaphore.release();
      assert.is(await trial(semaphore), false);
      assert.is(await within(PATIENCE, waiting), true);
      await semaphore.release();
      assert.is(await trial(semaphore), true);
    });

    test(`${what}: release(n) must be a whole number of at least one`, async () => {
      const semaphore = new Kind(3);
      for (let taken = 0; taken < 3; taken++) await semaphore.acquire();
      for (const bad of [0, -1]) await fails(() => semaphore.release(bad), RangeError);
      for (const bad of [NaN, 1.5]) await fails(() => semaphore.release(bad), Error);
      assert.is(await trial(semaphore), false);
      await semaphore.release(3);
      assert.equal(await trials(semaphore, 4), [true, true, true, false]);
    });
  }

  test("Semaphore: an unbounded one may be released beyond its first number", async () => {
    const semaphore = new Semaphore(1);
    await semaphore.release();
    await semaphore.release(3);
    assert.equal(await trials(semaphore, 6), [true, true, true, true, true, false]);
  });

  test("BoundedSemaphore: one release too many is a RangeError, and changes nothing", async () => {
    const semaphore = new BoundedSemaphore(2);
    await fails(() => semaphore.release(), RangeError, /release/);
    await semaphore.acquire();
    await fails(() => semaphore.release(2), RangeError);
    assert.equal(await trials(semaphore, 2), [true, false]);
    await semaphore.release(2);
    await fails(() => semaphore.release(), RangeError);
    assert.equal(await trials(semaphore, 3), [true, true, false]);
  });

  test("BoundedSemaphore is a Semaphore", () => {
    assert.ok(new BoundedSemaphore() instanceof Semaphore);
    assert.not(new Semaphore() instanceof BoundedSemaphore);
  });

  test("Semaphore: release(n) serves n waiters, and keeps what is left", async () => {
    const semaphore = new Semaphore(0);
    const waiting = [semaphore.acquire(), semaphore.acquire(), semaphore.acquire()];
    await semaphore.release(2);
    await within(PATIENCE, Promise.all(waiting.slice(0, 2)));
    assert.ok(await isPending(waiting[2]!));
    await semaphore.release(3);
    assert.is(await within(PATIENCE, waiting[2]!), true);
    assert.equal(await trials(semaphore, 3), [true, true, false]);
  });

  test.run();
}
