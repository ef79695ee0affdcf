/** Tasks: coroutines that an event loop drives. */

import { CancelledError, RuntimeError } from "../errors.ts";
import { idling } from "../idling.ts";
import { turns } from "../turns.ts";
import { Coroutine } from "./coroutine.ts";
import type { CoroutineIterator } from "./coroutine.ts";
import { Deferred, Future } from "./future.ts";
import { runningLoop } from "./loop.ts";
import type { Loop, LoopTask } from "./loop.ts";
import { describeType, notAwaitable } from "./describe.ts";

/** What can be awaited: a coroutine, a task or another future, a promise. */
export type Awaitable<R = unknown> = Coroutine<unknown, R, unknown> | Future<R> | PromiseLike<R>;

/** What awaiting a `T` gives. */
export type Result<T> = T extends Coroutine<infer _Y, infer R, infer _S> ? R
  : T extends Future<infer R> ? R
  : T extends PromiseLike<infer R> ? R
  : never;

let count = 0;

/**
 * A coroutine that runs by itself in the event loop, made by {@linkcode createTask}. `yield* task`
 * waits for its end. Follows `asyncio.Task`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { CancelledError, coroutine, createTask, run, sleep } from "../lib/coroutine.ts";
 *
 * const main = coroutine(function* main() {
 *   const quick = createTask(sleep(1), { name: "quick" });
 *   const slow = createTask(sleep(10_000));
 *   yield* quick;
 *   assert.equal(quick.done(), true);
 *
 *   assert.equal(slow.cancel(), true);
 *   try {
 *     yield* slow;
 *   } catch (error) {
 *     assert(error instanceof CancelledError);
 *   }
 *   assert.equal(slow.cancelled(), true);
 * });
 * await run(main());
 * ```
 */
export class Task<R = unknown> extends Future<R> implements LoopTask {
  /** The name it was given, else "Task-1", "Task-2"... */
  readonly name: string;
  readonly #coroutine: Coroutine<unknown, R, unknown>;
  readonly #steps: CoroutineIterator<unknown, R, unknown>;
  /** What the coroutine waits for. Null: the task is in line, or running, or done. */
  #awaiting: Future | null = null;
  /** What the next step has to throw, boxed, because of what the coroutine yielded. */
  #refusal: { readonly error: Error } | null = null;
  /** @internal */
  before: LoopTask | null = null;
  /** @internal */
  after: LoopTask | null = null;
  #mustCancel = false;
  #cancelRequests = 0;

  /** @internal */
  constructor(coroutine: Coroutine<unknown, R, unknown>, loop: Loop, name?: string) {
    super(loop);
    this.#coroutine = coroutine;
    this.#steps = coroutine[Symbol.iterator]();
    this.name = name ?? `Task-${turns ? turns.serial() : ++count}`;
    loop.tasks.add(this);
    loop.callSoon(this);
    idling?.starts(this);
  }

  /** What it waits for, null if it is in line, or running, or done. @internal */
  get awaited(): Future | null {
    return this.#awaiting;
  }

  /** One step: the coroutine runs to the next place where it waits. @internal */
  run(): void {
    let throwing = false;
    let value: unknown;
    try {
      if (this.#refusal) throw this.#refusal.error;
      value = this.#awaiting?.result();
    } catch (error) {
      throwing = true;
      value = error;
    }
    this.#awaiting = this.#refusal = null;
    if (this.#mustCancel) {
      this.#mustCancel = false;
      if (!(throwing && value instanceof CancelledError)) value = new CancelledError();
      throwing = true;
    }
    let result: IteratorResult<unknown, R>;
    this.loop.task = this;
    try {
      result = throwing ? this.#steps.throw(value) : this.#steps.next(value);
    } catch (error) {
      this.#end(error instanceof CancelledError ? "cancelled" : "failed", error);
      return;
    } finally {
      this.loop.task = null;
    }
    if (!result.done) this.#waitFor(result.value);
    else this.#end(this.#mustCancel ? "cancelled" : "finished", result.value);
  }

  #end(outcome: "finished" | "failed" | "cancelled", value: unknown): void {
    this.loop.tasks.delete(this);
    this.settle(outcome, outcome === "cancelled" ? undefined : value);
  }

  /** Arranges the next step: at the end of what the coroutine yielded, or in the next turn. */
  #waitFor(yielded: unknown): void {
    if (yielded === undefined || yielded === null) {
      this.loop.callSoon(this);
      return;
    }
    try {
      const future = yielded instanceof Future ? yielded : futureOf(yielded, this.loop);
      if (future === this) throw new RuntimeError(`Task cannot await on itself: ${this}`);
      if (future.loop !== this.loop) {
        throw new RuntimeError(`${this} cannot await ${future}: it belongs to another run()`);
      }
      future.whenDone(this);
      this.#awaiting = future;
      if (this.#mustCancel && future.cancel()) this.#mustCancel = false;
    } catch (error) {
      this.#refusal = { error: error as Error };
      this.loop.callSoon(this);
    }
  }

