/** A result that is not there yet. */

import { share } from "../codec/shared.ts";
import { CancelledError, RuntimeError } from "../errors.ts";
import type { Loop, Runnable } from "./loop.ts";
import { shown } from "../show.ts";
import { errorTaken, keepError } from "./lost.ts";

/**
 * What a coroutine under `run` yields: the future whose end it waits for, or undefined to let the
 * others have their turn. Coroutines of this module do it for you; you write `yield*`.
 */
export type Suspension = Future<unknown> | undefined;

type Outcome = "pending" | "finished" | "failed" | "cancelled";

/**
 * A result that comes later: what {@linkcode Task} and `gather` have in common. `yield* future`
 * waits for it. Follows `asyncio.Future`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { coroutine, gather, run, sleep } from "../lib/coroutine.ts";
 *
 * const main = coroutine(function* main() {
 *   const both = gather([sleep(1), sleep(2)]);
 *   assert.equal(both.done(), false);
 *   yield* both;
 *   assert.equal(both.done(), true);
 * });
 * await run(main());
 * ```
 */
export abstract class Future<R = unknown> {
  /** @internal */
  readonly loop: Loop;
  #outcome: Outcome = "pending";
  #value: unknown;
  #listeners: Runnable[] | null = null;

  /** @internal */
  constructor(loop: Loop) {
    this.loop = loop;
  }

  /** Has it a result, an error, or been cancelled? */
  done(): boolean {
    return this.#outcome !== "pending";
  }

  /** Was it cancelled? */
  cancelled(): boolean {
    return this.#outcome === "cancelled";
  }

  /**
   * The result.
   *
   * @throws the error, if it failed; {@linkcode CancelledError} if it was cancelled.
   * @throws {RuntimeError} it is not done yet.
   */
  result(): R {
    switch (this.#outcome) {
      case "finished":
        return this.#value as R;
      case "failed":
        errorTaken(this);
        throw this.#value;
      case "cancelled":
        throw new CancelledError();
      case "pending":
        throw new RuntimeError("Result is not set.");
    }
  }

  /**
   * The error it failed with, undefined if it did not fail.
   *
   * @throws {CancelledError} it was cancelled.
   * @throws {RuntimeError} it is not done yet.
   */
  exception(): unknown {
    switch (this.#outcome) {
      case "finished":
        return undefined;
      case "failed":
        errorTaken(this);
        return this.#value;
      case "cancelled":
        throw new CancelledError();
      case "pending":
        throw new RuntimeError("Exception is not set.");
    }
  }

  /** Did it end with an error? @internal */
  failed(): boolean {
    return this.#outcome === "failed";
  }

  /**
   * Cancels it: whoever awaits it gets a {@linkcode CancelledError}.
   *
   * @returns false if it was done already.
   */
  cancel(): boolean {
    if (this.done()) return false;
    this.settle("cancelled", undefined);
    return true;
  }

  /** Awaits it: `yield* future` gives its result or throws its error. */
  [Symbol.iterator](): Iterator<Suspension, R, unknown> {
    return new FutureIterator(this);
  }

  /** `<Future pending>`. */
  toString(): string {
    return `<Future ${this.#outcome}>`;
  }

  /** The same for `print`. */
  [shown](): string {
    return this.toString();
  }

  /** The same for `console.log`. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  /** Refuses to be sent to another thread or process. @internal */
  [share](): never {
    throw new TypeError("a task or future stays with its event loop; send its result");
  }

  /** Ends it, once, and has those who wait for it called in order of arrival. @internal */
  protected settle(outcome: "finished" | "failed" | "cancelled", value: unknown): void {
    if (this.done()) throw new RuntimeError("a future can be settled only once");
    this.#outcome = outcome;
    this.#value = value;
    if (outcome === "failed") keepError(this, value);
    const listeners = this.#listeners ?? [];
    this.#listeners = null;
    for (const listener of listeners) this.loop.callSoon(listener);
  }

  /** Has `listener` called in a turn of the loop after the end. @internal */
  whenDone(listener: Runnable): void {
    if (this.done()) this.loop.callSoon(listener);
    else if (this.#listeners) this.#listeners.push(listener);
    else this.#listeners = [listener];
  }

  /** Takes back a `whenDone`. @internal */
  forget(listener: Runnable): void {
    this.#listeners = this.#listeners?.filter((other) => other !== listener) ?? null;
  }
}

/** A future that somebody settles. Follows `asyncio.Future.set_result` and `set_exception`. */
export class Deferred<R> extends Future<R> {
  resolve(value: R): void {
    if (!this.done()) this.settle("finished", value);
  }

  reject(error: unknown): void {
    if (!this.done()) this.settle("failed", error);
  }
}

/** One `yield*` of a future: it yields the future to the task's loop, once. */
class FutureIterator<R> implements Iterator<Suspension, R, unknown> {
  readonly #future: Future<R>;
  #waited = false;

  constructor(future: Future<R>) {
    this.#future = future;
  }

  next(): IteratorResult<Suspension, R> {
    if (this.#future.done()) return { done: true, value: this.#future.result() };
    // CPython says the same to whoever drives a waiting coroutine with `send`.
    if (this.#waited) throw new RuntimeError("await wasn't used with future");
    this.#waited = true;
    return { done: false, value: this.#future };
  }

  throw(error: unknown): IteratorResult<Suspension, R> {
    throw error;
  }

  return(value: R): IteratorResult<Suspension, R> {
    return { done: true, value };
  }
}
