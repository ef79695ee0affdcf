import { iterableOf, wholeNumber } from "../../arguments.ts";
import type { NumberType } from "../../threading/numbers.ts";
import { type NumbersParts, SharedNumbers } from "./shared_numbers.ts";
import { type Received, restorable } from "../link/shared_object.ts";

const WHAT = "Cannot make shared array";

/**
 * An array of numbers that processes share. Single elements are read and written at once; steps that
 * belong together need the lock. Follows CPython's `multiprocessing.Array`.
 *
 * @example
 * ```ts
 * import { SharedArray } from "../lib/multiprocessing.ts";
 * import assert from "node:assert/strict";
 *
 * const scores = new SharedArray("int32", [3, 1, 2]);
 * scores.set(0, scores.get(0) + 1);
 * assert.deepEqual(scores.slice(), [4, 1, 2]);
 * assert.throws(() => scores.get(3), RangeError);
 * ```
 */
export class SharedArray extends SharedNumbers {
  /**
   * @param type "int32", "uint32", "float64" or "bigint64" (bigints)
   * @param lengthOrValues how many zeros, or the first values
   * @throws {TypeError} if the type is none of these, or a value is not a number of the type
   * @throws {RangeError} if a value does not fit, or the length is not a whole number from 0
   */
  constructor(type: NumberType, lengthOrValues: number | Iterable<number | bigint>);
  /** @internal */
  constructor(
    type: NumberType,
    lengthOrValues: number | Iterable<number | bigint>,
    received?: Received,
    parts?: NumbersParts,
  );
  constructor(
    type: NumberType,
    lengthOrValues: number | Iterable<number | bigint>,
    received?: Received,
    parts?: NumbersParts,
  ) {
    const values = typeof lengthOrValues === "number"
      ? lengthOrValues
      : [...iterableOf("Cannot make shared array", "length or values", lengthOrValues)];
    if (typeof values === "number") wholeNumber(WHAT, "its length", values, 0);
    super("mp.SharedArray", WHAT, type, values, received, parts);
  }

  /** How many numbers there are. */
  get length(): number {
    return this.count;
  }

  /**
   * The number at `index`, from 0. A negative index is out of range here: see `slice` for the end.
   *
   * @throws {RangeError} if there is no such element
   */
  get(index: number): number {
    this.#check("get", index);
    return this.read(index) as number;
  }

  /**
   * Stores `value` at `index`.
   *
   * @throws {RangeError} if there is no such element, or the value does not fit
   * @throws {TypeError} if it is not a number of the array's type
   */
  set(index: number, value: number | bigint): void {
    this.#check("set", index);
    this.write("Cannot set element", index, value);
  }

  /** A copy of the elements from `from` to before `to`, as `Array.prototype.slice` counts. */
  slice(from?: number, to?: number): number[] {
    return this.readAll().slice(from, to) as number[];
  }

  /** The elements, one after the other. */
  *[Symbol.iterator](): Generator<number> {
    for (let i = 0; i < this.length; i++) yield this.get(i);
  }

  #check(what: string, index: number): void {
    if (Number.isInteger(index) && index >= 0 && index < this.length) return;
    throw new RangeError(
      `Cannot ${what} element: index must be a whole number from 0 to ${this.length - 1}, ` +
        `but it is ${index}`,
    );
  }
}

restorable("mp.SharedArray", (received, parts) => {
  return new SharedArray("int32", 0, received, parts as NumbersParts);
});
