/** Lock: held by one thread at a time, and released by any. */

import { RuntimeError } from "../errors.ts";
import { takeOrigin } from "../adopt.ts";
import { called } from "../called.ts";
import { cellOf, Kind, nameAt, shared, SharedObject } from "../memory/handles.ts";
import { noMore } from "../arguments.ts";
import { limit, type SyncWaitOptions, type WaitOptions } from "../waiting.ts";
import { Futex } from "./futex.ts";
import { holding, notHeld } from "./hold.ts";
import { type Named, nameIn } from "./named.ts";
import { limitOf } from "../memory/refusing.ts";
import { gives, Guard, muffled, point, steered, unchanged } from "../memory/steering.ts";
import { later } from "../memory/strands.ts";

const WHAT = "Cannot acquire lock";

/** What a condition does with its lock, whichever kind that is. */
export interface ConditionLock {
  /** May this thread wait on and notify a condition of this lock? */
  isOwned(): boolean;
  /** Releases whatever is held, and answers how much. */
  releaseAll(): number;
  restoreSync(depth: number): void;
  restore(depth: number): Promise<void>;
}

export let lockParts: (lock: Lock) => ConditionLock;

/** The answer of all that need not wait: a promise costs more than the lock. */
const ACQUIRED = Promise.resolve(true);

/**
 * A lock that one thread at a time holds. Any thread may release it. Follows CPython's
 * `threading.Lock`; a woken waiter competes again, as there.
 *
 * It can be passed to a thread in `args` or through a queue and is the same lock there.
 *
 * @example
 * ```ts
 * import { Lock } from "../lib/threading.ts";
 * import assert from "node:assert/strict";
 *
 * const lock = new Lock();
 * lock.acquireSync();
 * assert.equal(await lock.acquire({ timeout: 10 }), false);
 * lock.release();
 * assert.equal(lock.locked(), false);
 * ```
 */
export class Lock extends SharedObject {
  readonly #futex: Futex;

  static {
    lockParts = (lock) => ({
      isOwned: () => lock.#futex.locked(),
      releaseAll() {
        muffled(() => lock.release());
        return 1;
      },
      restoreSync: () => void lock.#futex.acquireSync(Infinity),
      restore: async () => void await lock.#futex.acquire(Infinity, undefined),
    });
  }

  /** @param options `name`: what it is called in errors and timelines */
  constructor(options?: Named) {
    const origin = takeOrigin();
    if (!origin) noMore("Cannot make lock", arguments, 1);
    super(Kind.lock, origin, nameIn("Cannot make lock", options));
    this.#futex = new Futex(cellOf(this));
  }

  /**
   * Blocks this thread until it has the lock.
   *
   * @param options `timeout` in ms (0 or more; for ever without), `blocking`
   * @returns true, or false when it gave up
   * @throws {RangeError} if `timeout` is negative or NaN, or given with `blocking: false`
   */
  acquireSync(options?: SyncWaitOptions): boolean {
    if (steered !== 0) return this.#acquireSteered(this.#limit(options));
    if (options === undefined) return this.#futex.tryAcquire() || this.#futex.acquireSync(Infinity);
    return this.#futex.acquireSync(limit(WHAT, options));
  }

  /**
   * As `acquireSync`, without blocking the thread.
   *
   * @returns a promise of true, or of false when it gave up; it rejects with the reason of an
   * aborted `signal`
   */
  acquire(options?: WaitOptions): Promise<boolean> {
    if (steered !== 0) return this.#acquireLater(this.#limit(options), options?.signal);
    if (options === undefined && this.#futex.tryAcquire()) return ACQUIRED;
    return this.#futex.acquire(limit(WHAT, options), options?.signal);
  }

  /**
   * Frees the lock; one of those who wait will get it.
   *
   * @throws {RuntimeError} if it is not locked
   */
  release(): void {
    if (steered !== 0) point("release", cellOf(this));
    if (!this.#futex.release()) {
      throw new RuntimeError(
        `release unlocked ${this.#called()}: acquire it first, and release it once`,
      );
    }
  }

  #called(): string {
    return called("lock", nameAt(cellOf(this)));
  }

  #limit(options: WaitOptions | undefined): number {
    return limitOf("acquire", cellOf(this), WHAT, options);
  }

  #acquireSteered(ms: number): boolean {
    const cell = cellOf(this);
    return this.#acquired(point("acquire", cell, Guard.lock, [cell], ms));
  }

  async #acquireLater(ms: number, signal: AbortSignal | undefined): Promise<boolean> {
    const cell = cellOf(this);
    return this.#acquired(await later("acquire", cell, Guard.lock, [cell], ms, signal));
  }

  #acquired(go: boolean): boolean {
    const got = go && this.#futex.acquireSync(0);
    if (!got) unchanged();
    return gives(got);
  }

  /** Does anybody hold the lock just now? */
  locked(): boolean {
    if (steered !== 0 && point("locked", cellOf(this))) return gives(this.#futex.locked());
    return this.#futex.locked();
  }

  /**
   * Acquires the lock for a block: `using _ = lock.holdSync()`, Python's `with lock:`.
   *
   * @throws {TimeoutError} when it gave up
   */
  holdSync(options?: SyncWaitOptions): Disposable {
    if (!this.acquireSync(options)) throw notHeld(this.#called());
    return holding(() => this.release());
  }

  /** As `holdSync`, without blocking the thread: `using _ = await lock.hold()`. */
  async hold(options?: WaitOptions): Promise<Disposable> {
    if (!await this.acquire(options)) throw notHeld(this.#called());
    return holding(() => this.release());
  }
}

shared(Kind.lock, Lock);
