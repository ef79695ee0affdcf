/** Semaphore and BoundedSemaphore: a number of places that processes take and give back. */

import { takeOrigin } from "../../adopt.ts";
import { noMore, wholeNumber } from "../../arguments.ts";
import { called } from "../../called.ts";
import { observer } from "../../memory/observer.ts";
import { type Named, nameIn } from "../../threading/named.ts";
import type { WaitOptions } from "../../waiting.ts";
import { type Hold, holding, notHeld, taken } from "./hold.ts";
import { idOf, kindOf, make, nameOf, restorable, SharedObject } from "../link/shared_object.ts";
import { call, waitingCall } from "../link/waiting_call.ts";
import { ResourceKind, SemaphoreKind, SemaphoreMethod } from "../protocol.ts";

const BOUNDED = "mp.BoundedSemaphore";

/**
 * A number of places that processes take and give back; who finds none waits. Follows CPython's
 * `multiprocessing.Semaphore`. Places belong to nobody: those of a process that dies stay taken.
 *
 * @example
 * ```ts
 * import { Semaphore } from "../lib/multiprocessing.ts";
 * import assert from "node:assert/strict";
 *
 * const places = new Semaphore(2);
 * await places.acquire();
 * await places.acquire();
 * assert.equal(await places.acquire({ blocking: false }), false);
 * await places.release(2);
 * assert.equal(await places.getValue(), 2);
 * ```
 */
export class Semaphore extends SharedObject {
  readonly #id: number;

  /**
   * @param value how many places there are at first: a whole number from 0
   * @param options `name`: what it is called in errors and timelines
   * @throws {RangeError} if `value` is not one
   */
  constructor(value = 1, options?: Named) {
    const origin = takeOrigin();
    noMore("Cannot make semaphore", arguments, 2);
    if (!origin) wholeNumber("Cannot make semaphore", "value", value, 0);
    super(origin, nameIn("Cannot make semaphore", options));
    this.#id = idOf(this);
    const bounded = kindOf(new.target) === BOUNDED;
    const kind = bounded ? SemaphoreKind.bounded : SemaphoreKind.semaphore;
    if (!origin) make(this, ResourceKind.semaphore, 0, kind, value);
  }

  /**
   * Takes a place, and waits for one if there is none.
   *
   * @param options `timeout` in ms, `blocking`, `signal`
   * @returns true, or false when it gave up
   */
  acquire(options?: WaitOptions): Promise<boolean> {
    const acquire = SemaphoreMethod.acquire, passage = observer?.passage();
    return waitingCall(
      "Cannot acquire semaphore",
      this.#id,
      acquire,
      options,
      (answer) => taken(answer, passage) > 0,
    );
  }

  /**
   * Gives back places; who has waited longest gets the first.
   *
   * @param n how many: a whole number from 1
   * @throws {RangeError} if `n` is not one
   */
  async release(n = 1): Promise<void> {
    wholeNumber("Cannot release semaphore", "n", n, 1);
    const passage = observer?.passage();
    await call(this.#id, SemaphoreMethod.release, n, ({ a }) => passage?.given(a));
  }

  /** How many places are free just now. Follows CPython's `get_value`. */
  getValue(): Promise<number> {
    return call(this.#id, SemaphoreMethod.value, 0, ({ a }) => a);
  }

  /** Is no place free just now? */
  locked(): Promise<boolean> {
    return call(this.#id, SemaphoreMethod.value, 0, ({ a }) => a === 0);
  }

  /**
   * Takes a place for a block: `await using _ = await semaphore.hold()`.
   *
   * @throws {TimeoutError} when it gave up
   */
  async hold(options?: WaitOptions): Promise<Hold> {
    if (!await this.acquire(options)) throw notHeld(called("semaphore", nameOf(this)));
    return holding(false, () => this.release());
  }
}

/**
 * A semaphore that may not be released more often than it was acquired. Follows CPython's
 * `multiprocessing.BoundedSemaphore`.
 *
 * @example
 * ```ts
 * import { BoundedSemaphore } from "../lib/multiprocessing.ts";
 * import assert from "node:assert/strict";
 *
 * const places = new BoundedSemaphore(1);
 * await places.acquire();
 * await places.release();
 * await assert.rejects(places.release(), RangeError);
 * ```
 */
export class BoundedSemaphore extends Semaphore {}

restorable("mp.Semaphore", Semaphore);
restorable(BOUNDED, BoundedSemaphore);
