/** Value: one number that processes share and that each of them reads and writes at once. */

import { noMore } from "../../arguments.ts";
import { called } from "../../called.ts";
import { takeOrigin } from "../../adopt.ts";
import {
  checkNumber,
  type NumberOf,
  type NumberType,
  numberTypeIndex,
  type PlainNumberType,
} from "../../threading/numbers.ts";
import { type Named, nameIn } from "../../threading/named.ts";
import { nameOf, restorable, SharedObject } from "../link/shared_object.ts";
import type { RLock } from "../sync/rlock.ts";
import { SharedNumbers } from "./shared_numbers.ts";

const WHAT = "Cannot make value";

/**
 * A number that processes share. It is read and written at once and never cached; but `v.value += 1`
 * is three steps, and without the lock updates are really lost between them, as in Python. Follows
 * CPython's `multiprocessing.Value`.
 *
 * @example
 * ```ts
 * import { Value } from "../lib/multiprocessing.ts";
 * import assert from "node:assert/strict";
 *
 * const score = new Value("int32", 100);
 * {
 *   await using _ = await score.lock.hold();
 *   score.value += 1;
 * }
 * assert.equal(score.value, 101);
 * assert.throws(() => score.value = 1.5, TypeError);
 * ```
 */
export class Value<T extends NumberType = PlainNumberType> extends SharedObject {
  readonly #numbers: SharedNumbers;

  static {
    restorable("mp.Value", Value, (value) => value.#numbers.parts());
  }

  /**
   * @param type "int32", "uint32", "float64" or "bigint64" (a bigint)
   * @param initial its first value; 0 without
   * @param options `name`: what it is called in errors and timelines
   * @throws {TypeError} if the type is none of these, or the value is not a number of the type
   * @throws {RangeError} if the value does not fit
   */
  constructor(type: T, initial?: NumberOf<T>, options?: Named) {
    const origin = takeOrigin();
    noMore("Cannot make value", arguments, 3);
    if (!origin) {
      numberTypeIndex(WHAT, type);
      if (initial !== undefined) checkNumber(WHAT, type, initial);
    }
    super(origin, nameIn(WHAT, options));
    const values = initial === undefined ? 1 : [initial];
    const one = called("value", nameOf(this));
    this.#numbers = new SharedNumbers(this, one, origin, WHAT, type, values);
  }

  /** Guards steps that belong together, such as reading, adding and writing. */
  get lock(): RLock {
    return this.#numbers.lock;
  }

  /**
   * The number.
   *
   * @throws {TypeError} when a value of another type is stored: 1.5 in an "int32"
   * @throws {RangeError} when it does not fit
   */
  get value(): NumberOf<T> {
    return this.#numbers.read(0) as NumberOf<T>;
  }

  set value(value: NumberOf<T>) {
    this.#numbers.write(0, value);
  }
}
