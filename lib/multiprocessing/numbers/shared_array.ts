/** SharedArray: numbers that processes share and that each of them reads and writes at once. */

import { takeOrigin } from "../../adopt.ts";
import { iterableOf, noMore, wholeNumber } from "../../arguments.ts";
import { partOf } from "../../called.ts";
import {
  checkNumber,
  noElement,
  type NumberOf,
  type NumberType,
  numberTypeIndex,
  type PlainNumberType,
} from "../../threading/numbers.ts";
import { type Named, nameIn } from "../../threading/named.ts";
import { nameOf, restorable, SharedObject } from "../link/shared_object.ts";
import type { RLock } from "../sync/rlock.ts";
import { SharedNumbers } from "./shared_numbers.ts";

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
export class SharedArray<T extends NumberType = PlainNumberType> extends SharedObject {
  readonly #numbers: SharedNumbers;

  static {
    restorable("mp.SharedArray", SharedArray, (array) => array.#numbers.parts());
  }

  /**
   * @param type "int32", "uint32", "float64" or "bigint64" (bigints)
   * @param lengthOrValues how many zeros, or the first values
   * @param options `name`: what it is called in errors and timelines
   * @throws {TypeError} if the type is none of these, or a value is not a number of the type
   * @throws {RangeError} if a value does not fit, or the length is not a whole number from 0
   */
  constructor(type: T, lengthOrValues: number | Iterable<NumberOf<T>>, options?: Named) {
    const origin = takeOrigin();
    noMore("Cannot make shared array", arguments, 3);
    const values = origin || typeof lengthOrValues === "number"
      ? lengthOrValues as number
      : [...iterableOf(WHAT, "length or values", lengthOrValues)];
    if (!origin) {
      numberTypeIndex(WHAT, type);
      if (typeof values === "number") wholeNumber(WHAT, "its length", values, 0);
      else for (const value of values) checkNumber(WHAT, type, value);
    }
    super(origin, nameIn(WHAT, options));
    const one = partOf("element", "shared array", nameOf(this));
    this.#numbers = new SharedNumbers(this, one, origin, WHAT, type, values);
  }

  /** Guards steps that belong together. */
  get lock(): RLock {
    return this.#numbers.lock;
  }

  /** How many numbers there are. */
  get length(): number {
    return this.#numbers.length;
  }

  /**
   * The number at `index`, from 0. A negative index is out of range here: see `slice` for the end.
   *
   * @throws {RangeError} if there is no such element
   */
  get(index: number): NumberOf<T> {
    this.#check("get", index);
    return this.#numbers.read(index) as NumberOf<T>;
  }

  /**
   * Stores `value` at `index`.
   *
   * @throws {RangeError} if there is no such element, or the value does not fit
   * @throws {TypeError} if it is not a number of the array's type
   */
  set(index: number, value: NumberOf<T>): void {
    this.#check("set", index);
    this.#numbers.write(index, value);
  }

  /** A copy of the elements from `from` to before `to`, as `Array.prototype.slice` counts. */
  slice(from?: number, to?: number): NumberOf<T>[] {
    return this.#numbers.readAll().slice(from, to) as NumberOf<T>[];
  }

  /** The elements, one after the other. */
  *[Symbol.iterator](): Generator<NumberOf<T>> {
    for (let i = 0; i < this.length; i++) yield this.get(i);
  }

  #check(what: string, index: number): void {
    if (Number.isInteger(index) && index >= 0 && index < this.length) return;
    throw noElement(`Cannot ${what} ${this.#numbers.one}`, this.length, index);
  }
}
