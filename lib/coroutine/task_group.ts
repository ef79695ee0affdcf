/** Tasks of which one failure cancels the others, and that are all over when their block is. */

import { CancelledError, RuntimeError } from "../errors.ts";
import { coroutine } from "./coroutine.ts";
import type { Coroutine } from "./coroutine.ts";
import { Deferred } from "./future.ts";
import type { Suspension } from "./future.ts";
import { createTask, currentTask } from "./task.ts";
import type { Task } from "./task.ts";

/**
 * Tasks that end together: what the body of {@linkcode taskGroup} is given. Follows
 * `asyncio.TaskGroup`.
 *
 * @example A body that is written apart
 * ```ts
 * import assert from "node:assert/strict";
 * import { coroutine, run, sleep, type TaskGroup, taskGroup } from "../lib/coroutine.ts";
 *
 * const double = coroutine(function* double(n: number) {
 *   yield* sleep(0);
 *   return 2 * n;
 * });
 * function* body(group: TaskGroup) {
 *   const tasks = [1, 2, 3].map((n) => group.createTask(double(n), { name: `double ${n}` }));
 *   yield* tasks[2]!;
 *   return tasks;
 * }
 * const tasks = await run(taskGroup(body));
 * assert.deepEqual(tasks.map((task) => task.result()), [2, 4, 6]);
 * ```
 */
export class TaskGroup {
  readonly #parent: Task;
  readonly #tasks = new Set<Task>();
  readonly #errors: unknown[] = [];
  #aborting = false;
  #finished = false;
  /** Did the group itself cancel its parent, to end the body after a task's error? */
  #parentCancelled = false;
  #allDone: Deferred<void> | null = null;

  /** @internal */
  constructor(parent: Task) {
    this.#parent = parent;
  }

  /**
   * Starts a task of the group.
   *
   * @param coro what to run.
   * @param options `name`: the task's name.
   * @throws {RuntimeError} the group has finished, or is cancelling its tasks.
   */
  createTask<R>(
    coro: Coroutine<unknown, R, unknown>,
    options: { name?: string | undefined } = {},
  ): Task<R> {
    if (this.#finished) throw new RuntimeError("TaskGroup is finished");
    if (this.#aborting) throw new RuntimeError("TaskGroup is shutting down");
    const task = createTask(coro, options);
    this.#tasks.add(task);
    task.whenDone({ run: () => this.#taskDone(task) });
    return task;
  }

  #taskDone(task: Task): void {
    this.#tasks.delete(task);
    if (this.#tasks.size === 0) this.#allDone?.resolve();
    if (!task.failed()) return;
    this.#errors.push(task.exception());
    if (this.#aborting || this.#parent.done()) return;
    this.abort();
    // The body may be waiting for something that now never comes.
    this.#parentCancelled = true;
    this.#parent.cancel();
  }

  /** Cancels all tasks. @internal */
  abort(): void {
    this.#aborting = true;
    for (const task of this.#tasks) task.cancel();
  }

  /**
   * Waits for all tasks, then throws what is to be thrown: `failure` is what the body threw, boxed.
   *
   * @internal
   */
  *leave(failure: { readonly error: unknown } | null): Generator<Suspension, void, unknown> {
    let cancellation: CancelledError | null = null;
    if (failure?.error instanceof CancelledError) cancellation = failure.error;
    // The cancellation that the group caused ends here; one from outside goes on.
    if (this.#parentCancelled && this.#parent.uncancel() === 0) cancellation = null;
    if (failure && !this.#aborting) this.abort();

    while (this.#tasks.size > 0) {
      this.#allDone ??= new Deferred<void>(this.#parent.loop);
      try {
        yield* this.#allDone;
      } catch (error) {
        if (!(error instanceof CancelledError)) throw error;
        if (!this.#aborting) {
          cancellation = error;
          this.abort();
        }
      }
      this.#allDone = null;
    }
    this.#finished = true;

    if (cancellation && this.#errors.length === 0) throw cancellation;
    if (failure && !(failure.error instanceof CancelledError)) this.#errors.push(failure.error);
    if (this.#errors.length > 0) {
      throw new AggregateError(this.#errors, "unhandled errors in a TaskGroup");
    }
  }
}

/** What the body of a task group may be: a call of a generator function or a coroutine function. */
export interface Body<R> {
  [Symbol.iterator](): Iterator<unknown, R, unknown>;
}

const group = coroutine(function* taskGroup(
  body: (group: TaskGroup) => Body<unknown>,
): Generator<unknown, unknown, unknown> {
  const parent = currentTask();
  if (!parent) throw new RuntimeError("TaskGroup cannot determine the parent task");
  const tasks = new TaskGroup(parent);
  let left = false;
  try {
    let result: unknown;
    let failure: { error: unknown } | null = null;
    try {
      result = yield* body(tasks);
    } catch (error) {
      failure = { error };
    }
    left = true;
    yield* tasks.leave(failure);
    return result;
  } finally {
    if (!left) tasks.abort(); // closed by hand: nobody is left who could wait for the tasks
  }
});

/**
 * Runs `body`, which starts tasks in the group it is given, and waits for all of them. The first
 * error, in a task or in the body, cancels all the others; when they have ended, all errors are
 * thrown together. Follows `async with asyncio.TaskGroup()`.
 *
 * @param body a generator function, or a coroutine function; it is given the group.
 * @returns a coroutine that returns what `body` returns.
 * @throws when it is awaited: an AggregateError of the errors of tasks and body; a
 * {@linkcode CancelledError} when it was cancelled from outside.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { coroutine, run, sleep, taskGroup } from "../lib/coroutine.ts";
 *
 * const work = coroutine(function* work(ms: number) {
 *   yield* sleep(ms);
 *   return ms;
 * });
 * const fail = coroutine(function* fail() {
 *   throw new RangeError("bad");
 * });
 * const main = coroutine(function* main() {
 *   const sum = yield* taskGroup(function* (group) {
 *     const a = group.createTask(work(1));
 *     const b = group.createTask(work(2));
 *     return (yield* a) + (yield* b);
 *   });
 *   assert.equal(sum, 3);
 *
 *   let sibling;
 *   try {
 *     yield* taskGroup(function* (group) {
 *       sibling = group.createTask(work(60_000));
 *       group.createTask(fail());
 *     });
 *   } catch (error) {
 *     assert(error instanceof AggregateError && error.errors[0] instanceof RangeError);
 *   }
 *   assert.equal(sibling!.cancelled(), true);
 * });
 * await run(main());
 * ```
 */
export function taskGroup<R>(
  body: (group: TaskGroup) => Body<R>,
): Coroutine<Suspension, R, unknown> {
  return group(body) as Coroutine<Suspension, R, unknown>;
}