  /**
   * Asks the task to end: a {@linkcode CancelledError} is thrown where its coroutine waits, and what
   * it waits for is cancelled, too. `finally` blocks run and may wait; the coroutine may catch the
   * error and go on, and then the task is not cancelled.
   *
   * @returns false if the task was done already.
   */
  override cancel(): boolean {
    if (this.done()) return false;
    this.#cancelRequests++;
    if (!this.#awaiting?.cancel()) this.#mustCancel = true;
    return true;
  }

  /** How many calls of `cancel` have not been taken back by `uncancel`. */
  cancelling(): number {
    return this.#cancelRequests;
  }

  /** Takes back one `cancel` that has been dealt with, and answers how many are left. */
  uncancel(): number {
    if (this.#cancelRequests > 0) this.#cancelRequests--;
    return this.#cancelRequests;
  }

  /** `<Task pending name='Task-1' coro=<coroutine main suspended>>`. */
  override toString(): string {
    const state = !this.done() ? "pending" : this.cancelled() ? "cancelled" : "finished";
    return `<Task ${state} name='${this.name}' coro=${this.#coroutine}>`;
  }
}

/**
 * The future of anything that can be awaited: a future is itself, a coroutine becomes a task. A
 * promise gets a future that follows it; it goes on even when that future is cancelled. Follows
 * `asyncio.ensure_future`.
 *
 * @throws {TypeError} it cannot be awaited.
 */
export function futureOf<R>(awaitable: Awaitable<R>, loop: Loop): Future<R>;
export function futureOf(awaitable: unknown, loop: Loop): Future<unknown>;
export function futureOf(awaitable: unknown, loop: Loop): Future<unknown> {
  if (awaitable instanceof Future) return awaitable;
  if (awaitable instanceof Coroutine) return new Task(awaitable, loop);
  if (!isPromise(awaitable)) throw notAwaitable(awaitable);
  const future = new Deferred<unknown>(loop);
  Promise.resolve(awaitable).then(
    (value) => future.resolve(value),
    (error) => future.reject(error),
  );
  return future;
}

/** Has `value` a method `then`? */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return value !== null && (typeof value === "object" || typeof value === "function") &&
    typeof (value as { then?: unknown }).then === "function";
}

/** Can `value` be awaited? */
export function isAwaitable(value: unknown): value is Awaitable {
  return value instanceof Coroutine || value instanceof Future || isPromise(value);
}

/**
 * Has the event loop run a coroutine beside the others, from the next turn on.
 *
 * @param coro what to run.
 * @param options `name`: the task's name.
 * @returns the task; await it with `yield*`, or its error is reported when the program ends.
 * @throws {RuntimeError} no event loop is running.
 * @throws {TypeError} `coro` is not a coroutine.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { coroutine, createTask, run, sleep } from "../lib/coroutine.ts";
 *
 * const seen: string[] = [];
 * const count = coroutine(function* count(name: string) {
 *   for (let i = 1; i <= 2; i++) {
 *     seen.push(`${name}${i}`);
 *     yield* sleep(0);
 *   }
 *   return name;
 * });
 * const main = coroutine(function* main() {
 *   const a = createTask(count("a"));
 *   const b = createTask(count("b"), { name: "second" });
 *   assert.equal(b.name, "second");
 *   return (yield* a) + (yield* b);
 * });
 * assert.equal(await run(main()), "ab");
 * assert.deepEqual(seen, ["a1", "b1", "a2", "b2"]);
 * ```
 */
export function createTask<R>(
  coro: Coroutine<unknown, R, unknown>,
  options: { name?: string | undefined } = {},
): Task<R> {
  const loop = runningLoop();
  if (!(coro instanceof Coroutine)) {
    throw new TypeError(`a coroutine was expected, got ${describeType(coro)}`);
  }
  return new Task(coro, loop, options.name);
}

/**
 * The task whose step is running, null between the steps. Follows `asyncio.current_task`.
 *
 * @throws {RuntimeError} no event loop is running.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { coroutine, createTask, currentTask, run } from "../lib/coroutine.ts";
 *
 * const whoAmI = coroutine(function* whoAmI() {
 *   return currentTask()?.name;
 * });
 * const main = coroutine(function* main() {
 *   return yield* createTask(whoAmI(), { name: "me" });
 * });
 * assert.equal(await run(main()), "me");
 * ```
 */
export function currentTask(): Task | null {
  return runningLoop().task as Task | null;
}
