/**
 * The named errors of the library. Each module re-exports those that its calls throw. Their `name`
 * is set on the prototype, so that it survives minifiers and is the same on every runtime.
 */

function named(constructor: { prototype: Error }, name: string): void {
  Object.defineProperty(constructor.prototype, "name", {
    value: name,
    writable: true,
    configurable: true,
  });
}

/**
 * An operation that the state of an object does not allow: releasing an unlocked lock, starting a
 * thread twice. Follows CPython's `RuntimeError`.
 *
 * @example
 * ```ts
 * import { Lock, RuntimeError } from "../lib/threading.ts";
 * import assert from "node:assert/strict";
 *
 * assert.throws(() => new Lock().release(), RuntimeError);
 * ```
 */
export class RuntimeError extends Error {}
named(RuntimeError, "RuntimeError");

/**
 * Thrown by a queue's `get` that found nothing in time. Follows `queue.Empty`.
 *
 * @example
 * ```ts
 * import { Empty, Queue } from "../lib/queue.ts";
 * import assert from "node:assert/strict";
 *
 * assert.throws(() => new Queue().getNowait(), Empty);
 * ```
 */
export class Empty extends Error {}
named(Empty, "Empty");

/**
 * Thrown by a queue's `put` that found no free place in time. Follows `queue.Full`.
 *
 * @example
 * ```ts
 * import { Full, Queue } from "../lib/queue.ts";
 * import assert from "node:assert/strict";
 *
 * const queue = new Queue<number>({ maxsize: 1 });
 * queue.putNowait(1);
 * assert.throws(() => queue.putNowait(2), Full);
 * ```
 */
export class Full extends Error {}
named(Full, "Full");

/**
 * Thrown by `put` and `get` of a queue that was shut down. Follows `queue.ShutDown` of 3.13.
 *
 * @example
 * ```ts
 * import { Queue, ShutDown } from "../lib/queue.ts";
 * import assert from "node:assert/strict";
 *
 * const queue = new Queue<number>();
 * queue.shutdown();
 * assert.throws(() => queue.putNowait(1), ShutDown);
 * ```
 */
export class ShutDown extends Error {}
named(ShutDown, "ShutDown");

/**
 * Thrown by a barrier that is broken or reset. Follows `threading.BrokenBarrierError`.
 *
 * @example
 * ```ts
 * import { Barrier, BrokenBarrierError } from "../lib/threading.ts";
 * import assert from "node:assert/strict";
 *
 * const barrier = new Barrier(2);
 * await assert.rejects(barrier.wait({ timeout: 1 }), BrokenBarrierError);
 * ```
 */
export class BrokenBarrierError extends RuntimeError {}
named(BrokenBarrierError, "BrokenBarrierError");

/**
 * Something did not happen in time. Follows `multiprocessing.TimeoutError`.
 *
 * @example
 * ```ts
 * import { Lock, TimeoutError } from "../lib/threading.ts";
 * import assert from "node:assert/strict";
 *
 * const lock = new Lock();
 * lock.acquireSync();
 * await assert.rejects(lock.hold({ timeout: 1 }), TimeoutError);
 * ```
 */
export class TimeoutError extends Error {}
named(TimeoutError, "TimeoutError");

/**
 * The thread or process that was to give a result ended without one: killed, exited, out of
 * memory.
 *
 * @example
 * ```ts
 * import { main, Thread, WorkerLostError } from "../lib/threading.ts";
 * import assert from "node:assert/strict";
 * import process from "node:process";
 *
 * export function leave() {
 *   process.exit(3);
 * }
 *
 * main(import.meta, async () => {
 *   const thread = new Thread({ target: leave });
 *   thread.start();
 *   await assert.rejects(thread.result(), WorkerLostError);
 * });
 * ```
 */
export class WorkerLostError extends Error {}
named(WorkerLostError, "WorkerLostError");

/**
 * The server that carries the tasks of a distributed pool cannot be reached, or does not let the
 * program in: nobody listens there, the password or the certificate is wrong. Its text names the
 * address without the password. Beyond Python.
 *
 * @example
 * ```ts
 * import { ConnectionError } from "../lib/errors.ts";
 * import assert from "node:assert/strict";
 *
 * const error: Error = new ConnectionError("Cannot reach redis://host:6379: ECONNREFUSED");
 * assert.equal(error.name, "ConnectionError");
 * ```
 */
export class ConnectionError extends Error {}
named(ConnectionError, "ConnectionError");

/**
 * The other end of a pipe is closed and everything sent has been received. Follows `EOFError`.
 *
 * @example
 * ```ts
 * import { EOFError, Pipe } from "../lib/multiprocessing.ts";
 * import assert from "node:assert/strict";
 *
 * const [receiver, sender] = Pipe();
 * await sender.close();
 * await assert.rejects(receiver.recv(), EOFError);
 * ```
 */
export class EOFError extends Error {}
named(EOFError, "EOFError");

/**
 * A task was cancelled. Follows `asyncio.CancelledError`.
 *
 * @example
 * ```ts
 * import { CancelledError, coroutine, createTask, run, sleep } from "../lib/coroutine.ts";
 * import assert from "node:assert/strict";
 *
 * const wait = coroutine(function* wait() {
 *   yield* sleep(60_000);
 * });
 * const program = coroutine(function* program() {
 *   const task = createTask(wait());
 *   task.cancel();
 *   yield* task;
 * });
 * await assert.rejects(run(program()), CancelledError);
 * ```
 */
export class CancelledError extends Error {}
named(CancelledError, "CancelledError");

/**
 * The end of a coroutine that is driven by `send`. Follows `StopIteration`.
 *
 * @example
 * ```ts
 * import { coroutine, StopIteration } from "../lib/coroutine.ts";
 * import assert from "node:assert/strict";
 *
 * const answer = coroutine(function* answer() {
 *   return 42;
 * });
 * try {
 *   answer().send(undefined);
 * } catch (error) {
 *   assert(error instanceof StopIteration);
 *   assert.equal(error.value, 42);
 * }
 * ```
 */
export class StopIteration extends Error {
  /** What the coroutine returned. */
  readonly value: unknown;

  constructor(value?: unknown, message = "") {
    super(message);
    this.value = value;
  }
}
named(StopIteration, "StopIteration");

/**
 * Rejects an exploration that cannot judge a program: it does not do the same each time, or it waits
 * for something that cannot be steered. Beyond Python.
 *
 * @example
 * ```ts
 * import { ExploreError } from "../lib/explore.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(new ExploreError("Cannot explore").name, "ExploreError");
 * ```
 */
export class ExploreError extends Error {}
named(ExploreError, "ExploreError");
