/** Barrier: where a number of threads meet, with an action of the last to arrive. */

import { BrokenBarrierError } from "../errors.ts";
import { takeOrigin } from "../adopt.ts";
import { called } from "../called.ts";
import { cellOf, Kind, nameAt, shared, SharedObject } from "../memory/handles.ts";
import { give, take } from "../memory/mutex.ts";
import { GAVE_UP, WaitList } from "../memory/waitlist.ts";
import { type Reference, referTo, type Resolved, resolveReference } from "../program/reference.ts";
import { memory } from "../system/shared.ts";
import { limit, type SyncWaitOptions, type WaitOptions } from "../waiting.ts";
import { noMore, optionsOf, wholeNumber } from "../arguments.ts";
import { nameIn } from "./named.ts";
import { QUIET } from "../memory/steered_waits.ts";
import { limitOf } from "../memory/refusing.ts";
import { gives, point, steered } from "../memory/steering.ts";
import { later } from "../memory/strands.ts";

const MUTEX = 0, STATE = 1, PARTIES = 2, COUNT = 3, PASS = 4, WAITERS = 5, LATE = 7;

/** STATE: parties arrive; the last has arrived and runs the action; broken until reset. */
const FILLING = 0, ACTING = 1, BROKEN = 2;

/** Grants: a party's place from 1, or that the barrier broke. */
const BROKE = -1;

const WHAT = "Cannot wait at barrier";

/** What `Barrier` takes besides the number of parties. */
export interface BarrierOptions {
  /** Called once per pass by the last party to arrive, before any leaves: an exported function. */
  action?: (() => void) | undefined;
  /** The timeout of waits that give none, in ms. */
  timeout?: number | undefined;
  /** The module that exports `action`, where that is not the main module. */
  module?: string | URL | undefined;
  /** What it is called in errors and timelines. */
  name?: string | undefined;
}

/** What another thread needs of a barrier besides its cell. */
interface Parts {
  readonly timeout: number | undefined;
  readonly action: Reference | undefined;
}

/**
 * A number of parties meet: each waits until all have arrived. Follows CPython's
 * `threading.Barrier`.
 *
 * Invariant: COUNT parties stand in the list of waiters while STATE is FILLING. The last one to
 * arrive does not enter it; it makes STATE ACTING, and grants exactly the others their places when
 * the action is done. A party that comes meanwhile stands in LATE and arrives again afterwards, so
 * nobody laps; PASS tells those who give up whether theirs is still the pass that waits.
 *
 * @example
 * ```ts
 * import { Barrier } from "../lib/threading.ts";
 * import assert from "node:assert/strict";
 *
 * const barrier = new Barrier(2);
 * const places = await Promise.all([barrier.wait(), barrier.wait()]);
 * assert.deepEqual(places.sort(), [0, 1]);
 * ```
 */
export class Barrier extends SharedObject {
  readonly #cell: number;
  readonly #waiters: WaitList;
  readonly #late: WaitList;
  readonly #timeout: number | undefined;
  readonly #reference: Reference | undefined;
  #action: Resolved<() => void> | undefined;

  static {
    const parts = (barrier: Barrier): Parts => ({
      timeout: barrier.#timeout,
      action: barrier.#reference,
    });
    shared(Kind.barrier, Barrier, { parts });
  }

