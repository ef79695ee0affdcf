/** What the scheduler of a pool needs to know of a call, whichever method it came from. */

import type { Chunk } from "./worker_slot.ts";

/** There are more chunks, but not before results have been taken. */
export const LATER: unique symbol = Symbol("later");

/**
 * One call of a pool, as the scheduler sees it: a source of chunks that takes their results.
 */
export interface Job {
  /** What the items are to the user, where an error about them begins. */
  readonly path: string;
  /** May it go on for ever? Then other jobs get their turns meanwhile. */
  readonly takesTurns: boolean;
  /** The next chunk; LATER, until `resume` of the scheduler; undefined when there are no more. */
  nextChunk(): Chunk | typeof LATER | undefined;
  /** The pool was closed: nothing is to be held back any more. */
  takeAll?(): void;
  /** Results of a chunk: those of its items from `first` on. */
  settle(
    chunk: Chunk,
    first: number,
    values: unknown[],
    failures: readonly [number, unknown][],
  ): void;
  /** What is left of the chunk will never have a result. */
  fail(chunk: Chunk, error: unknown): void;
  /** What is left of the job will never have a result. */
  failAll(error: unknown): void;
}
