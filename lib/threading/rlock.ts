/** RLock: a lock that the thread which holds it may acquire again. */

import { RuntimeError } from "../errors.ts";
import { takeOrigin } from "../adopt.ts";
import { called } from "../called.ts";
import { cellOf, Kind, nameAt, shared, SharedObject } from "../memory/handles.ts";
import { memory } from "../system/shared.ts";
import { noMore } from "../arguments.ts";
import { type SyncWaitOptions, type WaitOptions } from "../waiting.ts";
import { Futex } from "./futex.ts";
import { holding, notHeld } from "./hold.ts";
import type { ConditionLock } from "./lock.ts";
import { ident } from "./ident.ts";
import { type Named, nameIn } from "./named.ts";
import { limitOf } from "../memory/refusing.ts";
import { gives, Guard, muffled, point, steered, unchanged } from "../memory/steering.ts";
import { later } from "../memory/strands.ts";

const OWNER = 3, DEPTH = 4;
const WHAT = "Cannot acquire rlock";

export let rlockParts: (lock: RLock) => ConditionLock;

/**
 * A lock that its owner can acquire again; it is free when it has been released as often. The owner
 * is the thread: tasks of one thread share it. Follows CPython's `threading.RLock`.
 *
 * Invariant: OWNER and DEPTH are written only by the holder, at the moment at which it takes the
 * lock, so the thread that finds its own identifier in OWNER holds the lock, and every other thread
 * finds something else. Tasks of one thread that wait for it get it together, each one level.
 *
 * @example
 * ```ts
 * import { RLock } from "../lib/threading.ts";
 * import assert from "node:assert/strict";
 *
 * const lock = new RLock();
 * lock.acquireSync();
 * assert.equal(lock.acquireSync({ blocking: false }), true);   // again: the same thread
 * lock.release();
 * lock.release();
 * assert.throws(() => lock.release(), { name: "RuntimeError" });
 * ```
 */
export class RLock extends SharedObject {
  readonly #futex: Futex;
  readonly #claim = { taken: () => void (this.#again() || this.#own(1)), joins: true };

  readonly #cell: number;

  static {
    rlockParts = (lock) => ({
      isOwned: () => lock.#isOwned(),
      releaseAll() {
        const depth = memory[lock.#cell + DEPTH]!;
        memory[lock.#cell + DEPTH] = 1;
        muffled(() => lock.release());
        return depth;
      },
      restoreSync(depth) {
        lock.#futex.acquireSync(Infinity);
        lock.#own(depth);
      },
      async restore(depth) {
        const claim = { taken: () => lock.#own(depth), joins: false };
        await lock.#futex.acquire(Infinity, undefined, claim);
      },
    });
  }

  /** @param options `name`: what it is called in errors and timelines */
  constructor(options?: Named) {
    const origin = takeOrigin();
    if (!origin) noMore("Cannot make lock", arguments, 1);
    super(Kind.rlock, origin, nameIn("Cannot make lock", options));
    this.#cell = cellOf(this);
    this.#futex = new Futex(this.#cell);
  }

  /**
   * Blocks this thread until it has the lock; at once if it has it already.
   *
   * @param options `timeout` in ms (0 or more; for ever without), `blocking`
   * @returns true, or false when it gave up
   * @throws {RangeError} if `timeout` is negative or NaN, or given with `blocking: false`
   */
  acquireSync(options?: SyncWaitOptions): boolean {
    const ms = this.#limit(options);
    if (steered !== 0) {
      return this.#acquired(point("acquire", this.#cell, Guard.rlock, this.#words(), ms));
    }
    return this.#again() || this.#entered(this.#futex.acquireSync(ms));
  }

  #limit(options: WaitOptions | undefined): number {
    return options === undefined ? Infinity : limitOf("acquire", this.#cell, WHAT, options);
  }

  /** As `acquireSync`, without blocking the thread; rejects with the reason of an aborted `signal`. */
  async acquire(options?: WaitOptions): Promise<boolean> {
    const ms = this.#limit(options);
    options?.signal?.throwIfAborted();
    if (steered !== 0) {
      const { signal } = options ?? {};
      return this.#acquired(
        await later("acquire", this.#cell, Guard.rlock, this.#words(), ms, signal),
      );
    }
    return this.#again() || await this.#futex.acquire(ms, options?.signal, this.#claim);
  }

  /**
   * Undoes one `acquire`.
   *
   * @throws {RuntimeError} if this thread does not hold the lock
   */
  release(): void {
    if (steered !== 0) point("release", this.#cell);
    if (!this.#isOwned()) {
      throw new RuntimeError(
        `cannot release un-acquired ${
          this.#called("lock")
        }: only the thread that acquired it can ` +
          "release it, once for each time; tasks of one thread own an RLock together: use a Lock to " +
          "keep them apart",
      );
    }
    if (--memory[this.#cell + DEPTH]! > 0) return;
    Atomics.store(memory, this.#cell + OWNER, 0);
    this.#futex.release();
  }

  /** Does any thread hold the lock just now? */
  locked(): boolean {
    if (steered !== 0 && point("locked", this.#cell)) return gives(this.#futex.locked());
    return this.#futex.locked();
  }

  /**
   * Acquires the lock for a block: `using _ = lock.holdSync()`.
   *
   * @throws {TimeoutError} when it gave up
   */
  holdSync(options?: SyncWaitOptions): Disposable {
    if (!this.acquireSync(options)) throw notHeld(this.#called("rlock"));
    return holding(() => this.release());
  }

  /** As `holdSync`, without blocking the thread: `using _ = await lock.hold()`. */
  async hold(options?: WaitOptions): Promise<Disposable> {
    if (!await this.acquire(options)) throw notHeld(this.#called("rlock"));
    return holding(() => this.release());
  }

  #called(what: string): string {
    return called(what, nameAt(this.#cell));
  }

  #words(): number[] {
    return [this.#cell, this.#cell + OWNER, ident()];
  }

  #acquired(go: boolean): boolean {
    const got = go && (this.#again() || this.#entered(this.#futex.acquireSync(0)));
    if (!got) unchanged();
    return gives(got);
  }

  #again(): boolean {
    if (!this.#isOwned()) return false;
    memory[this.#cell + DEPTH]!++;
    return true;
  }

  #entered(acquired: boolean): boolean {
    if (acquired) this.#own(1);
    return acquired;
  }

  #own(depth: number): void {
    memory[this.#cell + DEPTH] = depth;
    Atomics.store(memory, this.#cell + OWNER, ident());
  }

  #isOwned(): boolean {
    return Atomics.load(memory, this.#cell + OWNER) === ident();
  }
}

shared(Kind.rlock, RLock);
