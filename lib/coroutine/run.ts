/** The way into the event loop: runs a main coroutine, and ends what it leaves behind. */

import { checkSignal } from "../arguments.ts";
import { CancelledError, RuntimeError } from "../errors.ts";
import { idling } from "../idling.ts";
import { Coroutine } from "./coroutine.ts";
import { describeType } from "./describe.ts";
import { currentLoop, Loop } from "./loop.ts";
import { Task } from "./task.ts";

/** Options of {@linkcode run}. */
export interface RunOptions {
  /** Cancels the main coroutine when it is aborted; `run` then rejects with its reason. */
  signal?: AbortSignal | undefined;
}

/** Cancels the tasks that are left, and calls `then` when none is: a cancelled task may start others. */
function cancelRest(loop: Loop, then: () => void): void {
  const rest = [...loop.tasks] as Task[];
  let waiting = rest.length;
  if (waiting === 0) then();
  for (const task of rest) {
    task.whenDone({ run: () => --waiting === 0 && cancelRest(loop, then) });
    task.cancel();
  }
}

/**
 * Runs a coroutine in an event loop of its own: the promise of a coroutine. It begins at the call, as
 * an `async` function does. When it ends, the tasks that it left behind are cancelled, and when they have ended, too,
 * the promise settles. Several runs may go on at once beside each other. Follows `asyncio.run`.
 *
 * @param main the coroutine.
 * @param options `signal` cancels it.
 * @returns a promise of what `main` returns. It rejects with what `main` throws, with the signal's
 * reason when `main` ended because of it, with a TypeError if `main` is not a coroutine.
 * @throws {RuntimeError} it is called by a coroutine that an event loop runs. There it would have no
 * one to answer to: await the coroutine with `yield*`, or use `createTask`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { coroutine, run, sleep } from "../lib/coroutine.ts";
 *
 * let released = false;
 * const main = coroutine(function* main() {
 *   try {
 *     yield* sleep(60_000);
 *   } finally {
 *     yield* sleep(1);
 *     released = true;
 *   }
 * });
 * const stop = new AbortController();
 * const running = run(main(), { signal: stop.signal });
 * stop.abort(new Error("enough"));
 * await assert.rejects(running, /enough/);
 * assert.equal(released, true);
 * ```
 */
export function run<R>(
  main: Coroutine<unknown, R, unknown>,
  options: RunOptions = {},
): Promise<R> {
  if (currentLoop()) {
    throw new RuntimeError("run() cannot be called from a running event loop");
  }
  if (!(main instanceof Coroutine)) {
    return Promise.reject(new TypeError(`a coroutine was expected, got ${describeType(main)}`));
  }
  const { signal } = options;
  try {
    checkSignal("Cannot run", signal);
  } catch (error) {
    return Promise.reject(error);
  }
  const loop = new Loop();
  const task = new Task(main, loop);
  const over = idling?.begins("joined", task);
  const cancel = () => void task.cancel();
  if (signal?.aborted) cancel();
  else signal?.addEventListener("abort", cancel, { once: true });

  return new Promise((resolve, reject) => {
    function settle(): void {
      loop.stop();
      over?.();
      if (signal?.aborted && task.cancelled()) reject(signal.reason);
      else if (task.failed()) reject(task.exception());
      else if (task.cancelled()) reject(new CancelledError());
      else resolve(task.result());
    }
    task.whenDone({
      run() {
        signal?.removeEventListener("abort", cancel);
        cancelRest(loop, settle);
      },
    });
    loop.start();
  });
}
