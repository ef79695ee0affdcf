/** Condition: processes wait under a lock until another one notifies them. */

import { timeNow } from "../../runtime/clock.ts";
import { takeOrigin } from "../../adopt.ts";
import { given, noMore, wholeNumber } from "../../arguments.ts";
import { type Named, nameIn } from "../../threading/named.ts";
import { limit, type WaitOptions } from "../../waiting.ts";
import type { Hold } from "./hold.ts";
import { Lock, suspendLock } from "./lock.ts";
import { RLock, suspendRLock } from "./rlock.ts";
import { idOf, make, restorable, SharedObject } from "../link/shared_object.ts";
import { call, waitingCall } from "../link/waiting_call.ts";
import { ConditionMethod, ResourceKind } from "../protocol.ts";

const WHAT = "Cannot wait on condition";

/** The lock that a condition gives back for its waits. Nobody outside the library can ask for it. */
export let lockOf: (condition: Condition) => Lock | RLock;

/**
 * Processes wait until another says that something has changed, under a lock. Follows CPython's
 * `multiprocessing.Condition`.
 *
 * @example
 * ```ts
 * import { Condition, main, Process, Value } from "../lib/multiprocessing.ts";
 *
 * export async function produce(condition: Condition, ready: Value) {
 *   await using _ = await condition.hold();
 *   ready.value = 1;
 *   await condition.notify();
 * }
 *
 * main(import.meta, async () => {
 *   const condition = new Condition(), ready = new Value("int32");
 *   new Process({ target: produce, args: [condition, ready] }).start();
 *   await using _ = await condition.hold();
 *   await condition.waitFor(() => ready.value === 1);
 * });
 * ```
 */
export class Condition extends SharedObject {
  readonly #lock: Lock | RLock;

  readonly #id: number;

  static {
    lockOf = (condition) => condition.#lock;
    restorable("mp.Condition", Condition, (condition) => condition.#lock);
  }

  /**
   * @param lock the lock of this condition; a new `RLock` without. Several conditions may share one.
   * @param options `name`: what it is called in errors and timelines
   */
  constructor(lock?: Lock | RLock, options?: Named) {
    const origin = takeOrigin();
    noMore("Cannot make condition", arguments, 2);
    lock = origin ? origin.parts as Lock | RLock : lock ?? new RLock();
    if (!(lock instanceof Lock || lock instanceof RLock)) {
      throw new TypeError(
        `Cannot make condition: its lock must be a Lock or an RLock of multiprocessing, not ${
          given(lock)
        }`,
      );
    }
    super(origin, nameIn("Cannot make condition", options));
    this.#id = idOf(this);
    this.#lock = lock;
    if (!origin) make(this, ResourceKind.condition, idOf(lock));
  }

  /** Acquires the condition's lock: see `Lock.acquire`. */
  acquire(options?: WaitOptions): Promise<boolean> {
    return this.#lock.acquire(options);
  }

  /** Releases the condition's lock. */
  release(): Promise<void> {
    return this.#lock.release();
  }

  /** Is the condition's lock held? */
  locked(): Promise<boolean> {
    return this.#lock.locked();
  }

  /** Holds the condition's lock for a block: `await using _ = await condition.hold()`. */
  hold(options?: WaitOptions): Promise<Hold> {
    return this.#lock.hold(options);
  }

  /**
   * Releases the lock (every level of an RLock), waits until notified, and acquires it again. Whether
   * it is notified, gives up, or is aborted (then it rejects with the reason of `signal`): it holds the
   * lock again when it settles.
   *
   * @returns true, or false when `timeout` ms passed first
   * @throws {RuntimeError} if the lock is not held
   */
  async wait(options?: WaitOptions): Promise<boolean> {
    limit(WHAT, options);
    options?.signal?.throwIfAborted();
    const lock = this.#lock;
    const resume = lock instanceof Lock ? suspendLock(lock) : suspendRLock(lock);
    try {
      return await waitingCall(WHAT, this.#id, ConditionMethod.wait, options, ({ a }) => a === 1);
    } finally {
      resume();
    }
  }

  /**
   * Waits until `predicate` gives something true. It is called with the lock held, and may be
   * asynchronous.
   *
   * @returns its last value, which is not true when `timeout` ms passed first
   */
  async waitFor<T>(predicate: () => T, options?: WaitOptions): Promise<Awaited<T>> {
    const until = timeNow() + limit(WHAT, options);
    for (;;) {
      const value = await predicate();
      const left = until - timeNow();
      if (value || left <= 0) return value;
      await this.wait({ timeout: left, signal: options?.signal });
    }
  }

  /**
   * Lets the first `n` waiters go on as soon as they get the lock. Those who come later are not
   * affected.
   *
   * @throws {RuntimeError} if the lock is not held
   */
  async notify(n = 1): Promise<void> {
    wholeNumber("Cannot notify", "n", n, 0);
    await call(this.#id, ConditionMethod.notify, n);
  }

  /** As `notify`, for all waiters. */
  notifyAll(): Promise<void> {
    return this.notify(Number.MAX_SAFE_INTEGER);
  }
}
