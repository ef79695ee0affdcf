/** The functions that a pool was asked to call, by the numbers that they have in its messages. */

import type { Reference } from "../../program/reference.ts";

export class FunctionTable {
  readonly #numbers: Map<string, number> = new Map();
  readonly #references: Reference[] = [];

  /** The number of a function, which it gets when it is asked for first. */
  numberOf(reference: Reference): number {
    const key = `${reference.module} ${reference.name}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#references.length);
    return this.#references.push(reference) - 1;
  }

  get(number: number): Reference {
    return this.#references[number]!;
  }
}
