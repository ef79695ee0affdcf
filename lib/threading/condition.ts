/** Condition: threads wait under a lock until another one notifies them. */

import { timeNow } from "../runtime/clock.ts";
import { RuntimeError } from "../errors.ts";
import { takeOrigin } from "../adopt.ts";
import { called, partOf } from "../called.ts";
import { cellOf, Kind, nameAt, shared, SharedObject } from "../memory/handles.ts";
import { give, take } from "../memory/mutex.ts";
import { GAVE_UP, WaitList } from "../memory/waitlist.ts";
import { type SyncWaitOptions, type WaitOptions } from "../waiting.ts";
import { given, noMore, wholeNumber } from "../arguments.ts";
import { type ConditionLock, Lock, lockParts } from "./lock.ts";
import { RLock, rlockParts } from "./rlock.ts";
import { type Named, nameIn } from "./named.ts";
import { limitOf, refuses } from "../memory/refusing.ts";
import { createsLock, Guard, muffled, point, steered, virtualNow } from "../memory/steering.ts";
import { later } from "../memory/strands.ts";

/** Anything but a promise. */
export type NotPromise<T> = T extends PromiseLike<unknown> ? never : T;

const MUTEX = 0, WAITERS = 1;
const WHAT = "Cannot wait on condition";

/**
 * Threads wait until another says that something has changed, under a lock. Follows CPython's
 * `threading.Condition`.
 *
 * Invariant: a waiter stands in the list before it releases the lock, so whoever acquires the lock
 * afterwards and notifies finds it there; who comes later is not woken by an earlier `notify`. The
 * waiters are granted in order of arrival, and each holds the lock again when its wait returns,
 * also when it gave up.
 *
 * @example
 * ```ts
 * import { Condition, Thread, main, Value } from "../lib/threading.ts";
 *
 * export function produce(condition: Condition, ready: Value) {
 *   using _ = condition.holdSync();
 *   ready.value = 1;
 *   condition.notify();
 * }
 *
 * main(import.meta, () => {
 *   const condition = new Condition(), ready = new Value("int32");
 *   new Thread({ target: produce, args: [condition, ready] }).start();
 *   using _ = condition.holdSync();
 *   condition.waitForSync(() => ready.value === 1);
 * });
 * ```
 */
export class Condition extends SharedObject {
  readonly #lock: Lock | RLock;
  readonly #inner: ConditionLock;
  readonly #waiters: WaitList;
  readonly #cell: number;

