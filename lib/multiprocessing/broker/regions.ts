/** Which regions of the shared file belong to which process, and when one can be given out again. */

/**
 * The places in the shared file; see ../layout.ts.
 *
 * Invariant: a place is free when the process that had it is gone and nobody has to read anything in
 * it any more. Place 0 is that of the first process.
 */
export class Places {
  readonly #free: number[] = [];
  /** How much is still to be read, by place. */
  readonly #blocks: Map<number, number> = new Map();
  /** Places whose process is gone, but that are still to be read. */
  readonly #left: Set<number> = new Set();
  #last = 0;

  /** How many places have ever been given out, the first one included. */
  get count(): number {
    return this.#last + 1;
  }

  take(): number {
    return this.#free.pop() ?? ++this.#last;
  }

  /** The process is gone. */
  leave(place: number): void {
    if (this.#blocks.has(place)) this.#left.add(place);
    else this.#free.push(place);
  }

  /** Something is to be read in a place. */
  fill(place: number): void {
    this.#blocks.set(place, (this.#blocks.get(place) ?? 0) + 1);
  }

  /** It was read. */
  empty(place: number): void {
    const count = this.#blocks.get(place)! - 1;
    if (count > 0) return void this.#blocks.set(place, count);
    this.#blocks.delete(place);
    if (this.#left.delete(place)) this.#free.push(place);
  }
}
