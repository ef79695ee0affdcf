/** Event: a flag that threads set, clear and wait for. */

import { takeOrigin } from "../adopt.ts";
import { cellOf, Kind, shared, SharedObject } from "../memory/handles.ts";
import { give, take } from "../memory/mutex.ts";
import { GAVE_UP, WaitList } from "../memory/waitlist.ts";
import { memory } from "../system/shared.ts";
import { noMore } from "../arguments.ts";
import { type SyncWaitOptions, type WaitOptions } from "../waiting.ts";
import { type Named, nameIn } from "./named.ts";
import { limitOf } from "../memory/refusing.ts";
import { gives, Guard, point, steered, unchanged } from "../memory/steering.ts";
import { later } from "../memory/strands.ts";

const MUTEX = 0, FLAG = 1, WAITERS = 2;
const WHAT = "Cannot wait for event";

/**
 * A flag that threads wait for. Follows CPython's `threading.Event`.
 *
 * Invariant: whoever stands in the list when `set` takes the mutex is granted, so a `clear` right
 * after it holds nobody back.
 *
 * @example
 * ```ts
 * import { Event } from "../lib/threading.ts";
 * import assert from "node:assert/strict";
 *
 * const ready = new Event();
 * assert.equal(ready.waitSync({ timeout: 1 }), false);
 * ready.set();
 * assert.equal(await ready.wait(), true);
 * ```
 */
export class Event extends SharedObject {
  readonly #waiters: WaitList;

  readonly #cell: number;

  /** @param options `name`: what it is called in errors and timelines */
  constructor(options?: Named) {
    const origin = takeOrigin();
    if (!origin) noMore("Cannot make event", arguments, 1);
    super(Kind.event, origin, nameIn("Cannot make event", options));
    this.#cell = cellOf(this);
    this.#waiters = new WaitList(this.#cell + MUTEX, this.#cell + WAITERS);
  }

  /** Is the flag set? */
  isSet(): boolean {
    if (steered !== 0 && point("isSet", this.#cell)) return gives(this.#now());
    return this.#now();
  }

  #now(): boolean {
    return Atomics.load(memory, this.#cell + FLAG) === 1;
  }

  /** Sets the flag: all who wait go on, and nobody waits until it is cleared. */
  set(): void {
    if (steered !== 0) point("set", this.#cell);
    take(this.#cell + MUTEX);
    Atomics.store(memory, this.#cell + FLAG, 1);
    this.#waiters.grantAll();
    give(this.#cell + MUTEX);
  }

  /** Clears the flag. Those whom an earlier `set` let go on are not held back. */
  clear(): void {
    if (steered !== 0) point("clear", this.#cell);
    take(this.#cell + MUTEX);
    Atomics.store(memory, this.#cell + FLAG, 0);
    give(this.#cell + MUTEX);
  }

  /**
   * Blocks until the flag is set.
   *
   * @param options `timeout` in ms (0 or more; for ever without)
   * @returns true, or false when it gave up
   * @throws {RangeError} if `timeout` is negative or NaN
   */
  waitSync(options?: SyncWaitOptions): boolean {
    const ms = this.#limit(options);
    if (steered !== 0) point("wait", this.#cell, Guard.positive, [this.#cell + FLAG], ms);
    const set = this.#look(ms) ?? this.#waiters.waitSync(ms) !== GAVE_UP;
    return steered !== 0 ? gives(set) : set;
  }

  #limit(options: WaitOptions | undefined): number {
    return options === undefined ? Infinity : limitOf("wait", this.#cell, WHAT, options);
  }

  /** As `waitSync`, without blocking the thread; rejects with the reason of an aborted `signal`. */
  async wait(options?: WaitOptions): Promise<boolean> {
    const ms = this.#limit(options);
    options?.signal?.throwIfAborted();
    if (steered !== 0) {
      const { signal } = options ?? {};
      await later("wait", this.#cell, Guard.positive, [this.#cell + FLAG], ms, signal);
    }
    const set = this.#look(ms) ?? await this.#waiters.wait(ms, options?.signal) !== GAVE_UP;
    return steered !== 0 ? gives(set) : set;
  }

  /** The answer if there is nothing to wait for; otherwise undefined, with the mutex held. */
  #look(ms: number): boolean | undefined {
    if (this.#now() || ms === 0) {
      if (steered !== 0) unchanged();
      return this.#now();
    }
    take(this.#cell + MUTEX);
    if (!this.#now()) return undefined;
    give(this.#cell + MUTEX);
    return true;
  }
}

shared(Kind.event, Event);
