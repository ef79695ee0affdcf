/** The calls of a pool, for users, whoever carries them out. */

import { share } from "../../codec/shared.ts";
import { keepAlive } from "../../runtime/current.ts";
import { RuntimeError } from "../../errors.ts";
import { type Reference, referTo } from "../../program/reference.ts";
import { iterableOf, listOf, wholeNumber } from "../../arguments.ts";
import { type AsyncResult, type Callbacks, results } from "./async_result.ts";
import { Batch, type Plan } from "./batch.ts";
import type { Job } from "./job.ts";
import { Mode } from "./messages.ts";
import type { ChunkOptions, StreamOptions } from "./options.ts";
import { iterators, type PoolIterator } from "./iterator.ts";
import { Stream } from "./stream.ts";

type AnyFunction = (...args: never[]) => unknown;

/** Who carries out the calls of a pool: worker processes, threads, or other machines. */
export interface Crew {
  /** How many calls run at a time, as far as that is known. */
  readonly size: number;
  /** How many chunks may be ahead of those who take the results, where the caller did not say. */
  readonly ahead: number;
  /** The number of a function; a TypeError, if it cannot be called there. */
  numberOf(reference: Reference): number;
  nextId(): number;
  /** Takes the chunks of a job, as fast as there is use for them. */
  add(job: Job): void;
  /** A job that said LATER can go on. */
  resume(job: Job): void;
  /** Nobody wants the results of a job. */
  forget(job: Job): void;
  /** All that is pending, and all that comes, fails with `error`. */
  breakDown(error: unknown): void;
  /** Hears it when that has happened. */
  onBroken?: ((error: unknown) => void) | undefined;
  /** No job comes any more. */
  close(): void;
  /** Settles when no job comes any more and everything has ended. */
  ended(): Promise<void>;
}

/** The calls of a pool, whoever carries them out. Follows CPython's `multiprocessing.pool.Pool`. */
export abstract class Calls {
  readonly #crew: Crew;
  readonly #module: string | URL | undefined;
  #state: "running" | "closed" | "terminated" = "running";

  protected constructor(crew: Crew, module: string | URL | undefined) {
    this.#crew = crew;
    this.#module = module;
  }

  /** `handler` hears it when no call can be carried out any more. @internal */
  whenBroken(handler: (error: unknown) => void): void {
    this.#crew.onBroken = handler;
  }

  #plan(act: string, fn: AnyFunction, mode: number, path: string): Plan {
    if (this.#state !== "running") {
      throw new RuntimeError(`Cannot ${act}: pool not running, it was ${this.#state}`);
    }
    const reference: Reference = referTo(act, "function", fn, this.#module);
    const crew = this.#crew;
    return {
      fn: crew.numberOf(reference),
      mode,
      path,
      newId: () => crew.nextId(),
      size: () => crew.size,
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
    this.#crew.add(new Batch<R, R>(plan, list, 1, 1, result, ([value]) => value!));
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
    const { chunksize } = options;
    if (chunksize !== undefined) wholeNumber(`Cannot ${act}`, "chunksize", chunksize, 1);
    const result = results.make<R[]>(options);
    this.#crew.add(
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
   * results, by default 128 times the workers times `chunksize` (of a distributed pool: its `buffersize` times
   * `chunksize`), `Infinity` for all at once
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
    const { chunksize = 1, buffersize = this.#crew.ahead * chunksize } = options;
    const plan = this.#plan(act, fn, Mode.map, "item");
    wholeNumber(`Cannot ${act}`, "chunksize", chunksize, 1);
    if (buffersize !== Infinity) wholeNumber(`Cannot ${act}`, "buffersize", buffersize, 1);
    const source = iterableOf(`Cannot ${act}`, "iterable", iterable)[Symbol.iterator]();
    const crew = this.#crew;
    const found = iterators.make<R>({
      taken: () => void (stream.taken() && crew.resume(stream)),
      leave() {
        stream.leave();
        crew.forget(stream);
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
    crew.add(stream);
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
    this.#crew.close();
  }

  /** Ends the workers at once; what is pending rejects with `RuntimeError`. */
  terminate(): void {
    if (this.#state === "terminated") return;
    this.#state = "terminated";
    this.#crew.breakDown(
      new RuntimeError("the pool was terminated before this call had a result"),
    );
    this.#crew.close();
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
    await this.#crew.ended();
    release();
  }

  /** `await using` ends the pool as Python's `with` does: by `terminate`. It waits until it is gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.terminate();
    await this.join();
  }
}
