/** A promise that is settled from outside and keeps the program alive only while somebody waits. */

import { clearTimeout, setTimeout } from "../../runtime/clock.ts";
import { keepAlive } from "../../runtime/current.ts";

/**
 * What will be known once: a result, or an end. It can be waited for many times, with a limit.
 *
 * A promise that is waited for keeps the program alive; nobody who waits, nothing kept alive.
 */
export class Deferred<T> {
  /** Has anybody asked for the value? */
  asked = false;
  settled = false;
  #failed = false;
  /** The value, or the error. */
  #outcome: unknown;
  /** There only when somebody waits: most calls of a pool are many, and each would have three more objects. */
  #change: Promise<void> | undefined;
  #changed: (() => void) | undefined;

  resolve(value: T): void {
    this.#settle(false, value);
  }

  /** The error is reported elsewhere, if nobody asks. */
  reject(reason: unknown): void {
    this.#settle(true, reason);
  }

  #settle(failed: boolean, outcome: unknown): void {
    if (this.settled) return;
    this.settled = true;
    this.#failed = failed;
    this.#outcome = outcome;
    this.#changed?.();
  }

  #settles(): Promise<void> {
    return this.#change ??= new Promise((resolve) => this.#changed = resolve);
  }

  /** The value, or the error. */
  async value(): Promise<T> {
    this.asked = true;
    if (!this.settled) {
      const release = keepAlive();
      await this.#settles();
      release();
    }
    if (this.#failed) throw this.#outcome;
    return this.#outcome as T;
  }

  /**
   * Waits at most `ms` until it is settled either way. An aborted signal rejects with its reason.
   *
   * @param holds does it keep the program alive?
   */
  async wait(ms: number, signal?: AbortSignal, holds = true): Promise<void> {
    signal?.throwIfAborted();
    if (this.settled) return;
    const release = holds ? keepAlive() : () => {};
    let timer: ReturnType<typeof setTimeout> | undefined;
    let aborted: (() => void) | undefined;
    const ways: Promise<unknown>[] = [this.#settles()];
    if (ms !== Infinity) ways.push(new Promise((resolve) => timer = setTimeout(resolve, ms)));
    if (signal) {
      ways.push(
        new Promise((_, reject) => {
          aborted = () => reject(signal.reason);
          signal.addEventListener("abort", aborted);
        }),
      );
    }
    try {
      await Promise.race(ways);
    } finally {
      clearTimeout(timer);
      if (aborted) signal!.removeEventListener("abort", aborted);
      release();
    }
  }
}
