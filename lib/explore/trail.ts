/**
 * What an execution has done, as one number: which thread did which operation on which object, step by
 * step. The same choices must leave the same trail each time; another one is another program, or one that
 * does not do the same again.
 */

import { Root, Slot } from "../memory/slots.ts";
import { memory } from "../system/shared.ts";
import { madeBy, root, slots, word } from "./standing.ts";
import { Digest } from "./states.ts";

/** One number for an object in all executions: who made it, and what number it has there. */
export const MOST = 4096;

/** Objects that nobody of the execution made: a lock inside of a Value, an element of a buffer. */
const NOBODYS = -1;

/** The number of a trail. */
export class Trail {
  readonly #digest = new Digest(1);

  /** A thread does a step. */
  step(thread: number, turn: number, act: number, object: number): void {
    this.#digest.take(thread << 3 | turn);
    this.#digest.take(act);
    this.#digest.take(object);
  }

  get mark(): number {
    return this.#digest.a ^ this.#digest.b;
  }

  copy(): Trail {
    const copy = new Trail();
    Object.assign(copy.#digest, this.#digest);
    return copy;
  }
}

/** The numbers of the objects of one execution. */
export class Objects {
  readonly #numbers = new Map<number, number>();
  readonly #made: number[] = [];

  /** The number of the object at `cell`; a cell may have been another object's before. */
  numberOf(cell: number): number {
    if (cell <= 0) return NOBODYS;
    for (let thread = 0; thread < memory[root + Root.count]!; thread++) {
      const known = this.#made[thread] ?? 0, many = memory[slots[thread]! + Slot.made]!;
      if (many === known) continue;
      this.#made[thread] = many;
      const made = madeBy(thread);
      for (let at = known; at < many; at++) this.#numbers.set(made[at]!, thread * MOST + at);
    }
    return this.#numbers.get(cell) ?? NOBODYS;
  }
}

/** The number of the operation that a thread stands before. */
export const actOf = (thread: number): number => word(thread, Slot.act);
