/** A pool's call whose results come one after the other, not too far ahead of who takes them. */

import type { Plan } from "./batch.ts";
import { type Fate, iterators, type PoolIterator } from "./iterator.ts";
import { type Job, LATER } from "./job.ts";
import type { Chunk } from "./worker_slot.ts";

/**
 * A call whose results come one after the other.
 *
 * Invariant: at most `#buffersize` items have been read from the iterable and not been taken as
 * results; so an endless one fills no memory.
 */
export class Stream implements Job {
  readonly path = "item";
  readonly takesTurns = true;
  readonly #plan: Plan;
  readonly #source: Iterator<unknown>;
  readonly #chunksize: number;
  readonly #ordered: boolean;
  readonly #results: PoolIterator<unknown>;
  #buffersize: number;
  #read = 0;
  #taken = 0;
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
    buffersize: number,
  ) {
    this.#plan = plan;
    this.#source = source;
    this.#chunksize = chunksize;
    this.#ordered = ordered;
    this.#results = results;
    this.#buffersize = buffersize;
  }

  nextChunk(): Chunk | typeof LATER | undefined {
    if (this.#ended) return undefined;
    if (!this.#hasRoom) return LATER;
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
      iterators.end(this.#results, this.#read + (this.#broken ? 1 : 0));
      this.#giveBroken();
    }
    if (items.length === 0) return undefined;
    const { fn, mode, newId } = this.#plan;
    return { id: newId(), job: this, first, count: items.length, fn, mode, items, settled: 0 };
  }

  get #hasRoom(): boolean {
    return this.#read + this.#chunksize - this.#taken <= this.#buffersize;
  }

  /** A result was taken. Is there room for another chunk now? */
  taken(): boolean {
    this.#taken++;
    return this.#hasRoom;
  }

  /** The pool was closed: whether somebody takes the results or not, all items are worked on. */
  takeAll(): void {
    this.#buffersize = Infinity;
  }

  /** The error of the iterable comes after the results of all that it gave before. */
  #giveBroken(): void {
    if (!this.#broken || (!this.#ordered && this.#given < this.#read)) return;
    iterators.settle(this.#results, this.#read, this.#broken);
    this.#broken = undefined;
  }

  #give(place: number, fate: Fate): void {
    iterators.settle(this.#results, this.#ordered ? place : this.#given++, fate);
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
    iterators.fail(this.#results, error);
  }
}
