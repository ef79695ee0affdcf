/** Semaphore and BoundedSemaphore: a number of permits that threads take and give back. */

import { takeOrigin } from "../adopt.ts";
import { called } from "../called.ts";
import { cellOf, Kind, nameAt, shared, SharedObject } from "../memory/handles.ts";
import { give, take } from "../memory/mutex.ts";
import { GAVE_UP, WaitList } from "../memory/waitlist.ts";
import { memory } from "../system/shared.ts";
import { type SyncWaitOptions, type WaitOptions } from "../waiting.ts";
import { noMore, wholeNumber } from "../arguments.ts";
import { holding, notHeld } from "./hold.ts";
import { type Named, nameIn } from "./named.ts";
import { limitOf, refuses } from "../memory/refusing.ts";
import { gives, Guard, point, steered, unchanged } from "../memory/steering.ts";
import { later } from "../memory/strands.ts";

const MUTEX = 0, VALUE = 1, INITIAL = 2, WAITERS = 3;
const MOST = 2 ** 31 - 1;
const WHAT = "Cannot acquire semaphore";

/**
 * A number of permits: `acquire` takes one or waits for one, `release` gives some back. Follows
 * CPython's `threading.Semaphore`.
 *
 * Invariant: permits are either counted in VALUE or granted to a waiter, and while anybody waits
 * VALUE is 0; so waiters are served in order of arrival.
 *
 * @example
 * ```ts
 * import { Semaphore } from "../lib/threading.ts";
 * import assert from "node:assert/strict";
 *
 * const places = new Semaphore(2);
 * assert.equal(places.acquireSync(), true);
 * assert.equal(places.acquireSync(), true);
 * assert.equal(places.acquireSync({ blocking: false }), false);
 * places.release(2);
 * ```
 */
export class Semaphore extends SharedObject {
  readonly #cell: number;
  readonly #waiters: WaitList;

  /**
   * @param value how many permits there are at first: a whole number from 0 to 2147483647
   * @param options `name`: what it is called in errors and timelines
   * @throws {RangeError} if `value` is not one
   */
  constructor(value = 1, options?: Named) {
    const origin = takeOrigin();
    noMore("Cannot make semaphore", arguments, 2);
    if (!origin) wholeNumber("Cannot make semaphore", "its value", value, 0, MOST);
    const bounded = isBounded(new.target);
    super(
      bounded ? Kind.boundedSemaphore : Kind.semaphore,
      origin,
      nameIn("Cannot make semaphore", options),
    );
    this.#cell = cellOf(this);
    if (!origin) {
      memory[this.#cell + VALUE] = value;
      memory[this.#cell + INITIAL] = bounded ? value : MOST;
    }
    this.#waiters = new WaitList(this.#cell + MUTEX, this.#cell + WAITERS);
  }

  /**
   * Takes a permit; blocks until there is one.
   *
   * @param options `timeout` in ms (0 or more; for ever without), `blocking`
   * @returns true, or false when it gave up
   * @throws {RangeError} if `timeout` is negative or NaN, or given with `blocking: false`
   */
  acquireSync(options?: SyncWaitOptions): boolean {
    const ms = this.#limit(options);
    if (steered !== 0) point("acquire", this.#cell, Guard.positive, [this.#cell + VALUE], ms);
    const got = this.#takeOne(ms) || ms > 0 && this.#waiters.waitSync(ms) !== GAVE_UP;
    return steered !== 0 ? gives(got) : got;
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
      await later("acquire", this.#cell, Guard.positive, [this.#cell + VALUE], ms, signal);
    }
    const got = this.#takeOne(ms) ||
      ms > 0 && await this.#waiters.wait(ms, options?.signal) !== GAVE_UP;
    return steered !== 0 ? gives(got) : got;
  }

  #called(what: string): string {
    return called(what, nameAt(this.#cell));
  }

  /** With a permit, or unable to wait (`ms` 0), it leaves without the mutex, else with it. */
  #takeOne(ms: number): boolean {
    take(this.#cell + MUTEX);
    const free = memory[this.#cell + VALUE]! > 0;
    if (free) memory[this.#cell + VALUE]!--;
    if (free || ms === 0) give(this.#cell + MUTEX);
    if (steered !== 0 && !free && ms === 0) unchanged();
    return free;
  }

  /**
   * Gives `n` permits back; as many waiters go on.
   *
   * @throws {RangeError} if `n` is not a whole number of at least 1, or if there would be more
   * permits than the semaphore can have: for a BoundedSemaphore, than it had at first
   */
  release(n = 1): void {
    try {
      wholeNumber("Cannot release semaphore", "n", n, 1, MOST);
    } catch (error) {
      refuses("release", this.#cell);
      throw error;
    }
    if (steered !== 0) point("release", this.#cell);
    take(this.#cell + MUTEX);
    const value = memory[this.#cell + VALUE]!, most = memory[this.#cell + INITIAL]!;
    if (value + n > most) {
      give(this.#cell + MUTEX);
      throw new RangeError(
        `${
          this.#called("Semaphore")
        } released too many times: it has ${value} of at most ${most} ` +
          `permits, so ${n} cannot be given back`,
      );
    }
    let left = n;
    while (left > 0 && this.#waiters.grant()) left--;
    memory[this.#cell + VALUE]! += left;
    give(this.#cell + MUTEX);
  }

  /**
   * Takes a permit for a block: `using _ = semaphore.holdSync()`.
   *
   * @throws {TimeoutError} when it gave up
   */
  holdSync(options?: SyncWaitOptions): Disposable {
    if (!this.acquireSync(options)) throw notHeld(this.#called("semaphore"));
    return holding(() => this.release());
  }

  /** As `holdSync`, without blocking the thread: `using _ = await semaphore.hold()`. */
  async hold(options?: WaitOptions): Promise<Disposable> {
    if (!await this.acquire(options)) throw notHeld(this.#called("semaphore"));
    return holding(() => this.release());
  }
}

/**
 * A semaphore that refuses to have more permits than at first, which is nearly always a mistake.
 * Follows CPython's `threading.BoundedSemaphore`.
 *
 * @example
 * ```ts
 * import { BoundedSemaphore } from "../lib/threading.ts";
 * import assert from "node:assert/strict";
 *
 * const connections = new BoundedSemaphore(3);
 * assert.throws(() => connections.release(), RangeError);
 * ```
 */
export class BoundedSemaphore extends Semaphore {}

/** Is it a bounded semaphore that is being made? */
function isBounded(Class: unknown): boolean {
  return Class === BoundedSemaphore ||
    (Class as { prototype: unknown }).prototype instanceof BoundedSemaphore;
}

shared(Kind.semaphore, Semaphore);
shared(Kind.boundedSemaphore, BoundedSemaphore);
