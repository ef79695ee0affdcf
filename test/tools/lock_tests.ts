/** What every lock of threads does besides test/contract/lock_kinds.ts: its times, plain memory, a blocked main thread. */

import type { uvu } from "uvu";
import * as assert from "uvu/assert";
import { count, giveUp, here, holdUntil } from "../fixtures/locks.ts";
import {
  type Acquirable,
  acquire,
  assertTimeout,
  begin,
  formOf,
  forms,
  PATIENCE,
  results,
} from "./threads.ts";
import { Gate, within } from "./waiting.ts";

export interface LockLike extends Acquirable {
  release(): void;
  locked(): boolean;
}

/** Adds the tests to a suite. `what` is the name of the class. */
export function addLockTests(
  test: uvu.Test<Record<string, unknown>>,
  what: string,
  make: () => LockLike,
): void {
  for (const form of forms) {
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
  }

  test(`${what} lets one thread in at a time, whatever the forms`, async () => {
    const lock = make();
    const cells = new SharedArrayBuffer(12);
    const crowd = [0, 1, 2, 3].map((index) => begin(here, count, lock, formOf(index), cells, 3000));
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
