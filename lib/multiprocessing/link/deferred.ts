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
  resolve!: (value: T) => void;
  reject!: (reason: unknown) => void;
  readonly #promise: Promise<T>;

  constructor() {
    this.#promise = new Promise((resolve, reject) => {
      this.resolve = (value) => {
        this.settled = true;
        resolve(value);
      };
      this.reject = (reason) => {
        this.settled = true;
        reject(reason);
      };
    });
    this.#promise.catch(() => {}); // reported elsewhere, if nobody asks
  }

  /** The value, or the error. */
  async value(): Promise<T> {
    this.asked = true;
    if (this.settled) return await this.#promise;
    const release = keepAlive();
    try {
      return await this.#promise;
    } finally {
      release();
    }
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
    const ways: Promise<unknown>[] = [this.#promise.catch(() => {})];
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
