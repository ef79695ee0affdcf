/** Semaphore and BoundedSemaphore between threads: both forms, crowds, and the order of arrival. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { BoundedSemaphore, Semaphore, SharedArray, TimeoutError } from "../../lib/threading.ts";
import { giveUp, here as locks, pass } from "../fixtures/locks.ts";
import { acquireInPhases, enter, here, lineUp, tryTwice } from "../fixtures/semaphores.ts";
import { Gate, until } from "../kit.ts";
import {
  acquire,
  assertTimeout,
  begin,
  fails,
  formOf,
  forms,
  results,
  timed,
  turns,
} from "../tools/threads.ts";

const test = suite("Semaphore");
const trial = (semaphore: Semaphore) => semaphore.acquireSync({ blocking: false });

for (const Kind of [Semaphore, BoundedSemaphore]) {
  const what = Kind === Semaphore ? "Semaphore" : "BoundedSemaphore";

  for (const form of forms) {
    test(`${what}, ${form}: takes and gives back`, async () => {
      const semaphore = new Kind(2);
      assert.is(await acquire(semaphore, form), true);
      assert.is(await acquire(semaphore, form, { timeout: 5 }), true);
      assert.is(await acquire(semaphore, form, { blocking: false }), false);
      semaphore.release();
      assert.is(await acquire(semaphore, form, { blocking: false }), true);
      semaphore.release();
      semaphore.release();
    });

    test(`${what}, ${form}: a timeout that passes takes nothing`, async () => {
      const semaphore = new Kind(1);
      assert.is(await acquire(semaphore, form, { timeout: 5 }), true);
      assert.is(await acquire(semaphore, form, { timeout: 0 }), false);
      const { took, value } = await timed(() => acquire(semaphore, form, { timeout: 60 }));
      assert.is(value, false);
      assertTimeout(took, 60);
      const [other] = await results([begin(locks, giveUp, semaphore, form, 40)]);
      assertTimeout(other!, 40);
      semaphore.release();
      assert.is(trial(semaphore), true);
      assert.is(trial(semaphore), false);
    });

    test(`${what}, ${form}: impossible times are refused`, async () => {
      const semaphore = new Kind(1);
      for (const timeout of [-1, NaN]) {
        await fails(() => acquire(semaphore, form, { timeout }), RangeError, /timeout/);
      }
      await fails(() => acquire(semaphore, form, { blocking: false, timeout: 1 }), RangeError);
      assert.is(trial(semaphore), true);
    });

    test(`${what}, ${form}: ten threads, seven permits, phase by phase`, async () => {
      const semaphore = new Kind(7);
      await acquire(semaphore, form);
      const cells = new SharedArrayBuffer(12);
      const cell = new Int32Array(cells);
      const seen = new SharedArray("int32", 20);
      const crowd = Array.from(
        { length: 10 },
        () => begin(here, acquireInPhases, semaphore, form, cells, seen),
      );
      const counts = (upTo: number) => seen.slice(0, upTo).sort();
      await until(() => Atomics.load(cell, 1) === 6, "six");
      assert.equal(counts(6), Array(6).fill(0));
      Atomics.store(cell, 0, 1);
      for (let time = 0; time < 7; time++) semaphore.release();
      await until(() => Atomics.load(cell, 1) === 13, "thirteen");
      assert.equal(counts(13), [...Array(6).fill(0), ...Array(7).fill(1)]);
      Atomics.store(cell, 0, 2);
      if (Kind === Semaphore) semaphore.release(6);
      else for (let time = 0; time < 6; time++) semaphore.release();
      await until(() => Atomics.load(cell, 1) === 19, "nineteen");
      assert.equal(counts(19), [...Array(6).fill(0), ...Array(7).fill(1), ...Array(6).fill(2)]);
      assert.is(trial(semaphore), false);
      semaphore.release();
      assert.ok((await results(crowd)).flat().every(Boolean));
    });

    test(`${what}, ${form}: five threads try twice for three permits`, async () => {
      const semaphore = new Kind(4);
      await acquire(semaphore, form);
      const crowd = Array.from({ length: 5 }, () => begin(here, tryTwice, semaphore, form));
      const got = (await results(crowd)).flat();
      assert.is(got.filter(Boolean).length, 3);
    });

    test(`${what}, ${form}: hold gives back at the end of the block, also after an error`, async () => {
      const semaphore = new Kind(2);
      const block = async (fail: boolean) => {
        using _outer = form === "blocking" ? semaphore.holdSync() : await semaphore.hold();
        assert.is(trial(semaphore), true);
        semaphore.release();
        using _inner = form === "blocking" ? semaphore.holdSync() : await semaphore.hold();
        assert.is(trial(semaphore), false);
        await fails(
          () =>
            form === "blocking"
              ? semaphore.holdSync({ timeout: 3 })
              : semaphore.hold({ timeout: 3 }),
          TimeoutError,
        );
        if (fail) throw new SyntaxError("inside");
      };
      await block(false);
      await fails(() => block(true), SyntaxError);
      assert.equal([trial(semaphore), trial(semaphore), trial(semaphore)], [true, true, false]);
    });

    test(`${what}, ${form}: what hold answers gives back once`, () => {
      const semaphore = new Semaphore(1);
      const held = semaphore.holdSync();
      held[Symbol.dispose]();
      held[Symbol.dispose]();
      assert.equal([trial(semaphore), trial(semaphore)], [true, false]);
    });
  }

  test(`${what}: with the default number, a second thread waits for the release`, async () => {
    const semaphore = new Kind();
    semaphore.acquireSync();
    const [there, through] = [new Gate(), new Gate()];
    const crowd = forms.map((form) =>
      begin(locks, pass, semaphore, form, there.buffer, through.buffer)
    );
    await there.waitArrived(2);
    await turns();
    assert.is(through.arrived, 0);
    semaphore.release();
    assert.equal(await results(crowd), [true, true]);
    assert.equal([trial(semaphore), trial(semaphore)], [true, false]);
  });

  test(`${what} never lets in more than its number`, async () => {
    const semaphore = new Kind(3);
    const cells = new SharedArrayBuffer(12);
    const crowd = Array.from(
      { length: 6 },
      (_, index) => begin(here, enter, semaphore, formOf(index), cells, 500),
    );
    await enter(semaphore, "asynchronous", cells, 200);
    await results(crowd);
    const [inside, most, all] = new Int32Array(cells);
    assert.equal([inside, all], [0, 3200]);
    assert.ok(most! <= 3 && most! >= 1, `${most} at once`);
    assert.equal([1, 2, 3, 4].map(() => trial(semaphore)), [true, true, true, false]);
  });

  test(`${what} serves in order of arrival, tasks of several threads`, async () => {
    const semaphore = new Kind(Kind === Semaphore ? 0 : 8);
    if (Kind === BoundedSemaphore) {
      for (let taken = 0; taken < 8; taken++) semaphore.acquireSync();
    }
    const order = new SharedArray("int32", 8);
    const places = new SharedArrayBuffer(4);
    const crowd = [];
    for (const marks of [[0, 1], [2], [3, 4, 5], [6, 7]]) {
      const there = new Gate();
      crowd.push(begin(here, lineUp, semaphore, marks, there.buffer, places, order));
      await there.waitArrived(1);
    }
    for (let served = 1; served <= 8; served++) {
      semaphore.release();
      await until(() => Atomics.load(new Int32Array(places), 0) === served, `number ${served}`);
    }
    await results(crowd);
    assert.equal(order.slice(), [0, 1, 2, 3, 4, 5, 6, 7]);
  });
}

test.run();
