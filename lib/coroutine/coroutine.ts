/** Coroutine objects that do nothing until they are driven. */

import { share } from "../codec/shared.ts";
import { StopIteration } from "../errors.ts";
import { show, shown } from "../show.ts";
import { Awaiting, Frame } from "./frame.ts";
import type { State } from "./frame.ts";

/** The iterator that {@linkcode Coroutine} gives `yield*`. */
export interface CoroutineIterator<Y, R, S> extends Iterator<Y, R, S> {
  /** Runs the coroutine to its next `yield` or to its end. */
  next(...values: [] | [S]): IteratorResult<Y, R>;
  /** Throws `error` where it stands. */
  throw(error: unknown): IteratorResult<Y, R>;
  /** Closes it. */
  return(value: R): IteratorResult<Y, R>;
}

/**
 * A function call that has not run yet. It runs when it is driven by hand with
 * {@linkcode Coroutine.send}, awaited by another coroutine with `yield*`, or given to `run`,
 * `createTask` or `gather`; a coroutine runs only once. `Y` is what it yields, `R` what it returns,
 * `S` what is sent to it. Follows CPython's coroutine objects, `types.CoroutineType`.
 *
 * @example A coroutine that awaits another
 * ```ts
 * import assert from "node:assert/strict";
 * import { coroutine, StopIteration } from "../lib/coroutine.ts";
 *
 * const ask = coroutine(function* ask(question: string): Generator<string, number, string> {
 *   return Number(yield question);
 * });
 * const sum = coroutine(function* sum() {
 *   return (yield* ask("first?")) + (yield* ask("second?"));
 * });
 *
 * const adding = sum();
 * assert.equal(adding.state, "created");
 * assert.equal(adding.send(undefined), "first?");
 * assert.equal(adding.send("1"), "second?");
 * assert.throws(
 *   () => adding.send("2"),
 *   (end) => end instanceof StopIteration && end.value === 3,
 * );
 * assert.equal(adding.state, "closed");
 * ```
 */
export class Coroutine<Y = unknown, R = unknown, S = unknown> {
  readonly #frame: Frame;

  /**
   * Made by the functions that {@linkcode coroutine} gives.
   *
   * @param generator what runs, not started yet.
   * @param name the name of the function it is a call of.
   */
  constructor(generator: Generator<Y, R, S>, name: string) {
    this.#frame = new Frame(generator as Generator<unknown, unknown, unknown>, name);
  }

  /** The name of the function whose call this is. */
  get name(): string {
    return this.#frame.name;
  }

  /**
   * "created" before it has run, "running" while it runs or awaits what runs, "suspended" at a
   * `yield`, "closed" after its end. Follows `inspect.getcoroutinestate`.
   */
  get state(): State {
    return this.#frame.state;
  }

  /**
   * Runs the coroutine to its next `yield`. Through a chain of `yield*` the innermost coroutine is
   * the one that goes on.
   *
   * @param value what its `yield` gives; undefined or null starts a fresh coroutine.
   * @returns what it yields next.
   * @throws {StopIteration} it returned; the returned value is in `value`.
   * @throws {TypeError} a fresh coroutine has no `yield` that could take a value; it stays fresh.
   * @throws {RuntimeError} it is running, or it has ended.
   *
   * @example
   * ```ts
   * import assert from "node:assert/strict";
   * import { coroutine } from "../lib/coroutine.ts";
   *
   * const echo = coroutine(function* echo(): Generator<string, void, string> {
   *   let heard = "nothing";
   *   for (;;) heard = yield heard;
   * })();
   * assert.equal(echo.send(undefined), "nothing");
   * assert.equal(echo.send("hello"), "hello");
   * echo.close();
   * assert.throws(() => echo.send("again"), /cannot reuse already awaited coroutine/);
   * ```
   */
  send(value: S | null | undefined): Y {
    const result = this.#frame.resume(false, value);
    if (result.done) throw new StopIteration(result.value, ending(result.value));
    return result.value as Y;
  }

