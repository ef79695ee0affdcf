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
 */
export class RuntimeError extends Error {}
named(RuntimeError, "RuntimeError");

/** Thrown by a queue's `get` that found nothing in time. Follows `queue.Empty`. */
export class Empty extends Error {}
named(Empty, "Empty");

/** Thrown by a queue's `put` that found no free place in time. Follows `queue.Full`. */
export class Full extends Error {}
named(Full, "Full");

/** Thrown by `put` and `get` of a queue that was shut down. Follows `queue.ShutDown` of 3.13. */
export class ShutDown extends Error {}
named(ShutDown, "ShutDown");

/** Thrown by a barrier that is broken or reset. Follows `threading.BrokenBarrierError`. */
export class BrokenBarrierError extends RuntimeError {}
named(BrokenBarrierError, "BrokenBarrierError");

/** Something did not happen in time. Follows `multiprocessing.TimeoutError`. */
export class TimeoutError extends Error {}
named(TimeoutError, "TimeoutError");

/** The thread or process that was to give a result ended without one: killed, exited, out of memory. */
export class WorkerLostError extends Error {}
named(WorkerLostError, "WorkerLostError");

/** The other end of a pipe is closed and everything sent has been received. Follows `EOFError`. */
export class EOFError extends Error {}
named(EOFError, "EOFError");

/** A task was cancelled. Follows `asyncio.CancelledError`. */
export class CancelledError extends Error {}
named(CancelledError, "CancelledError");

/** The end of a coroutine that is driven by `send`. Follows `StopIteration`. */
export class StopIteration extends Error {
  /** What the coroutine returned. */
  readonly value: unknown;

  constructor(value?: unknown, message = "") {
    super(message);
    this.value = value;
  }
}
named(StopIteration, "StopIteration");
