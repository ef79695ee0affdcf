/** Barrier: where a number of processes meet, with an action of the last to arrive. */

import { takeOrigin } from "../../adopt.ts";
import {
  type Reference,
  referTo,
  type Resolved,
  resolveReference,
} from "../../program/reference.ts";
import { noMore, optionsOf, wholeNumber } from "../../arguments.ts";
import { nameIn } from "../../threading/named.ts";
import { limit, type WaitOptions } from "../../waiting.ts";
import { idOf, make, restorable, SharedObject } from "../link/shared_object.ts";
import { call, waitingCall } from "../link/waiting_call.ts";
import { BarrierMethod, ResourceKind } from "../protocol.ts";

/** What `Barrier` takes besides the number of parties. */
export interface BarrierOptions {
  /** Called once per pass by the last party to arrive, before any leaves: an exported function. */
  action?: (() => unknown) | undefined;
  /** The timeout of waits that give none, in ms. */
  timeout?: number | undefined;
  /** The module that exports `action`, where that is not the main module. */
  module?: string | URL | undefined;
  /** What it is called in errors and timelines. */
  name?: string | undefined;
}

interface Parts {
  readonly parties: number;
  readonly timeout: number | undefined;
  readonly action: Reference | undefined;
}

const WHAT = "Cannot wait at barrier";

/**
 * A number of parties meet: each waits until all have arrived. Follows CPython's
 * `multiprocessing.Barrier`. A party whose process dies while it waits breaks the barrier for all.
 *
 * @example
 * ```ts
 * import { Barrier } from "../lib/multiprocessing.ts";
 * import assert from "node:assert/strict";
 *
 * const barrier = new Barrier(2);
 * const places = await Promise.all([barrier.wait(), barrier.wait()]);
 * assert.deepEqual(places.sort(), [0, 1]);
 * ```
 */
export class Barrier extends SharedObject {
  /** How many parties meet here. */
  readonly parties: number;
  readonly #timeout: number | undefined;
  readonly #reference: Reference | undefined;
  readonly #action: Resolved<() => unknown> | undefined;
  readonly #id: number;

  static {
    restorable("mp.Barrier", Barrier, (barrier): Parts => ({
      parties: barrier.parties,
      timeout: barrier.#timeout,
      action: barrier.#reference,
    }));
  }

  /**
   * @param parties how many meet: a whole number from 1
   * @param options `action`, `timeout`, `module`; `name`: what it is called in errors and timelines
   * @throws {RangeError} if `parties` is not one
   */
  constructor(parties: number, options: BarrierOptions = {}) {
    const origin = takeOrigin();
    noMore("Cannot make barrier", arguments, 2);
    const parts = origin?.parts as Parts | undefined;
    if (!parts) {
      wholeNumber("Cannot make barrier", "parties", parties, 1, 2 ** 31 - 1);
      const { timeout } = optionsOf("Cannot make barrier", options);
      if (timeout !== undefined) limit(WHAT, { timeout });
    }
    super(origin, nameIn("Cannot make barrier", options));
    this.#id = idOf(this);
    this.parties = parts?.parties ?? parties;
    this.#timeout = parts ? parts.timeout : options.timeout;
    if (parts?.action) {
      this.#reference = parts.action;
      this.#action = resolveReference(parts.action);
    } else if (options.action) {
      this.#reference = referTo("make barrier", "action", options.action, options.module);
      this.#action = { value: options.action };
    }
    if (!origin) make(this, ResourceKind.barrier, 0, parties, this.#action ? 1 : 0);
  }

  /** How many have arrived and wait just now. */
  get nWaiting(): Promise<number> {
    return call(this.#id, BarrierMethod.state, 0, ({ a }) => a);
  }

  /** Is the barrier broken? */
  get broken(): Promise<boolean> {
    return call(this.#id, BarrierMethod.state, 0, ({ b }) => b === 1);
  }

  /**
   * Waits until all parties have arrived.
   *
   * @param options `timeout` in ms (the barrier's own, or for ever, without), `signal`; an aborted
   * signal breaks the barrier for all
   * @returns this party's place in the order of arrival, from 0: another for each
   * @throws {BrokenBarrierError} if the barrier is or becomes broken, or is reset; one that gives up
   * breaks it for all
   */
  async wait(options?: WaitOptions): Promise<number> {
    const own = options?.timeout === undefined && options?.blocking !== false && this.#timeout;
    const all = typeof own === "number" ? { ...options, timeout: own } : options;
    if (this.#action?.loading) await this.#action.loading;
    const { place, acts } = await waitingCall(
      WHAT,
      this.#id,
      BarrierMethod.wait,
      all,
      ({ a, b }) => {
        return { place: a, acts: b === 1 };
      },
    );
    if (acts) await this.#act();
    return place;
  }

  async #act(): Promise<void> {
    const { value, error } = this.#action!;
    try {
      if (!value) throw error;
      await value();
    } catch (failure) {
      await call(this.#id, BarrierMethod.acted);
      throw failure;
    }
    await call(this.#id, BarrierMethod.acted, 1);
  }

  /** Empties the barrier: those who wait get a BrokenBarrierError, and it can be used again. */
  async reset(): Promise<void> {
    await call(this.#id, BarrierMethod.reset);
  }

  /** Breaks the barrier: all who wait or will wait get a BrokenBarrierError until it is reset. */
  async abort(): Promise<void> {
    await call(this.#id, BarrierMethod.abort);
  }
}