  /**
   * Throws `error` where the coroutine stands, in the innermost coroutine of a chain first. One that
   * has not run ends with it.
   *
   * @param error usually an Error; whatever JavaScript can throw is allowed.
   * @returns what the coroutine yields next, when it has caught the error.
   * @throws `error`, when nobody caught it; {@linkcode StopIteration} when the coroutine caught it
   * and returned.
   * @throws {RuntimeError} it is running, or it has ended.
   *
   * @example
   * ```ts
   * import assert from "node:assert/strict";
   * import { coroutine } from "../lib/coroutine.ts";
   *
   * const careful = coroutine(function* careful() {
   *   try {
   *     yield "working";
   *   } catch (error) {
   *     yield `caught ${(error as Error).message}`;
   *   }
   * })();
   * careful.send(undefined);
   * assert.equal(careful.throw(new Error("no disk")), "caught no disk");
   * careful.close();
   * ```
   */
  throw(error: unknown): Y {
    const result = this.#frame.resume(true, error);
    if (result.done) throw new StopIteration(result.value, ending(result.value));
    return result.value as Y;
  }

  /**
   * Ends the coroutine as `return` would at its `yield`: `finally` blocks run, the innermost
   * coroutine's first; `catch` blocks do not. One that has ended or never run is simply closed.
   *
   * @throws {RuntimeError} it is running, or it yields in a `finally`: "coroutine ignored
   * GeneratorExit".
   *
   * @example
   * ```ts
   * import assert from "node:assert/strict";
   * import { coroutine } from "../lib/coroutine.ts";
   *
   * const seen: string[] = [];
   * const holder = coroutine(function* holder() {
   *   try {
   *     yield "holding";
   *   } finally {
   *     seen.push("released");
   *   }
   * })();
   * holder.send(undefined);
   * holder.close();
   * assert.deepEqual(seen, ["released"]);
   * ```
   */
  close(): void {
    this.#frame.close();
  }

  /** Awaits the coroutine: `yield* coroutine` runs it and gives what it returns. */
  [Symbol.iterator](): CoroutineIterator<Y, R, S> {
    return new Awaiting(this.#frame) as CoroutineIterator<Y, R, S>;
  }

  /** `<coroutine name state>`. */
  toString(): string {
    return `<coroutine ${this.name} ${this.state}>`;
  }

  /** The same for `print`. */
  [shown](): string {
    return this.toString();
  }

  /** The same for `console.log`. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  /** Refuses to be sent to another thread or process, as pickle refuses CPython's. @internal */
  [share](): never {
    throw new TypeError("a coroutine runs where it was made; send its arguments and call it there");
  }
}

/** The message of the StopIteration that brings `value`: empty for undefined, as in Python. */
function ending(value: unknown): string {
  if (value === undefined) return "";
  try {
    return show(value);
  } catch {
    return ""; // a value that cannot be shown, such as one with a getter that throws
  }
}

/**
 * Makes a coroutine function of a generator function: a call of it runs nothing and returns a
 * {@linkcode Coroutine}. `yield*` is its `await`, `function*` its `async def`. Follows Python's
 * `async def` and `types.coroutine`.
 *
 * @param fn the generator function; its name is the coroutine's name, its `this` is kept.
 * @returns the coroutine function, with the parameters of `fn`.
 * @throws {TypeError} `fn` is not a function; at a call: it is not a generator function.
 *
 * @example Nothing runs at the call
 * ```ts
 * import assert from "node:assert/strict";
 * import { coroutine, run } from "../lib/coroutine.ts";
 *
 * let ran = false;
 * const getData = coroutine(function* getData(counter: number) {
 *   ran = true;
 *   return [...Array(counter).keys()];
 * });
 *
 * const call = getData(5);
 * assert.equal(String(call), "<coroutine getData created>");
 * assert.equal(ran, false);
 * assert.deepEqual(await run(call), [0, 1, 2, 3, 4]);
 * ```
 */
export function coroutine<A extends unknown[], Y, R, S>(
  fn: (...args: A) => Generator<Y, R, S>,
): (...args: A) => Coroutine<Y, R, S> {
  if (typeof fn !== "function") {
    throw new TypeError(`coroutine() requires a generator function (function*), got ${typeof fn}`);
  }
  const name = fn.name || "anonymous";
  function call(this: unknown, ...args: A): Coroutine<Y, R, S> {
    const generator = fn.apply(this, args);
    if (typeof generator?.next !== "function" || typeof generator.throw !== "function") {
      throw new TypeError(
        `Cannot make a coroutine of a call of '${name}': it must be a generator function ` +
          `(function*), but it returned ${typeof generator}`,
      );
    }
    return new Coroutine(generator, name);
  }
  Object.defineProperty(call, "name", { value: fn.name });
  Object.defineProperty(call, "length", { value: fn.length });
  return call;
}
