/** The pause of a coroutine, in which the others have their turns. */

import { checkSignal, optionsOf } from "../arguments.ts";
import { idling } from "../idling.ts";
import { coroutine } from "./coroutine.ts";
import type { Coroutine } from "./coroutine.ts";
import { Deferred } from "./future.ts";
import type { Suspension } from "./future.ts";
import { runningLoop } from "./loop.ts";

/** What `sleep` takes besides its time. */
export interface SleepOptions {
  /** Ends the sleep when it is aborted: its reason is thrown. */
  signal?: AbortSignal | undefined;
}

const WHAT = "Cannot sleep";

/**
 * Lets the other coroutines run for a while: `yield* sleep(100)`. `sleep(0)` gives each of the others
 * one turn. It is a coroutine itself and does nothing until it is awaited. Follows `asyncio.sleep`.
 *
 * @param ms milliseconds; 0 or less: one turn. Infinity waits for ever.
 * @param options `signal`: an AbortSignal that ends the sleep, which then throws its reason
 * @throws {RangeError} `ms` is not a number.
 * @throws {TypeError} `signal` is not an AbortSignal.
 * @throws the reason of `signal`, when it is or has been aborted.
 * @throws {RuntimeError} it waits, and no event loop is running.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { coroutine, run, sleep } from "../lib/coroutine.ts";
 *
 * const main = coroutine(function* main() {
 *   const begin = performance.now();
 *   yield* sleep(20);
 *   return performance.now() - begin;
 * });
 * assert((await run(main())) >= 20);
 * ```
 */
export const sleep: (
  ms: number,
  options?: SleepOptions,
) => Coroutine<Suspension, void, unknown> = coroutine(
  function* sleep(ms: number, options: SleepOptions = {}): Generator<Suspension, void, unknown> {
    if (Number.isNaN(Number(ms))) {
      throw new RangeError(`Cannot sleep: a number of milliseconds is required, got ${ms}`);
    }
    const { signal } = optionsOf(WHAT, options);
    checkSignal(WHAT, signal);
    signal?.throwIfAborted();
    if (ms <= 0) {
      yield;
      return;
    }
    const loop = runningLoop();
    const future = new Deferred<void>(loop);
    const awake = idling?.begins("slept", ms);
    const timer = loop.callLater(ms, { run: () => future.resolve() });
    const abort = () => future.reject(signal!.reason);
    signal?.addEventListener("abort", abort);
    try {
      yield* future;
    } finally {
      awake?.();
      loop.cancelTimer(timer);
      signal?.removeEventListener("abort", abort);
    }
  },
);
