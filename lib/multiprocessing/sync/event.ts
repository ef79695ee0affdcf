/** Event: a flag that processes set, clear and wait for. */

import { takeOrigin } from "../../adopt.ts";
import { noMore } from "../../arguments.ts";
import { type Named, nameIn } from "../../threading/named.ts";
import type { WaitOptions } from "../../waiting.ts";
import { idOf, make, restorable, SharedObject } from "../link/shared_object.ts";
import { call, waitingCall } from "../link/waiting_call.ts";
import { EventMethod, ResourceKind } from "../protocol.ts";

/**
 * A flag that processes set, clear and wait for. Follows CPython's `multiprocessing.Event`.
 *
 * @example
 * ```ts
 * import { Event } from "../lib/multiprocessing.ts";
 * import assert from "node:assert/strict";
 *
 * const ready = new Event();
 * assert.equal(await ready.wait({ timeout: 10 }), false);
 * await ready.set();
 * assert.equal(await ready.wait(), true);
 * ```
 */
export class Event extends SharedObject {
  readonly #id: number;

  /** @param options `name`: what it is called in errors and timelines */
  constructor(options?: Named) {
    const origin = takeOrigin();
    if (!origin) noMore("Cannot make event", arguments, 1);
    super(origin, nameIn("Cannot make event", options));
    this.#id = idOf(this);
    if (!origin) make(this, ResourceKind.event, 0);
  }

  /** Is the flag set? */
  isSet(): Promise<boolean> {
    return call(this.#id, EventMethod.isSet, 0, ({ a }) => a === 1);
  }

  /** Sets the flag: all who wait go on, and who comes later does not wait. */
  async set(): Promise<void> {
    await call(this.#id, EventMethod.set);
  }

  /** Clears the flag: who comes now waits. */
  async clear(): Promise<void> {
    await call(this.#id, EventMethod.clear);
  }

  /**
   * Waits until the flag is set.
   *
   * @param options `timeout` in ms, `blocking`, `signal`
   * @returns true, or false when it gave up
   */
  wait(options?: WaitOptions): Promise<boolean> {
    const wait = EventMethod.wait;
    return waitingCall("Cannot wait for event", this.#id, wait, options, ({ a }) => a === 1);
  }
}

restorable("mp.Event", Event);
