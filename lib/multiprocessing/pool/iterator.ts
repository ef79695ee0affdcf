/** The results of imap and imapUnordered, for whoever takes them one after the other. */

import { timeNow } from "../../runtime/clock.ts";
import { share } from "../../codec/shared.ts";
import { limit, type WaitOptions } from "../../waiting.ts";
import { TimeoutError } from "../../errors.ts";
import { Deferred } from "../link/deferred.ts";

/** What an item became. */
export interface Fate {
  readonly value?: unknown;
  readonly error?: unknown;
  readonly failed: boolean;
}

/** Who hears what is done with the results. */
export interface Reader {
  /** One was taken. */
  taken(): void;
  /** Nobody wants more. */
  leave(): void;
}

/** How the results come to be. Nobody outside the library can settle one. */
export let iterators: {
  make<R>(reader: Reader): PoolIterator<R>;
  /** Item `place` of the order in which they are given out is settled. */
  settle(results: PoolIterator<unknown>, place: number, fate: Fate): void;
  /** There are `total` items. */
  end(results: PoolIterator<unknown>, total: number): void;
  /** What is not settled will never be. */
  fail(results: PoolIterator<unknown>, error: unknown): void;
};

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
  #change: Deferred<void> | undefined;
  #failure: { error: unknown } | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  readonly #reader: Reader;

  static {
    iterators = {
      make: (reader) => new PoolIterator(reader),
      settle: (results, place, fate) => results.#settle(place, fate),
      end: (results, total) => results.#end(total),
      fail: (results, error) => results.#fail(error),
    };
  }

  private constructor(reader: Reader) {
    this.#reader = reader;
  }

  #settle(place: number, fate: Fate): void {
    if (place >= this.#total) return;
    this.#fates.set(place, fate);
    this.#changed();
  }

  #end(total: number): void {
    this.#total = Math.min(total, this.#total);
    this.#changed();
  }

  #fail(error: unknown): void {
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
    const until = timeNow() + ms;
    for (;;) {
      signal?.throwIfAborted();
      const fate = this.#fates.get(this.#next);
      if (fate) {
        this.#fates.delete(this.#next++);
        this.#reader.taken();
        if (fate.failed) throw fate.error;
        return { value: fate.value as R, done: false };
      }
      if (this.#next >= this.#total) return { value: undefined, done: true };
      if (this.#failure) {
        this.#total = 0;
        throw this.#failure.error;
      }
      const left = until - timeNow();
      if (left <= 0) {
        throw new TimeoutError(`Cannot get the next result: it was not there after ${ms} ms`);
      }
      this.#change ??= new Deferred();
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
    this.#reader.leave();
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
