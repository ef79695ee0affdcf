/** A pool's call whose results come together, cut into chunks: apply, map, starmap. */

import { type AsyncResult, results } from "./async_result.ts";
import type { Job } from "./job.ts";
import type { Chunk } from "./worker_slot.ts";

/** What the chunks of one call have in common. */
export interface Plan {
  readonly fn: number;
  readonly mode: number;
  readonly path: string;
  readonly newId: () => number;
  /** How many calls run at a time. */
  readonly size: () => number;
}

/**
 * A call whose results come together: `apply`, `map`, `starmap`.
 *
 * Invariant: `#left` items have neither a value nor an error.
 */
export class Batch<R, T> implements Job {
  readonly takesTurns = false;
  readonly path: string;
  readonly #plan: Plan;
  readonly #items: unknown[];
  #chunksize: number | undefined;
  readonly #result: AsyncResult<T>;
  readonly #finish: (values: R[]) => T;
  readonly #values: R[];
  readonly #calls: number;
  #next = 0;
  #left: number;
  #failed = Infinity;
  #error: unknown;

  /**
   * @param calls how many results there will be: 1 for `apply`, else as many as items
   * @param chunksize so that each worker gets about four chunks where nobody said
   */
  constructor(
    plan: Plan,
    items: unknown[],
    calls: number,
    chunksize: number | undefined,
    result: AsyncResult<T>,
    finish: (values: R[]) => T,
  ) {
    this.path = plan.path;
    this.#plan = plan;
    this.#items = items;
    this.#calls = calls;
    this.#chunksize = chunksize;
    this.#result = result;
    this.#finish = finish;
    this.#values = new Array<R>(calls);
    this.#left = calls;
    if (calls === 0) results.resolve(result, finish([]));
  }

  nextChunk(): Chunk | undefined {
    const first = this.#next;
    if (first >= this.#calls) return undefined;
    const { fn, mode, newId, size } = this.#plan;
    const chunksize = this.#chunksize ??= Math.max(1, Math.ceil(this.#calls / (4 * size())));
    const whole = chunksize >= this.#calls;
    const count = Math.min(chunksize, this.#calls - first);
    this.#next += count;
    const items = whole ? this.#items : this.#items.slice(first, first + count);
    return { id: newId(), job: this, first, count, fn, mode, items, settled: 0 };
  }

  settle(
    chunk: Chunk,
    first: number,
    values: unknown[],
    failures: readonly [number, unknown][],
  ): void {
    const start = chunk.first + first;
    for (let i = 0; i < values.length; i++) this.#values[start + i] = values[i] as R;
    for (const [place, error] of failures) this.#note(start + place, error);
    this.#count(values.length);
  }

  fail(chunk: Chunk, error: unknown): void {
    this.#note(chunk.first + chunk.settled, error);
    this.#count(chunk.count - chunk.settled);
  }

  failAll(error: unknown): void {
    if (this.#left === 0) return;
    this.#note(-1, error);
    this.#next = this.#calls;
    this.#count(this.#left);
  }

  /** Of several errors that of the first item counts. */
  #note(place: number, error: unknown): void {
    if (place >= this.#failed) return;
    this.#failed = place;
    this.#error = error;
  }

  #count(settled: number): void {
    if (this.#left === 0) return;
    this.#left -= settled;
    if (this.#left > 0) return;
    if (this.#failed === Infinity) results.resolve(this.#result, this.#finish(this.#values));
    else results.reject(this.#result, this.#error);
  }
}