  static {
    shared(Kind.condition, Condition, { parts: (condition) => condition.#lock });
  }

  /**
   * @param lock the lock of this condition; a new `RLock` without, as in CPython. Several conditions may
   * share one. An RLock belongs to a thread: asynchronous tasks of one thread all hold it together, so
   * where they are to take turns the lock has to be a `Lock`.
   * @param options `name`: what it is called in errors and timelines
   */
  constructor(lock?: Lock | RLock, options?: Named) {
    const origin = takeOrigin();
    noMore("Cannot make condition", arguments, 2);
    const own = !origin && (lock === undefined || lock === null);
    lock = origin ? origin.parts as Lock | RLock : lock ?? muffled(() => new RLock());
    if (!(lock instanceof Lock || lock instanceof RLock)) {
      throw new TypeError(
        `Cannot make condition: its lock must be a Lock or an RLock, not ${given(lock)}`,
      );
    }
    super(Kind.condition, origin, nameIn("Cannot make condition", options));
    if (own) createsLock(cellOf(lock), options?.name);
    this.#lock = lock;
    this.#inner = lock instanceof Lock ? lockParts(lock) : rlockParts(lock);
    this.#cell = cellOf(this);
    this.#waiters = new WaitList(this.#cell + MUTEX, this.#cell + WAITERS);
  }

  /** Acquires the condition's lock: see `Lock.acquire`. */
  acquire(options?: WaitOptions): Promise<boolean> {
    return this.#lock.acquire(options);
  }

  /** Acquires the condition's lock and blocks until it is free: see `Lock.acquireSync`. */
  acquireSync(options?: SyncWaitOptions): boolean {
    return this.#lock.acquireSync(options);
  }

  /** Releases the condition's lock. */
  release(): void {
    this.#lock.release();
  }

  /** Is the condition's lock held? */
  locked(): boolean {
    return this.#lock.locked();
  }

  /** Acquires the condition's lock for a block: `using _ = await condition.hold()`. */
  hold(options?: WaitOptions): Promise<Disposable> {
    return this.#lock.hold(options);
  }

  /** Acquires the condition's lock for a block: `using _ = condition.holdSync()`. */
  holdSync(options?: SyncWaitOptions): Disposable {
    return this.#lock.holdSync(options);
  }

  /**
   * Releases the lock (every level of an RLock), blocks until notified, and acquires it again.
   *
   * @returns true, or false when `timeout` ms passed first
   * @throws {RuntimeError} if the lock is not held
   */
  waitSync(options?: SyncWaitOptions): boolean {
    const ms = this.#limit(options);
    if (steered !== 0) point("wait", this.#cell, Guard.always, [cellOf(this.#lock)]);
    this.#owned("wait on");
    take(this.#cell + MUTEX);
    let depth = 0;
    const grant = this.#waiters.waitSync(
      ms,
      () => depth = this.#inner.releaseAll(),
      0,
      { needs: cellOf(this.#lock) },
    );
    this.#inner.restoreSync(depth);
    return grant !== GAVE_UP;
  }

  /**
   * As `waitSync`, without blocking the thread. Whether it is notified, gives up, or is aborted (then
   * it rejects with the reason of `signal`): it holds the lock again when it settles.
   */
  async wait(options?: WaitOptions): Promise<boolean> {
    const ms = this.#limit(options);
    if (steered === 0) this.#owned("wait on");
    options?.signal?.throwIfAborted();
    if (steered !== 0) {
      const words = [cellOf(this.#lock)];
      await later("wait", this.#cell, Guard.always, words, Infinity, options?.signal);
      this.#owned("wait on");
    }
    take(this.#cell + MUTEX);
    let depth = 0;
    try {
      const entered = () => depth = this.#inner.releaseAll();
      const steps = { needs: cellOf(this.#lock) };
      return await this.#waiters.wait(ms, options?.signal, entered, 0, steps) !== GAVE_UP;
    } finally {
      await this.#inner.restore(depth);
    }
  }

  /**
   * Waits until `predicate` gives something true. It is called with the lock held.
   *
   * @returns its last value, which is not true when `timeout` ms passed first
   * @throws {TypeError} if `predicate` gives a promise, which this form cannot wait for
   */
  waitForSync<T>(predicate: () => NotPromise<T>, options?: SyncWaitOptions): T {
    const ms = this.#limit(options), now = steered !== 0 ? virtualNow : timeNow;
    const deadline = ms === Infinity ? Infinity : now() + ms;
    for (;;) {
      const value = predicate() as T;
      if (typeof (value as { then?: unknown } | null)?.then === "function") {
        refuses("wait", this.#cell);
        throw new TypeError(
          `${
            called(WHAT, nameAt(this.#cell))
          }: its predicate gives a promise, which is always true: ` +
            "use await condition.waitFor()",
        );
      }
      const left = deadline - (deadline === Infinity ? 0 : now());
      if (value || left <= 0) return value;
      this.waitSync({ timeout: left });
    }
  }

  /** As `waitForSync`, without blocking the thread; a promise that `predicate` gives is awaited. */
  async waitFor<T>(predicate: () => T, options?: WaitOptions): Promise<Awaited<T>> {
    const ms = this.#limit(options), now = steered !== 0 ? virtualNow : timeNow;
    const deadline = ms === Infinity ? Infinity : now() + ms;
    for (;;) {
      const value = await predicate();
      const left = deadline - (deadline === Infinity ? 0 : now());
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
  notify(n = 1): void {
    try {
      wholeNumber("Cannot notify", "n", n, 0);
    } catch (error) {
      refuses("notify", this.#cell);
      throw error;
    }
    if (steered !== 0) {
      const operation = n === Number.MAX_SAFE_INTEGER ? "notifyAll" : "notify";
      point(operation, this.#cell, Guard.always, [cellOf(this.#lock)]);
    }
    this.#owned("notify");
    take(this.#cell + MUTEX);
    for (let left = n; left > 0 && this.#waiters.grant();) left--;
    give(this.#cell + MUTEX);
  }

  /** As `notify`, for all waiters. */
  notifyAll(): void {
    this.notify(Number.MAX_SAFE_INTEGER);
  }

  #limit(options: SyncWaitOptions | undefined): number {
    return limitOf("wait", this.#cell, WHAT, options);
  }

  #owned(act: string): void {
    if (this.#inner.isOwned()) return;
    const lock = called("un-acquired lock", nameAt(cellOf(this.#lock)));
    throw new RuntimeError(
      `cannot ${act} ${
        partOf(lock, "condition", nameAt(this.#cell))
      }: acquire the condition's lock before, as in ` +
        `using _ = condition.holdSync(). Tasks of one thread that take turns at it need ` +
        `new Condition(new Lock()): an RLock belongs to the thread, not to a task`,
    );
  }
}
