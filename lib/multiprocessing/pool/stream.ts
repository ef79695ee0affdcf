import { share } from "../../codec/shared.ts";
import { limit, type WaitOptions } from "../../waiting.ts";
import { TimeoutError } from "../../errors.ts";
import { Outcome } from "../link/deferred.ts";
import type { Plan } from "./batch.ts";
import type { Job } from "./job.ts";
import type { Chunk } from "./worker_slot.ts";

/** What an item became. */
interface Fate {
  readonly value?: unknown;
  readonly error?: unknown;
  readonly failed: boolean;
}

/**
 * The results of `imap` and `imapUnordered`, one after the other. An item that failed is thrown when
 * its turn comes, and the next call goes on behind it. Follows CPython's `IMapIterator`.
 *
 * @example
 * ```ts
 * import { main, Pool } from "../lib/multiprocessing.ts";
 * import assert from "node:assert/strict";
 *
 * export const double = (n: number) => n * 2;
 *
 * main(import.meta, async () => {
 *   await using pool = new Pool(2);
 *   const doubles = pool.imap(double, [1, 2, 3]);
 *   assert.deepEqual(await doubles.next({ timeout: 10_000 }), { value: 2, done: false });
 *   const rest: number[] = [];
 *   for await (const n of doubles) rest.push(n);
 *   assert.deepEqual(rest, [4, 6]);
 * });
 * ```
 */
export class PoolIterator<R> implements AsyncIterableIterator<R> {
  readonly #fates: Map<number, Fate> = new Map();
  #next = 0;
  #total = Infinity;
  #change: Outcome<void> | undefined;
  #failure: { error: unknown } | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  readonly #leave: () => void;

  /** @internal `leave`: nobody wants more results. */
  constructor(leave: () => void) {
    this.#leave = leave;
  }

  /** @internal Item `place` of the order in which they are given out is settled. */
  settle(place: number, fate: Fate): void {
    if (place >= this.#total) return;
    this.#fates.set(place, fate);
    this.#changed();
  }

  /** @internal There are `total` items. */
  end(total: number): void {
    this.#total = Math.min(total, this.#total);
    this.#changed();
  }

  /** @internal What is not settled will never be. */
  fail(error: unknown): void {
    this.#failure = { error };
    this.#changed();
  }

  #changed(): void {
    this.#change?.resolve();
    this.#change = undefined;
  }

  /**
   * The next result.
   *
   * @param options `timeout` in ms, `signal`
   * @returns `{ value, done }`, as iterators do
   * @throws {TimeoutError} if it is not there in time; it can be asked for again
   * @throws what the function threw for this item
   */
  next(options?: Pick<WaitOptions, "timeout" | "signal">): Promise<IteratorResult<R>> {
    let ms: number;
    try {
      ms = limit("Cannot get the next result", options);
    } catch (error) {
      return Promise.reject(error);
    }
    const asked = this.#queue.then(() => this.#take(ms, options?.signal));
    this.#queue = asked.catch(() => {});
    return asked;
  }

  async #take(ms: number, signal: AbortSignal | undefined): Promise<IteratorResult<R>> {
    const until = performance.now() + ms;
    for (;;) {
      signal?.throwIfAborted();
      const fate = this.#fates.get(this.#next);
      if (fate) {
        this.#fates.delete(this.#next++);
        if (fate.failed) throw fate.error;
        return { value: fate.value as R, done: false };
      }
      if (this.#next >= this.#total) return { value: undefined, done: true };
      if (this.#failure) {
        this.#total = 0;
        throw this.#failure.error;
      }
      const left = until - performance.now();
      if (left <= 0) {
        throw new TimeoutError(`Cannot get the next result: it was not there after ${ms} ms`);
      }
      this.#change ??= new Outcome();
      await this.#change.wait(left, signal);
    }
  }

  /**
   * Nobody wants more: no more items are taken from the iterable, and what is still to come is
   * dropped. `for await` calls it when it is left.
   */
  return(): Promise<IteratorResult<R>> {
    this.#total = this.#next;
    this.#fates.clear();
    this.#changed();
    this.#leave();
    return Promise.resolve({ value: undefined, done: true });
  }

  /** @internal */
  [share](): never {
    throw new TypeError(
      "the results of a pool stay where they were asked for; send them one by one",
    );
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

/** A call whose results come one after the other. */
export class Stream implements Job {
  readonly path = "item";
  readonly takesTurns = true;
  readonly #plan: Plan;
  readonly #source: Iterator<unknown>;
  readonly #chunksize: number;
  readonly #ordered: boolean;
  readonly #results: PoolIterator<unknown>;
  #read = 0;
  #given = 0;
  #ended = false;
  /** The error of the iterable itself, until its turn comes. */
  #broken: Fate | undefined;

  constructor(
    plan: Plan,
    source: Iterator<unknown>,
    chunksize: number,
    ordered: boolean,
    results: PoolIterator<unknown>,
  ) {
    this.#plan = plan;
    this.#source = source;
    this.#chunksize = chunksize;
    this.#ordered = ordered;
    this.#results = results;
  }

  nextChunk(): Chunk | undefined {
    if (this.#ended) return undefined;
    const first = this.#read;
    const items: unknown[] = [];
    try {
      while (items.length < this.#chunksize && !this.#ended) {
        const step = this.#source.next();
        if (step.done) {
          this.#ended = true;
          break;
        }
        items.push(step.value);
      }
    } catch (error) {
      this.#ended = true;
      this.#broken = { failed: true, error };
      items.length = 0; // as in CPython: the chunk in which the iterable broke is never complete
    }
    this.#read += items.length;
    if (this.#ended) {
      this.#results.end(this.#read + (this.#broken ? 1 : 0));
      this.#giveBroken();
    }
    if (items.length === 0) return undefined;
    const { fn, mode, newId } = this.#plan;
    return { id: newId(), job: this, first, count: items.length, fn, mode, items, settled: 0 };
  }

  /** The error of the iterable comes after the results of all that it gave before. */
  #giveBroken(): void {
    if (!this.#broken || (!this.#ordered && this.#given < this.#read)) return;
    this.#results.settle(this.#read, this.#broken);
    this.#broken = undefined;
  }

  #give(place: number, fate: Fate): void {
    this.#results.settle(this.#ordered ? place : this.#given++, fate);
    if (this.#broken) this.#giveBroken();
  }

  settle(
    chunk: Chunk,
    first: number,
    values: unknown[],
    failures: readonly [number, unknown][],
  ): void {
    const failed = new Map(failures);
    for (let i = 0; i < values.length; i++) {
      const fate = failed.has(i)
        ? { failed: true, error: failed.get(i) }
        : { failed: false, value: values[i] };
      this.#give(chunk.first + first + i, fate);
    }
  }

  fail(chunk: Chunk, error: unknown): void {
    for (let i = chunk.settled; i < chunk.count; i++) {
      this.#give(chunk.first + i, { failed: true, error });
    }
    chunk.settled = chunk.count;
  }

  /** Takes no more items from the iterable, and lets that end. */
  leave(): void {
    if (this.#ended) return;
    this.#ended = true;
    try {
      this.#source.return?.();
    } catch {
      // Nobody is there any more to hear of it.
    }
  }

  failAll(error: unknown): void {
    this.leave();
    this.#results.fail(error);
  }
}
