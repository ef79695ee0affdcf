/**
 * Cells: the pieces of 32 words (128 bytes, two cache lines, so that neighbours do not slow each
 * other down) that primitives, waiters and queue items live in. A cell is named by the index of its
 * first word.
 *
 * Invariant: a cell is in exactly one place: in use, in one thread's pocket, or in the free list,
 * whose head and links are guarded by Word.cells. Pockets make the usual allocation a pop of a local
 * array; they are filled and emptied by half.
 */

import { FIRST_FREE_WORD, memory, Word } from "../system/shared.ts";
import { give, take } from "./mutex.ts";

export const CELL = 32;

const HALF = 32;
const pocket: number[] = [];

function refill(): void {
  take(Word.cells);
  try {
    for (let i = 0; i < HALF; i++) {
      const head = memory[Word.freeCell]!;
      if (head !== 0) {
        memory[Word.freeCell] = memory[head]!;
        pocket.push(head);
        continue;
      }
      const next = memory[Word.nextCell]! || FIRST_FREE_WORD;
      if (next + CELL > memory.length) break;
      memory[Word.nextCell] = next + CELL;
      pocket.push(next);
    }
  } finally {
    give(Word.cells);
  }
  if (pocket.length > 0) return;
  const all = Math.floor(memory.length / CELL);
  throw new RangeError(
    `Cannot make another shared object: all ${all} cells of shared memory are in use. ` +
      `Take items out of queues, or drop locks and events that are no longer needed`,
  );
}

function empty(keep: number): void {
  take(Word.cells);
  try {
    while (pocket.length > keep) {
      const cell = pocket.pop()!;
      memory[cell] = memory[Word.freeCell]!;
      memory[Word.freeCell] = cell;
    }
  } finally {
    give(Word.cells);
  }
}

/** A cell with whatever its last user left in it: for those that write every word they read. */
export function rawCell(): number {
  if (pocket.length === 0) refill();
  return pocket.pop()!;
}

/** A cell of zeros. */
export function newCell(): number {
  const cell = rawCell();
  memory.fill(0, cell, cell + CELL);
  return cell;
}

/** Gives a cell back. Nobody may read or write it any more; a late `notify` on it does no harm. */
export function freeCell(cell: number): void {
  pocket.push(cell);
  if (pocket.length > 2 * HALF) empty(HALF);
}

/** A thread that ends leaves its pocket to the others. */
export function emptyPocket(): void {
  empty(0);
}
