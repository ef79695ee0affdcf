/** A limit of time for a part of a coroutine, without a task of its own. */

import { CancelledError, RuntimeError, TimeoutError } from "../errors.ts";
import { limit } from "../waiting.ts";
import { coroutine } from "./coroutine.ts";
import type { Coroutine } from "./coroutine.ts";
import type { Suspension } from "./future.ts";
import { currentTask } from "./task.ts";
import type { Body } from "./task_group.ts";

const scope = coroutine(function* timeout<R>(
  ms: number,
  body: () => Body<R>,
): Generator<unknown, R, unknown> {
  const task = currentTask();
  if (!task) throw new RuntimeError("a timeout needs a task: run it with run() or createTask()");
  const wait = limit("Cannot set a timeout", { timeout: ms });
  const before = task.cancelling();
  let expired = false;
  const timer = task.loop.callLater(wait, {
    run() {
      expired = true;
      task.cancel();
    },
  });
  try {
    return yield* body();
  } catch (error) {
    // Another cancellation that came meanwhile has precedence: it is not ours to swallow.
    const ours = expired && task.cancelling() - 1 <= before;
    if (ours && error instanceof CancelledError) throw new TimeoutError(`not done within ${ms} ms`);
    throw error;
  } finally {
    task.loop.cancelTimer(timer);
    if (expired) task.uncancel();
  }
});

/**
 * Gives a part of a coroutine a limited time: at the end of it the part is cancelled where it waits,
 * and a {@linkcode TimeoutError} comes out. Unlike `waitFor` it makes no task of it. Follows
 * `async with asyncio.timeout()`.
 *
 * @param ms milliseconds, 0 or more; over 2^31 and Infinity: no limit.
 * @param body a generator function, or a coroutine function.
 * @returns a coroutine that returns what `body` returns.
 * @throws when it is awaited: {@linkcode TimeoutError}, what `body` throws, a RangeError if `ms` is
 * negative or NaN.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { coroutine, run, sleep, timeout, TimeoutError } from "../lib/coroutine.ts";
 *
 * const main = coroutine(function* main() {
 *   try {
 *     return yield* timeout(20, function* () {
 *       for (let step = 1; step <= 1000; step++) yield* sleep(60);
 *       return "done";
 *     });
 *   } catch (error) {
 *     assert(error instanceof TimeoutError);
 *     return "too slow";
 *   }
 * });
 * assert.equal(await run(main()), "too slow");
 * ```
 */
export function timeout<R>(
  ms: number,
  body: () => Body<R>,
): Coroutine<Suspension, R, unknown> {
  return scope(ms, body) as Coroutine<Suspension, R, unknown>;
}
