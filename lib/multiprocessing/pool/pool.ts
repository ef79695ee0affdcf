import { share } from "../../codec/shared.ts";
import { cpuCount, keepAlive } from "../../runtime/current.ts";
import { RuntimeError } from "../../errors.ts";
import { type Reference, referTo } from "../../program/reference.ts";
import { beforeEnd } from "../process/children.ts";
import { iterableOf, listOf, optionsOf, wholeNumber } from "../../arguments.ts";
import { AsyncResult, type Callbacks } from "./async_result.ts";
import { Batch, type Plan } from "./batch.ts";
import type { Workshop } from "./outside/handle.ts";
import { Mode } from "./messages.ts";
import { processes } from "./outside/process.ts";
import { Scheduler } from "./scheduler.ts";
import { PoolIterator, Stream } from "./stream.ts";

type AnyFunction = (...args: never[]) => unknown;

/** Options of a pool. */
export interface PoolOptions {
  /** What each worker calls before its first task: an exported function. */
  initializer?: AnyFunction | undefined;
  /** What it is called with. */
  initargs?: readonly unknown[] | undefined;
  /** After so many tasks a worker is replaced by a new one. Default: never. */
  maxtasksperchild?: number | undefined;
  /** The module that exports the functions, where that is not the main module: `import.meta.url`. */
  module?: string | URL | undefined;
}

/** Options of the calls that divide their items into chunks. */
export interface ChunkOptions {
  /** How many items a worker gets at one go. */
  chunksize?: number | undefined;
}

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
export class Pool {
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
  constructor(size?: number, options?: PoolOptions);
  /** @internal */
  constructor(size?: number, options?: PoolOptions, shop?: Workshop);
  constructor(
    size: number = cpuCount(),
    options: PoolOptions = {},
    shop: Workshop = processes,
  ) {
    wholeNumber("Cannot make pool", "the number of workers", size, 1);
    const { initializer, maxtasksperchild, module } = optionsOf("Cannot make pool", options);
    const initargs = listOf("Cannot make pool", "initargs", options.initargs);
    if (maxtasksperchild !== undefined) {
      wholeNumber("Cannot make pool", "maxtasksperchild", maxtasksperchild, 1);
    }
    shop.check(initargs, "initargs");
    this.#size = size;
    this.#module = module;
    this.#scheduler = new Scheduler(shop, size, {
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
    return { fn: scheduler.functionNumber(reference), mode, path, newId: () => scheduler.nextId() };
  }

  /**
   * Calls `fn(...args)` in a worker.
   *
   * @returns what it returns; rejects with what it throws
   */
  async apply<A extends unknown[], R>(fn: (...args: A) => R, args?: A): Promise<Awaited<R>> {
    return await this.applyAsync(fn, args).get();
  }

  /** As `apply`; the result can be asked for later, or taken by a callback. */
  applyAsync<A extends unknown[], R>(
    fn: (...args: A) => R,
    args?: A,
    callbacks?: Callbacks<Awaited<R>>,
  ): AsyncResult<Awaited<R>> {
    const plan = this.#plan("apply", fn as AnyFunction, Mode.apply, "args");
    const list = listOf("Cannot apply", "args", args);
    const result = new AsyncResult<Awaited<R>>(callbacks);
    this.#scheduler.add(new Batch(plan, list, 1, 1, result, ([value]) => value as Awaited<R>));
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
  async starmap<A extends unknown[], R>(
    fn: (...args: A) => R,
    iterable: Iterable<A>,
    options?: ChunkOptions,
  ): Promise<Awaited<R>[]> {
    return await this.starmapAsync(fn, iterable, options).get();
  }

  /** As `starmap`; the result can be asked for later, or taken by a callback. */
  starmapAsync<A extends unknown[], R>(
    fn: (...args: A) => R,
    iterable: Iterable<A>,
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
    const result = new AsyncResult<R[]>(options);
    this.#scheduler.add(
      new Batch<R, R[]>(plan, items, items.length, chunksize, result, (values) => values),
    );
    return result;
  }

  /**
   * As `map`, but the results come one by one, in the order of the items. It starts at once.
   *
   * @param options `chunksize`, 1 by default
   */
  imap<T, R>(
    fn: (item: T) => R,
    iterable: Iterable<T>,
    options?: ChunkOptions,
  ): PoolIterator<Awaited<R>> {
    return this.#stream("imap", fn as AnyFunction, iterable, options, true);
  }

  /** As `imap`, but the results come as they are ready. */
  imapUnordered<T, R>(
    fn: (item: T) => R,
    iterable: Iterable<T>,
    options?: ChunkOptions,
  ): PoolIterator<Awaited<R>> {
    return this.#stream("imapUnordered", fn as AnyFunction, iterable, options, false);
  }

  #stream<R>(
    act: string,
    fn: AnyFunction,
    iterable: Iterable<unknown>,
    options: ChunkOptions = {},
    ordered: boolean,
  ): PoolIterator<R> {
    const { chunksize = 1 } = options;
    const plan = this.#plan(act, fn, Mode.map, "item");
    wholeNumber(`Cannot ${act}`, "chunksize", chunksize, 1);
    const source = iterableOf(`Cannot ${act}`, "iterable", iterable)[Symbol.iterator]();
    const results = new PoolIterator<R>(() => {
      stream.leave();
      this.#scheduler.forget(stream);
    });
    const stream = new Stream(plan, source, chunksize, ordered, results as PoolIterator<unknown>);
    this.#scheduler.add(stream);
    return results;
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