  /**
   * @param parties how many meet: a whole number from 1
   * @param options `action`, `timeout`, `module`; `name`: what it is called in errors and timelines
   * @throws {RangeError} if `parties` is not one
   */
  constructor(parties: number, options: BarrierOptions = {}) {
    const origin = takeOrigin();
    noMore("Cannot make barrier", arguments, 2);
    const received = origin?.parts as Parts | undefined;
    if (!origin) {
      wholeNumber("Cannot make barrier", "parties", parties, 1, 2 ** 31 - 1);
      optionsOf("Cannot make barrier", options);
    }
    super(Kind.barrier, origin, nameIn("Cannot make barrier", options));
    this.#cell = cellOf(this);
    if (!origin) {
      memory[this.#cell + PARTIES] = parties;
      if (options.timeout !== undefined) limit(WHAT, { timeout: options.timeout });
    }
    this.#waiters = new WaitList(this.#cell + MUTEX, this.#cell + WAITERS);
    this.#late = new WaitList(this.#cell + MUTEX, this.#cell + LATE);
    this.#timeout = received ? received.timeout : options.timeout;
    if (received?.action) {
      this.#reference = received.action;
      this.#action = resolveReference(received.action);
    } else if (options.action) {
      this.#reference = referTo("make barrier", "action", options.action, options.module);
      this.#action = { value: options.action };
    }
  }

  /** How many parties meet here. */
  get parties(): number {
    return memory[this.#cell + PARTIES]!;
  }

  /** How many have arrived and wait. */
  get nWaiting(): number {
    if (steered !== 0) point("nWaiting", this.#cell);
    const count = Atomics.load(memory, this.#cell + COUNT);
    return steered !== 0 ? gives(count) : count;
  }

  /** Is the barrier broken? */
  get broken(): boolean {
    if (steered !== 0) point("broken", this.#cell);
    const broken = Atomics.load(memory, this.#cell + STATE) === BROKEN;
    return steered !== 0 ? gives(broken) : broken;
  }

  /**
   * Blocks until all parties have arrived.
   *
   * @param options `timeout` in ms (0 or more; the barrier's own, or for ever, without)
   * @returns this party's place in the order of arrival, from 0: another for each
   * @throws {BrokenBarrierError} if the barrier is or becomes broken, or is reset; one that gives up
   * breaks it for all
   */
  waitSync(options?: SyncWaitOptions): number {
    const ms = this.#limit(options);
    if (steered !== 0) point("wait", this.#cell);
    for (;;) {
      const place = this.#arrive();
      if (place === undefined) this.#late.waitSync(Infinity, undefined, 0, QUIET);
      else if (place === this.parties - 1) {
        const pass = memory[this.#cell + PASS]!;
        if (!this.#action) return this.#pass(pass, place);
        give(this.#cell + MUTEX);
        return this.#act(pass, place, () => this.#actionNow()());
      } else {
        const pass = memory[this.#cell + PASS]!;
        return this.#left(this.#waiters.waitSync(ms, undefined, 0, QUIET), pass);
      }
    }
  }

  /** As `waitSync`, without blocking the thread. An aborted `signal` breaks the barrier for all. */
  async wait(options?: WaitOptions): Promise<number> {
    const ms = this.#limit(options);
    options?.signal?.throwIfAborted();
    if (this.#action) await this.#action.loading;
    if (steered !== 0) await later("wait", this.#cell, undefined, [], Infinity, options?.signal);
    for (;;) {
      const place = this.#arrive();
      if (place === undefined) await this.#late.wait(Infinity, undefined, undefined, 0, QUIET);
      else if (place === this.parties - 1) {
        const pass = memory[this.#cell + PASS]!;
        if (!this.#action) return this.#pass(pass, place);
        give(this.#cell + MUTEX);
        return this.#act(pass, place, this.#actionNow());
      } else {
        const pass = memory[this.#cell + PASS]!;
        try {
          const { signal } = options ?? {};
          return this.#left(await this.#waiters.wait(ms, signal, undefined, 0, QUIET), pass);
        } catch (error) {
          if (!(error instanceof BrokenBarrierError)) this.#breakPass(pass);
          throw error;
        }
      }
    }
  }

  /** Empties the barrier: those who wait get a BrokenBarrierError, and it can be used again. */
  reset(): void {
    if (steered !== 0) point("reset", this.#cell);
    this.#end(FILLING);
  }

  /** Breaks the barrier: all who wait or will wait get a BrokenBarrierError until it is reset. */
  abort(): void {
    if (steered !== 0) point("abort", this.#cell);
    this.#end(BROKEN);
  }

  #limit(options: SyncWaitOptions | undefined): number {
    const own = this.#timeout;
    const given = options?.timeout === undefined && options?.blocking !== false &&
      own !== undefined;
    return limitOf("wait", this.#cell, WHAT, given ? { timeout: own } : options);
  }

  /** The place of this party, or undefined if it is late; the mutex is held. */
  #arrive(): number | undefined {
    take(this.#cell + MUTEX);
    const state = memory[this.#cell + STATE]!;
    if (state === ACTING) return undefined;
    if (state === BROKEN) {
      give(this.#cell + MUTEX);
      throw this.#broke("is broken: reset it before it is used again");
    }
    const place = memory[this.#cell + COUNT]!;
    if (place < this.parties - 1) Atomics.store(memory, this.#cell + COUNT, place + 1);
    else Atomics.store(memory, this.#cell + STATE, ACTING);
    return place;
  }

  #actionNow(): () => void {
    const action = this.#action!;
    if (action.value) return action.value;
    return () => {
      throw action.error ?? new Error(
        "The barrier's action is not loaded in this thread yet: use await barrier.wait() here",
      );
    };
  }

  #act(pass: number, place: number, action: () => void): number {
    try {
      action();
    } catch (error) {
      this.#breakPass(pass);
      throw error;
    }
    take(this.#cell + MUTEX);
    return this.#pass(pass, place);
  }

  /** Lets the others of this pass go; called with the mutex held. */
  #pass(pass: number, place: number): number {
    const intact = memory[this.#cell + PASS] === pass;
    if (intact) {
      this.#next(FILLING);
      for (let others = 1; this.#waiters.grant(others);) others++;
    }
    give(this.#cell + MUTEX);
    if (!intact) throw this.#broke("was reset or aborted during its action");
    return place;
  }

  #left(grant: number, pass: number): number {
    if (grant > 0) return grant - 1;
    if (grant === GAVE_UP) this.#breakPass(pass);
    throw this.#broke(
      grant === GAVE_UP
        ? "is broken: not all parties arrived in time"
        : "is broken: it was aborted or reset, or a party gave up or failed",
    );
  }

  #broke(how: string): BrokenBarrierError {
    return new BrokenBarrierError(`${called("The barrier", nameAt(this.#cell))} ${how}`);
  }

  #breakPass(pass: number): void {
    take(this.#cell + MUTEX);
    if (memory[this.#cell + PASS] === pass) {
      this.#next(BROKEN);
      this.#waiters.grantAll(BROKE);
    }
    give(this.#cell + MUTEX);
  }

  #end(state: number): void {
    take(this.#cell + MUTEX);
    this.#next(state);
    this.#waiters.grantAll(BROKE);
    give(this.#cell + MUTEX);
  }

  /** Before anyone is let go: `nWaiting` and `broken` are read without the mutex. */
  #next(state: number): void {
    memory[this.#cell + PASS]!++;
    Atomics.store(memory, this.#cell + COUNT, 0);
    Atomics.store(memory, this.#cell + STATE, state);
    this.#late.grantAll();
  }
}
