import { Kind, shared, SharedObject } from "../memory/handles.ts";
import { iterableOf, wholeNumber } from "../arguments.ts";
import { checkNumber, type NumberType, numberTypeIndex } from "./numbers.ts";
import { RLock } from "./rlock.ts";

const ARRAYS = {
  int32: Int32Array,
  uint32: Uint32Array,
  float64: Float64Array,
  bigint64: BigInt64Array,
} as const;

type Numbers = Int32Array | Uint32Array | Float64Array | BigInt64Array;

/** To read the bits of a float64 that was loaded as one 64-bit integer, and back. */
const bits = new BigInt64Array(1);
const float = new Float64Array(bits.buffer);

/**
 * An array of numbers that all threads share. Single elements are read and written atomically; steps
 * that belong together need the lock. Follows CPython's `multiprocessing.Array`.
 *
 * @example
 * ```ts
 * import { SharedArray } from "../lib/threading.ts";
 * import assert from "node:assert/strict";
 *
 * const scores = new SharedArray("int32", [3, 1, 2]);
 * scores.set(0, scores.get(0) + 1);
 * assert.deepEqual(scores.slice(), [4, 1, 2]);
 * assert.throws(() => scores.get(3), RangeError);
 * ```
 */
export class SharedArray extends SharedObject {
  /** Guards steps that belong together. */
  readonly lock: RLock;
  readonly #type: NumberType;
  readonly #numbers: Numbers;
  /** The same memory as 64-bit integers, to load and store float64 whole. */
  readonly #whole: BigInt64Array | undefined;

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
    from?: Received,
  );
  constructor(
    type: NumberType,
    lengthOrValues: number | Iterable<number | bigint>,
    received?: Received,
  ) {
    numberTypeIndex("Cannot make shared array", type);
    const values = typeof lengthOrValues === "number"
      ? undefined
      : [...iterableOf("Cannot make shared array", "length or values", lengthOrValues)];
    const length = values?.length ?? lengthOrValues as number;
    wholeNumber("Cannot make shared array", "its length", length, 0);
    for (const value of values ?? []) checkNumber("Cannot make shared array", type, value);
    super(Kind.sharedArray, received?.cell);
    const Numbers = ARRAYS[type];
    const buffer = received?.buffer ?? new SharedArrayBuffer(length * Numbers.BYTES_PER_ELEMENT);
    this.#type = type;
    this.#numbers = new Numbers(buffer as SharedArrayBuffer & number);
    this.#whole = type === "float64" ? new BigInt64Array(buffer) : undefined;
    this.lock = received?.lock ?? new RLock();
    if (values) (this.#numbers as { set(values: unknown[]): void }).set(values);
  }

  /** @internal */
  override parts(): unknown {
    return { type: this.#type, buffer: this.#numbers.buffer, lock: this.lock };
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
  get(index: number): number {
    const at = this.#place("get", index);
    if (!this.#whole) return Atomics.load(this.#numbers as Int32Array, at);
    bits[0] = Atomics.load(this.#whole, at);
    return float[0]!;
  }

  /**
   * Stores `value` at `index`.
   *
   * @throws {RangeError} if there is no such element, or the value does not fit
   * @throws {TypeError} if it is not a number of the array's type
   */
  set(index: number, value: number | bigint): void {
    const at = this.#place("set", index);
    checkNumber("Cannot set element", this.#type, value);
    if (this.#whole) {
      float[0] = value as number;
      Atomics.store(this.#whole, at, bits[0]!);
    } else Atomics.store(this.#numbers as Int32Array, at, value as number);
  }

  /** A copy of the elements from `from` to before `to`, as `Array.prototype.slice` counts. */
  slice(from?: number, to?: number): number[] {
    return Array.from(this.#numbers.slice(from, to) as Int32Array);
  }

  /** The elements, one after the other. */
  *[Symbol.iterator](): Generator<number> {
    for (let i = 0; i < this.length; i++) yield this.get(i);
  }

  #place(what: string, index: number): number {
    if (Number.isInteger(index) && index >= 0 && index < this.length) return index;
    throw new RangeError(
      `Cannot ${what} element: index must be a whole number from 0 to ${this.length - 1}, ` +
        `but it is ${index}`,
    );
  }
}

interface Received {
  readonly cell: number;
  readonly type: NumberType;
  readonly buffer: SharedArrayBuffer;
  readonly lock: RLock;
}

shared(Kind.sharedArray, (cell, parts) => {
  const received = { ...parts as Omit<Received, "cell">, cell };
  return new SharedArray(received.type, 0, received);
});
