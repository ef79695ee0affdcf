/** The promise of a pool's call that can be asked, waited for with a limit, and called back. */

import { given } from "../../arguments.ts";
import { share } from "../../codec/shared.ts";
import { report } from "../../system/output.ts";
import { RuntimeError, TimeoutError } from "../../errors.ts";
import { describeError } from "../../describe_error.ts";
import { limit, type WaitOptions } from "../../waiting.ts";
import { Deferred } from "../link/deferred.ts";

/** Functions that are called when a result is there. */
export interface Callbacks<R> {
  /** Called with the result, before anybody who waits for it goes on. */
  callback?: ((result: R) => unknown) | undefined;
  /** Called with the error instead, if there is one. */
  errorCallback?: ((error: unknown) => unknown) | undefined;
}

/** How results come to be. Nobody outside the library can settle one. */
export let results: {
  make<R>(callbacks?: Callbacks<R>): AsyncResult<R>;
  resolve<R>(result: AsyncResult<R>, value: R): void;
  reject<R>(result: AsyncResult<R>, error: unknown): void;
};

/**
 * A result that will be there later. Follows CPython's `multiprocessing.pool.AsyncResult`.
 *
 * @example
 * ```ts
 * import { main, Pool } from "../lib/multiprocessing.ts";
 * import assert from "node:assert/strict";
 *
 * export const double = (n: number) => n * 2;
 *
 * main(import.meta, async () => {
 *   await using pool = new Pool(1);
 *   const result = pool.applyAsync(double, [21], { callback: (n) => assert.equal(n, 42) });
 *   assert.equal(await result.get({ timeout: 10_000 }), 42);
 *   assert.equal(result.successful(), true);
 * });
 * ```
 */
export class AsyncResult<R> {
  readonly #outcome: Deferred<R> = new Deferred();
  readonly #callbacks: Callbacks<R>;
  #succeeded = false;

  static {
    results = {
      make: (callbacks) => new AsyncResult(callbacks),
      resolve: (result, value) => result.#resolve(value),
      reject: (result, error) => result.#reject(error),
    };
  }

  private constructor(callbacks: Callbacks<R> = {}) {
    for (const name of ["callback", "errorCallback"] as const) {
      const callback = callbacks[name];
      if (callback === undefined || callback === null || typeof callback === "function") continue;
      throw new TypeError(`Cannot apply: ${name} must be a function, but it is ${given(callback)}`);
    }
    this.#callbacks = callbacks;
  }

  #resolve(value: R): void {
    this.#succeeded = true;
    this.#call(this.#callbacks.callback, value);
    this.#outcome.resolve(value);
  }

  #reject(error: unknown): void {
    this.#call(this.#callbacks.errorCallback, error);
    this.#outcome.reject(error);
  }

  #call<T>(callback: ((value: T) => unknown) | undefined, value: T): void {
    if (!callback) return;
    const failed = (error: unknown) =>
      report(`A callback of a pool failed:\n${describeError(error)}\n`);
    try {
      const answer = callback(value);
      if (answer instanceof Promise) answer.catch(failed);
    } catch (error) {
      failed(error);
    }
  }

  /**
   * The result, once it is there.
   *
   * @param options `timeout` in ms, `signal`
   * @throws {TimeoutError} if it is not there in time; it can be asked for again
   * @throws what the function threw
   */
  async get(options?: Pick<WaitOptions, "timeout" | "signal">): Promise<R> {
    const ms = limit("Cannot get result", options);
    if (ms === Infinity && !options?.signal) return await this.#outcome.value();
    await this.#outcome.wait(ms, options?.signal);
    if (!this.#outcome.settled) {
      throw new TimeoutError(`Cannot get result: it was not there after ${ms} ms`);
    }
    return await this.#outcome.value();
  }

  /** Waits until the result or the error is there, or `timeout` ms have passed. */
  async wait(options?: Pick<WaitOptions, "timeout" | "signal">): Promise<void> {
    await this.#outcome.wait(limit("Cannot wait for result", options), options?.signal);
  }

  /** @internal */
  [share](): never {
    throw new TypeError("a result of a pool stays where it was asked for; send what get() gives");
  }

  /** Is the result, or the error, there? */
  ready(): boolean {
    return this.#outcome.settled;
  }

  /**
   * Is there a result, and not an error?
   *
   * @throws {RuntimeError} if it is not ready yet
   */
  successful(): boolean {
    if (!this.ready()) {
      throw new RuntimeError("Cannot say whether the call was successful: it is not ready yet");
    }
    return this.#succeeded;
  }
}
