/** Many awaitables side by side, their results in the order in which they were given. */

import { CancelledError } from "../errors.ts";
import { Coroutine } from "./coroutine.ts";
import { describeType, notAwaitable } from "./describe.ts";
import { Deferred, Future } from "./future.ts";
import { runningLoop } from "./loop.ts";
import { futureOf, isAwaitable } from "./task.ts";
import type { Awaitable, Result } from "./task.ts";

/** Options of {@linkcode gather}. */
export interface GatherOptions {
  /** Put errors in the list of results instead of failing with the first. Default false. */
  returnExceptions?: boolean | undefined;
}

/** The future of a gather: to cancel it is to cancel its children. */
class Gathering extends Deferred<unknown[]> {
  readonly children: Future[] = [];
  cancelRequested = false;

  override cancel(): boolean {
    if (this.done()) return false;
    let any = false;
    for (const child of this.children) any = child.cancel() || any;
    if (any) this.cancelRequested = true;
    return any;
  }

  override toString(): string {
    return `<gather of ${this.children.length}>`;
  }
}

/** The value of a future that is done, or its error. */
function outcomeOf(child: Future): unknown {
  if (child.cancelled()) return new CancelledError();
  return child.failed() ? child.exception() : child.result();
}

/** All of them, when each can be awaited. */
function checked(awaitables: Iterable<Awaitable>): Awaitable[] {
  const single = awaitables instanceof Coroutine || awaitables instanceof Future;
  if (single || typeof awaitables?.[Symbol.iterator] !== "function") {
    throw new TypeError(
      `Cannot gather: a list of awaitables is required, got ${describeType(awaitables)}`,
    );
  }
  const all = [...awaitables];
  for (const awaitable of all) if (!isAwaitable(awaitable)) throw notAwaitable(awaitable);
  return all;
}

/**
 * Runs many awaitables side by side and collects their results in the order in which they were
 * given, each once even if it is given twice. Coroutines start in the next turn, whether the
 * gather is awaited or not. Without `returnExceptions` it fails with the first error; the others
 * go on. Cancelling it cancels all that are not done. Follows `asyncio.gather`.
 *
 * @param awaitables coroutines, tasks, gathers and promises, in any iterable.
 * @param options `returnExceptions`.
 * @returns a future of the results: `const [a, b] = yield* gather([first(), second()])`.
 * @throws {RuntimeError} no event loop is running.
 * @throws {TypeError} one of them cannot be awaited; none of them has been started then.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { coroutine, gather, run, sleep } from "../lib/coroutine.ts";
 *
 * const square = coroutine(function* square(n: number) {
 *   yield* sleep(5 - n);
 *   return n * n;
 * });
 * const fail = coroutine(function* fail() {
 *   throw new RangeError("too far");
 * });
 * const main = coroutine(function* main() {
 *   assert.deepEqual(yield* gather([square(1), square(2), square(3)]), [1, 4, 9]);
 *   const [four, error] = yield* gather([square(2), fail()], { returnExceptions: true });
 *   assert.equal(four, 4);
 *   assert(error instanceof RangeError);
 * });
 * await run(main());
 * ```
 */
export function gather<const T extends readonly Awaitable[]>(
  awaitables: T,
  options?: { returnExceptions?: false | undefined },
): Future<{ -readonly [K in keyof T]: Result<T[K]> }>;
export function gather<const T extends readonly Awaitable[]>(
  awaitables: T,
  options: GatherOptions,
): Future<{ -readonly [K in keyof T]: Result<T[K]> | Error }>;
export function gather<T extends Awaitable>(
  awaitables: Iterable<T>,
  options?: { returnExceptions?: false | undefined },
): Future<Result<T>[]>;
export function gather<T extends Awaitable>(
  awaitables: Iterable<T>,
  options: GatherOptions,
): Future<(Result<T> | Error)[]>;
export function gather(
  awaitables: Iterable<Awaitable>,
  options: GatherOptions = {},
): Future<unknown> {
  const loop = runningLoop();
  const { returnExceptions = false } = options;
  const all = checked(awaitables);
  const outer = new Gathering(loop);
  const futures = new Map<Awaitable, Future>();
  for (const awaitable of all) {
    const future = futures.get(awaitable) ?? futureOf(awaitable, loop);
    futures.set(awaitable, future);
    outer.children.push(future);
  }
  let waiting = futures.size;
  if (waiting === 0) outer.resolve([]);

  function childDone(child: Future): void {
    waiting--;
    if (outer.done()) {
      if (!child.cancelled()) child.exception(); // asyncio lets the later errors of a gather go, too
    } else if (!returnExceptions && (child.cancelled() || child.failed())) {
      outer.reject(outcomeOf(child));
    } else if (waiting === 0) {
      const results = outer.children.map(outcomeOf);
      if (outer.cancelRequested) outer.reject(new CancelledError());
      else outer.resolve(results);
    }
  }
  for (const child of futures.values()) child.whenDone({ run: () => childDone(child) });
  return outer;
}
