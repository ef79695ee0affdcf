/** A limit of time for one awaitable, which is cancelled at its end. */

import { TimeoutError } from "../errors.ts";
import { limit } from "../waiting.ts";
import { coroutine } from "./coroutine.ts";
import type { Coroutine } from "./coroutine.ts";
import { Deferred } from "./future.ts";
import type { Future, Suspension } from "./future.ts";
import { runningLoop } from "./loop.ts";
import { futureOf } from "./task.ts";
import type { Awaitable } from "./task.ts";

/** Options of {@linkcode waitFor}. */
export interface WaitForOptions {
  /** How long to wait, in milliseconds, 0 or more. For ever without it, or over 2^31. */
  timeout?: number | undefined;
}

/** Cancels `future` and waits until it is done: its `finally` blocks have run then. */
function* cancelAndWait(future: Future): Generator<Suspension, void, unknown> {
  const ended = new Deferred<void>(future.loop);
  const listener = { run: () => ended.resolve() };
  future.whenDone(listener);
  try {
    future.cancel();
    yield* ended;
  } finally {
    future.forget(listener);
  }
}

const wait = coroutine(function* waitFor(
  awaitable: Awaitable,
  options: WaitForOptions = {},
): Generator<Suspension, unknown, unknown> {
  const loop = runningLoop();
  const ms = limit("Cannot wait for a coroutine", options);
  const future = futureOf(awaitable, loop);
  if (ms === Infinity || future.done()) return yield* future;

  // Whichever comes first, the end of the future or the timer, ends this one.
  const first = new Deferred<void>(loop);
  const listener = { run: () => first.resolve() };
  const timer = loop.callLater(ms, listener);
  future.whenDone(listener);
  try {
    try {
      if (ms > 0) yield* first;
    } catch (error) {
      // This wait was cancelled. A result that is there already is not lost, as in CPython 3.11.
      if (future.done()) return future.result();
      future.forget(listener);
      yield* cancelAndWait(future);
      throw error;
    }
    if (future.done()) return future.result();
    future.forget(listener);
    yield* cancelAndWait(future);
  } finally {
    loop.cancelTimer(timer);
  }
  if (future.cancelled()) throw new TimeoutError(`not done within ${ms} ms`);
  return future.result();
}) as <R>(awaitable: Awaitable<R>, options?: WaitForOptions) => Coroutine<Suspension, R, unknown>;

/**
 * Waits for something, but not for ever: at the timeout it is cancelled, and when its `finally`
 * blocks have run a {@linkcode TimeoutError} is thrown. To cancel the wait is to cancel what it
 * waits for. Follows `asyncio.wait_for`.
 *
 * @param awaitable a coroutine, a task or another future, a promise.
 * @param options `timeout` in milliseconds; 0 gives what is done already and cancels all else.
 * @returns a coroutine that returns the awaited result.
 * @throws when it is awaited: {@linkcode TimeoutError}, the awaitable's own error, a RangeError for a
 * timeout that is negative or NaN.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { coroutine, run, sleep, TimeoutError, waitFor } from "../lib/coroutine.ts";
 *
 * let cleaned = false;
 * const slow = coroutine(function* slow() {
 *   try {
 *     yield* sleep(60_000);
 *   } finally {
 *     cleaned = true;
 *   }
 * });
 * await assert.rejects(run(waitFor(slow(), { timeout: 5 })), TimeoutError);
 * assert.equal(cleaned, true);
 * ```
 */
export function waitFor<R>(
  awaitable: Awaitable<R>,
  options?: WaitForOptions,
): Coroutine<Suspension, R, unknown> {
  return wait(awaitable, options);
}
