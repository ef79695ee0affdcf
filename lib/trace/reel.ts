/** A reel: what all tapes of one recording in one process have in common, as a cell of shared memory. */

import { freeCell, newCell } from "../memory/cells.ts";
import { give, take } from "../memory/mutex.ts";
import { memory } from "../system/shared.ts";
import { linkTape, nextTape } from "./tape.ts";

const MUTEX = 0, HEAD = 1, TAIL = 2, SEQUENCE = 3, CAPACITY = 4, USERS = 5;

/**
 * Numbers operations in the order in which they were in effect, all threads together: what frees
 * others takes its number before it does so, and all else after it was done, so whoever was freed has
 * the higher one.
 *
 * Invariant: the cell is freed by the last of its users, which are its maker and each tape's thread.
 */
export class Reel {
  readonly at: number;

  /** Without `at`: a new one for `capacity` operations. */
  constructor(capacity: number, at?: number) {
    this.at = at ?? newCell();
    if (at === undefined) memory[this.at + CAPACITY] = capacity;
    Atomics.add(memory, this.at + USERS, 1);
  }

  /** Is there no room for another operation? */
  get full(): boolean {
    return Atomics.load(memory, this.at + SEQUENCE) >= memory[this.at + CAPACITY]!;
  }

  /** The number of the next operation, or -1: there is no room for it. */
  next(): number {
    if (this.full) return -1;
    const number = Atomics.add(memory, this.at + SEQUENCE, 1);
    return number < memory[this.at + CAPACITY]! ? number : -1;
  }

  add(tape: number): void {
    take(this.at + MUTEX);
    if (memory[this.at + TAIL] === 0) memory[this.at + HEAD] = tape;
    else linkTape(memory[this.at + TAIL]!, tape);
    memory[this.at + TAIL] = tape;
    give(this.at + MUTEX);
  }

  /** The first tape, or the one after `tape`; 0 if there is none. */
  after(tape: number): number {
    take(this.at + MUTEX);
    const next = tape === 0 ? memory[this.at + HEAD]! : nextTape(tape);
    give(this.at + MUTEX);
    return next;
  }

  leave(): void {
    if (Atomics.sub(memory, this.at + USERS, 1) === 1) freeCell(this.at);
  }
}
