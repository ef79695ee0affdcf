/** Pool: calls that run in worker processes, with all methods for users. */

import { share } from "../../codec/shared.ts";
import { cpuCount, keepAlive } from "../../runtime/current.ts";
import { RuntimeError } from "../../errors.ts";
import { type Reference, referTo } from "../../program/reference.ts";
import { beforeEnd } from "../process/children.ts";
import { iterableOf, listOf, optionsOf, wholeNumber } from "../../arguments.ts";
import { type AsyncResult, type Callbacks, results } from "./async_result.ts";
import { Batch, type Plan } from "./batch.ts";
import { Mode } from "./messages.ts";
import { backendOf } from "./backends.ts";
import type { ChunkOptions, PoolOptions, StreamOptions } from "./options.ts";
import { Scheduler } from "./scheduler.ts";
import { iterators, type PoolIterator } from "./iterator.ts";
import { Stream } from "./stream.ts";

type AnyFunction = (...args: never[]) => unknown;

/** How many items may be ahead of those who take the results, for each worker and item of a chunk. */
const BUFFERED = 128;

/**
 * Worker processes that run the calls they are given. Follows CPython's `multiprocessing.Pool`.
 *
 * The functions are exported ones, as with `Process`. A worker that is killed fails the one task that
 * it was running, with `WorkerLostError`, and is replaced.
 *
 * @example
 * ```ts
 * import { main, Pool } from "../lib/multiprocessing.ts";
 * import assert from "node:assert/strict";
 *
 * export function square(n: number) {
 *   return n * n;
 * }
 *
 * main(import.meta, async () => {
 *   await using pool = new Pool(2);
 *   assert.deepEqual(await pool.map(square, [1, 2, 3]), [1, 4, 9]);
 *   const four = pool.applyAsync(square, [2]);
 *   assert.equal(await four.get(), 4);
 * });
 * ```
 */
export class Pool<I extends readonly unknown[] = readonly unknown[]> {
  readonly #scheduler: Scheduler;
  readonly #size: number;
  readonly #module: string | URL | undefined;
  #state: "running" | "closed" | "terminated" = "running";

