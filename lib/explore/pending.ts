/** Beginnings of schedules that are still to be gone on from, the last one first: they can be millions, so each is two numbers. */

import type { Again } from "./contract.ts";

/** The first `at` choices of a schedule, and then another one. */
export interface Prefix {
  readonly of: ArrayLike<number>;
  readonly at: number;
  readonly other?: number;
  /** What had been done at each of these choices: see same.ts. */
  readonly marks?: ArrayLike<number> | undefined;
  readonly again?: Again | undefined;
}

/** A schedule that some of them begin as. */
interface Source {
  readonly given: ArrayLike<number>;
  readonly of: Uint8Array;
  readonly marks: Int32Array | undefined;
}

/** More than a thread's number can be. */
const THREADS = 64;

export class Pending {
  readonly #sources: Source[] = [];
  readonly #source: number[] = [];
  readonly #choice: number[] = [];
  readonly #again = new Map<number, Again>();

  get size(): number {
    return this.#choice.length;
  }

  /** Those of one schedule come one after the other: they share it. */
  push({ of, at, other, marks, again }: Prefix): void {
    if (this.#sources.at(-1)?.given !== of) {
      const kept = marks && Int32Array.from(marks);
      this.#sources.push({ given: of, of: Uint8Array.from(of), marks: kept });
    }
    if (again) this.#again.set(this.size, again);
    this.#source.push(this.#sources.length - 1);
    this.#choice.push(at * THREADS + (other ?? THREADS - 1));
  }

  pop(): Prefix | undefined {
    const source = this.#source.pop(), choice = this.#choice.pop()!;
    if (source === undefined) return undefined;
    const { of, marks } = this.#sources[source]!;
    if (this.#source.at(-1) !== source) this.#sources.length = source; // it was the last of its schedule
    const again = this.#again.get(this.size);
    this.#again.delete(this.size);
    const at = Math.floor(choice / THREADS), other = choice % THREADS;
    return { of, at, marks, again, ...(other === THREADS - 1 ? {} : { other }) };
  }
}

/** How many choices it is. */
export const lengthOf = ({ at, other }: Prefix): number => other === undefined ? at : at + 1;

/** The choices that it is. */
export function choicesOf({ of, at, other }: Prefix): number[] {
  const choices = Array.from({ length: at }, (_, i) => of[i]!);
  return other === undefined ? choices : [...choices, other];
}
