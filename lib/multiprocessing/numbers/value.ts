import { checkNumber, type NumberType } from "../../threading/numbers.ts";
import { type Received, restorable } from "../link/shared_object.ts";
import { type NumbersParts, SharedNumbers } from "./shared_numbers.ts";

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
export class Value extends SharedNumbers {
  /**
   * @param type "int32", "uint32", "float64" or "bigint64" (a bigint)
   * @param initial its first value; 0 without
   * @throws {TypeError} if the type is none of these, or the value is not a number of the type
   * @throws {RangeError} if the value does not fit
   */
  constructor(type: NumberType, initial?: number | bigint);
  /** @internal */
  constructor(
    type: NumberType,
    initial?: number | bigint,
    received?: Received,
    parts?: NumbersParts,
  );
  constructor(
    type: NumberType,
    initial?: number | bigint,
    received?: Received,
    parts?: NumbersParts,
  ) {
    if (initial !== undefined && !parts) checkNumber("Cannot make value", type, initial);
    super(
      "mp.Value",
      "Cannot make value",
      type,
      initial === undefined ? 1 : [initial],
      received,
      parts,
    );
  }

  /**
   * The number.
   *
   * @throws {TypeError} when a value of another type is stored: 1.5 in an "int32"
   * @throws {RangeError} when it does not fit
   */
  get value(): number {
    return this.read(0) as number;
  }

  set value(value: number | bigint) {
    this.write("Cannot set value", 0, value);
  }
}

restorable("mp.Value", (received, parts) => new Value("int32", 0, received, parts as NumbersParts));
