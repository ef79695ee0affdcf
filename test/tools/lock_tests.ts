/** What every lock does: run for Lock, for RLock, and for a Condition with either. */

import type { uvu } from "uvu";
import * as assert from "uvu/assert";
import { TimeoutError, type WaitOptions } from "../../lib/threading.ts";
import { count, giveUp, here, holdUntil, pass, tryOnce } from "../fixtures/locks.ts";
import {
  type Acquirable,
  acquire,
  assertTimeout,
  begin,
  fails,
  formOf,
  forms,
  isPending,
  PATIENCE,
  results,
} from "./threads.ts";
import { Gate, within } from "./waiting.ts";

export interface LockLike extends Acquirable {
  release(): void;
  locked(): boolean;
  hold(options?: WaitOptions): Promise<Disposable>;
  holdSync(options?: { blocking?: boolean; timeout?: number }): Disposable;
}

type Add = uvu.Test<Record<string, unknown>>;

const threads = <T>(count: number, start: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => start(index));

/** Adds the tests to a suite. `what` is the name of the class. */
export function addLockTests(test: Add, what: string, make: () => LockLike): void {
  for (const form of forms) {
    test(`${what}, ${form}: acquire locks it, release unlocks it`, async () => {
      const lock = make();
      assert.is(lock.locked(), false);
      assert.is(await acquire(lock, form), true);
      assert.is(lock.locked(), true);
      lock.release();
      assert.is(lock.locked(), false);
      assert.is(await acquire(lock, form, { blocking: false }), true);
      lock.release();
      assert.is(await acquire(lock, form, { timeout: 0 }), true);
      lock.release();
      assert.is(await acquire(lock, form, { blocking: true }), true);
      lock.release();
      assert.is(lock.locked(), false);
    });

    test(`${what}, ${form}: a trial answers at once, false if another thread has it`, async () => {
      const lock = make();
      const gate = new Gate();
      assert.equal(await results([begin(here, tryOnce, lock, form)]), [true]);
      const holder = begin(here, holdUntil, lock, gate.buffer);
      await gate.waitArrived(1);
      assert.is(lock.locked(), true);
      assert.is(await acquire(lock, form, { blocking: false }), false);
      assert.equal(await results([begin(here, tryOnce, lock, form)]), [false]);
      gate.open();
      await results([holder]);
      assert.equal(await results([begin(here, tryOnce, lock, form)]), [true]);
      assert.is(lock.locked(), false);
    });

    test(`${what}, ${form}: a timeout is one deadline, and then it is as if never asked`, async () => {
      const lock = make();
      const gate = new Gate();
      const holder = begin(here, holdUntil, lock, gate.buffer);
      await gate.waitArrived(1);
      const start = performance.now();
      assert.is(await acquire(lock, form, { timeout: 60 }), false);
      assertTimeout(performance.now() - start, 60);
      assert.is(await acquire(lock, form, { timeout: 0 }), false);
      const [took] = await results([begin(here, giveUp, lock, form, 60)]);
      assertTimeout(took!, 60);
      gate.open();
      await results([holder]);
      assert.is(lock.locked(), false);
      assert.is(await acquire(lock, form, { blocking: false }), true);
      lock.release();
    });

    test(`${what}, ${form}: huge timeouts wait for ever, they do not wrap`, async () => {
      for (const timeout of [2 ** 31, 2 ** 32 + 1, 2 ** 53, Number.MAX_VALUE, Infinity]) {
        const lock = make();
        assert.is(await acquire(lock, form, { timeout }), true);
        const there = new Gate();
        const through = new Gate();
        const waiter = begin(here, pass, lock, form, there.buffer, through.buffer, timeout);
        await there.waitArrived(1);
        assert.ok(await isPending(waiter.result()), `${timeout} ended at once`);
        assert.is(through.arrived, 0);
        lock.release();
        assert.equal(await results([waiter]), [true]);
      }
    });

    test(`${what}, ${form}: impossible times are refused, and nothing is acquired`, async () => {
      const lock = make();
      for (const timeout of [-1, -0.001, -Infinity, NaN]) {
        await fails(() => acquire(lock, form, { timeout }), RangeError, /timeout/);
      }
      await fails(() => acquire(lock, form, { blocking: false, timeout: 1 }), RangeError);
      await fails(() => acquire(lock, form, { blocking: false, timeout: 0 }), RangeError);
      assert.is(lock.locked(), false);
    });

    test(`${what}, ${form}: hold releases at the end of the block, also after an error`, async () => {
      const lock = make();
      const block = async (fail: boolean) => {
        using _ = form === "blocking" ? lock.holdSync() : await lock.hold();
        assert.is(lock.locked(), true);
        if (fail) throw new SyntaxError("inside");
      };
      await block(false);
      assert.is(lock.locked(), false);
      await fails(() => block(true), SyntaxError, /inside/);
      assert.is(lock.locked(), false);
      assert.equal(await results([begin(here, tryOnce, lock, form)]), [true]);
    });

    test(`${what}, ${form}: what hold answers releases once, never a later holder's`, async () => {
      const lock = make();
      const held = form === "blocking" ? lock.holdSync() : await lock.hold();
      held[Symbol.dispose]();
      assert.is(lock.locked(), false);
      lock.acquireSync();
      held[Symbol.dispose]();
      assert.is(lock.locked(), true);
      lock.release();
      held[Symbol.dispose]();
    });

    test(`${what}, ${form}: a hold that gives up throws TimeoutError`, async () => {
      const lock = make();
      const gate = new Gate();
      const holder = begin(here, holdUntil, lock, gate.buffer);
      await gate.waitArrived(1);
      const hold = (options: { blocking?: boolean; timeout?: number }) =>
        form === "blocking" ? lock.holdSync(options) : lock.hold(options);
      await fails(() => hold({ timeout: 5 }), TimeoutError);
      await fails(() => hold({ blocking: false }), TimeoutError);
      await fails(() => hold({ timeout: -5 }), RangeError);
      gate.open();
      await results([holder]);
      assert.is(lock.locked(), false);
    });
  }

  test(`${what}: blocking and asynchronous waiters of five threads pass after the release`, async () => {
    const lock = make();
    lock.acquireSync();
    const there = new Gate();
    const through = new Gate();
    const crowd = threads(
      5,
      (index) => begin(here, pass, lock, formOf(index), there.buffer, through.buffer),
    );
    await there.waitArrived(5);
    assert.is(through.arrived, 0);
    assert.ok(crowd.every((thread) => thread.isAlive()));
    lock.release();
    assert.equal(await results(crowd), [true, true, true, true, true]);
    assert.is(through.arrived, 5);
    assert.is(lock.locked(), false);
  });

  test(`${what} lets one thread in at a time, whatever the forms`, async () => {
    const lock = make();
    const cells = new SharedArrayBuffer(12);
    const crowd = threads(4, (index) => begin(here, count, lock, formOf(index), cells, 3000));
    await results(crowd);
    const [total, inside, most] = new Int32Array(cells);
    assert.equal({ total, inside, most }, { total: 12_000, inside: 0, most: 1 });
    assert.is(lock.locked(), false);
  });

  test(`${what}: a blocked main thread gets it from another thread, both ways`, async () => {
    const lock = make();
    const gate = new Gate();
    const holder = begin(here, holdUntil, lock, gate.buffer);
    gate.waitArrivedSync(1);
    gate.open();
    assert.is(lock.acquireSync(), true);
    lock.release();
    holder.joinSync();
    assert.is(await within(PATIENCE, lock.acquire()), true);
    lock.release();
  });
}
