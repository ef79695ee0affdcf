/** A reel: what all tapes of one recording in one process have in common, as a cell of shared memory. */

import { freeCell, newCell } from "../memory/cells.ts";
import { give, take } from "../memory/mutex.ts";
import { clockNow } from "../runtime/clock.ts";
import { memory } from "../system/shared.ts";
import { linkTape, nextTape } from "./tape.ts";

const MUTEX = 0, HEAD = 1, TAIL = 2, SEQUENCE = 3, CAPACITY = 4, USERS = 5;
const REFUSED = 6, SINCE = 8;

/** Why an operation was refused for the first time. */
const FULL = 1, CLOSED = 2;

const times = new Float64Array(memory.buffer);

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

  /**
   * An operation is refused: until the first one that was, all is known. True: for want of room; false:
   * the recording has ended.
   */
  refuse(): boolean {
    const full = Atomics.load(memory, this.at + CAPACITY) > 0;
    if (Atomics.compareExchange(memory, this.at + REFUSED, 0, full ? FULL : CLOSED) === 0) {
      times[(this.at + SINCE) >> 1] = clockNow();
    }
    return full;
  }

  /** Since when there has been no room, in ms since 1970; 0: there is still some, or was until the end. */
  get fullSince(): number {
    const full = Atomics.load(memory, this.at + REFUSED) === FULL;
    return full ? times[(this.at + SINCE) >> 1]! : 0;
  }

  /** The recording ends: from now on every operation is refused. The answer is when that was. */
  close(): number {
    Atomics.store(memory, this.at + CAPACITY, 0);
    this.refuse();
    return clockNow();
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