  /**
   * @param size how many workers: a whole number from 1; as many as processors without
   * @param options what each worker runs first, and how long it lives
   * @throws {RangeError} if the number or `maxtasksperchild` is not a whole number from 1
   * @throws {TypeError} if the initializer or its arguments cannot be sent
   */
  constructor(size: number = cpuCount(), options: PoolOptions<I> = {}) {
    const backend = backendOf(new.target);
    wholeNumber("Cannot make pool", "the number of workers", size, 1);
    const { initializer, maxtasksperchild, module } = optionsOf("Cannot make pool", options);
    const initargs = listOf("Cannot make pool", "initargs", options.initargs);
    if (maxtasksperchild !== undefined) {
      wholeNumber("Cannot make pool", "maxtasksperchild", maxtasksperchild, 1);
    }
    backend.check(initargs, "initargs");
    this.#size = size;
    this.#module = module;
    this.#scheduler = new Scheduler(backend, size, {
      initializer: initializer && referTo("make pool", "initializer", initializer, module),
      initargs,
      most: maxtasksperchild ?? 0,
    });
    const end = (): void => this.terminate();
    beforeEnd.add(end);
    void this.#scheduler.ended().then(() => beforeEnd.delete(end));
  }

  #plan(act: string, fn: AnyFunction, mode: number, path: string): Plan {
    if (this.#state !== "running") {
      throw new RuntimeError(`Cannot ${act}: pool not running, it was ${this.#state}`);
    }
    const reference: Reference = referTo(act, "function", fn, this.#module);
    const scheduler = this.#scheduler;
    return {
      fn: scheduler.functions.numberOf(reference),
      mode,
      path,
      newId: () => scheduler.nextId(),
    };
  }

  /**
   * Calls `fn(...args)` in a worker.
   *
   * @returns what it returns; rejects with what it throws
   */
  async apply<A extends readonly unknown[], R>(
    fn: (...args: A) => R,
    ...[args]: [] extends A ? [args?: Readonly<A>] : [args: Readonly<A>]
  ): Promise<Awaited<R>> {
    return await this.#apply(fn as AnyFunction, args, undefined).get() as Awaited<R>;
  }

  /** As `apply`; the result can be asked for later, or taken by a callback. */
  applyAsync<A extends readonly unknown[], R>(
    fn: (...args: A) => R,
    ...[args, callbacks]: [] extends A ? [args?: Readonly<A>, callbacks?: Callbacks<Awaited<R>>]
      : [args: Readonly<A>, callbacks?: Callbacks<Awaited<R>>]
  ): AsyncResult<Awaited<R>> {
    return this.#apply(fn as AnyFunction, args, callbacks);
  }

  #apply<R>(
    fn: AnyFunction,
    args: readonly unknown[] | undefined,
    callbacks: Callbacks<R> | undefined,
  ): AsyncResult<R> {
    const plan = this.#plan("apply", fn, Mode.apply, "args");
    const list = listOf("Cannot apply", "args", args);
    const result = results.make(callbacks);
    this.#scheduler.add(new Batch<R, R>(plan, list, 1, 1, result, ([value]) => value!));
    return result;
  }

  /**
   * Calls `fn` with each item.
   *
   * @param options `chunksize`; by default so that each worker gets about four chunks
   * @returns the results in the order of the items; it waits for all, and rejects with the error of
   * the first item that failed
   */
  async map<T, R>(
    fn: (item: T) => R,
    iterable: Iterable<T>,
    options?: ChunkOptions,
  ): Promise<Awaited<R>[]> {
    return await this.mapAsync(fn, iterable, options).get();
  }

  /** As `map`; the result can be asked for later, or taken by a callback. */
  mapAsync<T, R>(
    fn: (item: T) => R,
    iterable: Iterable<T>,
    options?: ChunkOptions & Callbacks<Awaited<R>[]>,
  ): AsyncResult<Awaited<R>[]> {
    return this.#batch("map", fn as AnyFunction, Mode.map, iterable, options);
  }

  /** As `map`, where each item is the list of arguments of a call. */
  async starmap<A extends readonly unknown[], R>(
    fn: (...args: A) => R,
    iterable: Iterable<Readonly<A>>,
    options?: ChunkOptions,
  ): Promise<Awaited<R>[]> {
    return await this.starmapAsync(fn, iterable, options).get();
  }

  /** As `starmap`; the result can be asked for later, or taken by a callback. */
  starmapAsync<A extends readonly unknown[], R>(
    fn: (...args: A) => R,
    iterable: Iterable<Readonly<A>>,
    options?: ChunkOptions & Callbacks<Awaited<R>[]>,
  ): AsyncResult<Awaited<R>[]> {
    return this.#batch("starmap", fn as AnyFunction, Mode.starmap, iterable, options);
  }

  #batch<R>(
    act: string,
    fn: AnyFunction,
    mode: number,
    iterable: Iterable<unknown>,
    options: ChunkOptions & Callbacks<R[]> = {},
  ): AsyncResult<R[]> {
    const plan = this.#plan(act, fn, mode, "item");
    const items = [...iterableOf(`Cannot ${act}`, "iterable", iterable)];
    if (mode === Mode.starmap) {
      items.forEach((item, i) => iterableOf(`Cannot ${act}`, `item[${i}]`, item as []));
    }
    const chunksize = options.chunksize ?? Math.max(1, Math.ceil(items.length / (4 * this.#size)));
    wholeNumber(`Cannot ${act}`, "chunksize", chunksize, 1);
    const result = results.make<R[]>(options);
    this.#scheduler.add(
      new Batch<R, R[]>(plan, items, items.length, chunksize, result, (values) => values),
    );
    return result;
  }

  /**
   * As `map`, but the results come one by one, in the order of the items. It starts at once, and takes
   * items from the iterable ahead of those who take the results, up to `buffersize`; after `close` it
   * takes all.
   *
   * @param options `chunksize`, 1 by default; `buffersize`, how many items may be under way or wait as
   * results, by default 128 times the workers times `chunksize`, `Infinity` for all at once
   */
  imap<T, R>(
    fn: (item: T) => R,
    iterable: Iterable<T>,
    options?: StreamOptions,
  ): PoolIterator<Awaited<R>> {
    return this.#stream("imap", fn as AnyFunction, iterable, options, true);
  }

  /** As `imap`, but the results come as they are ready. */
  imapUnordered<T, R>(
    fn: (item: T) => R,
    iterable: Iterable<T>,
    options?: StreamOptions,
  ): PoolIterator<Awaited<R>> {
    return this.#stream("imapUnordered", fn as AnyFunction, iterable, options, false);
  }

  #stream<R>(
    act: string,
    fn: AnyFunction,
    iterable: Iterable<unknown>,
    options: StreamOptions = {},
    ordered: boolean,
  ): PoolIterator<R> {
    const { chunksize = 1, buffersize = BUFFERED * this.#size * chunksize } = options;
    const plan = this.#plan(act, fn, Mode.map, "item");
    wholeNumber(`Cannot ${act}`, "chunksize", chunksize, 1);
    if (buffersize !== Infinity) wholeNumber(`Cannot ${act}`, "buffersize", buffersize, 1);
    const source = iterableOf(`Cannot ${act}`, "iterable", iterable)[Symbol.iterator]();
    const scheduler = this.#scheduler;
    const found = iterators.make<R>({
      taken: () => void (stream.taken() && scheduler.resume(stream)),
      leave() {
        stream.leave();
        scheduler.forget(stream);
      },
    });
    const all = found as PoolIterator<unknown>;
    const stream = new Stream(
      plan,
      source,
      chunksize,
      ordered,
      all,
      Math.max(buffersize, chunksize),
    );
    scheduler.add(stream);
    return found;
  }

  /** @internal */
  [share](): never {
    throw new TypeError("a pool stays where it was made; send what it is to work on");
  }

  /** Takes no more calls. The workers end when all calls are done. */
  close(): void {
    if (this.#state !== "running") return;
    this.#state = "closed";
    this.#scheduler.close();
  }

  /** Ends the workers at once; what is pending rejects with `RuntimeError`. */
  terminate(): void {
    if (this.#state === "terminated") return;
    this.#state = "terminated";
    this.#scheduler.breakDown(
      new RuntimeError("the pool was terminated before this call had a result"),
    );
    this.#scheduler.close();
  }

  /**
   * Waits until all workers have ended.
   *
   * @throws {RuntimeError} if the pool was neither closed nor terminated
   */
  async join(): Promise<void> {
    if (this.#state === "running") {
      throw new RuntimeError(
        "Cannot join pool: pool is still running, call close() or terminate() first",
      );
    }
    const release = keepAlive();
    await this.#scheduler.ended();
    release();
  }

  /** `await using` ends the pool as Python's `with` does: by `terminate`. It waits until it is gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.terminate();
    await this.join();
  }
}
