/** The way from promises into coroutines. */

import { coroutine } from "./coroutine.ts";
import type { Coroutine } from "./coroutine.ts";
import { notAwaitable } from "./describe.ts";
import type { Suspension } from "./future.ts";
import { runningLoop } from "./loop.ts";
import { futureOf, isPromise } from "./task.ts";

const wait = coroutine(
  function* awaitPromise<R>(promise: PromiseLike<R>): Generator<Suspension, R, unknown> {
    if (!isPromise(promise)) throw notAwaitable(promise);
    return yield* futureOf(promise, runningLoop());
  },
);

/**
 * Waits for a promise in a coroutine: `yield* awaitPromise(fetch(url))` is `await fetch(url)`. The
 * promise goes on when the waiting coroutine is cancelled: JavaScript's promises cannot be stopped.
 *
 * @param promise a promise, or any object with `then`.
 * @returns a coroutine that returns the promise's value.
 * @throws the promise's reason, when it is awaited; a TypeError if it is not a promise.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { awaitPromise, coroutine, run } from "../lib/coroutine.ts";
 *
 * const main = coroutine(function* main() {
 *   const text = yield* awaitPromise(Promise.resolve("data"));
 *   return text.length;
 * });
 * assert.equal(await run(main()), 4);
 * ```
 */
export function awaitPromise<R>(promise: PromiseLike<R>): Coroutine<Suspension, R, unknown> {
  if (!isPromise(promise)) return wait(promise);
  const real = Promise.resolve(promise);
  // A rejection before the coroutine gets to await it is not unhandled: it will be thrown there.
  real.catch(() => {});
  return wait(real);
}
