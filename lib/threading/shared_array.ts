/** SharedArray: numbers that threads share, each read and written atomically. */

import { takeOrigin } from "../adopt.ts";
import { partOf } from "../called.ts";
import { cellOf, Kind, nameAt, shared, SharedObject } from "../memory/handles.ts";
import { iterableOf, noMore, wholeNumber } from "../arguments.ts";
import {
  checkNumber,
  fits,
  misfit,
  noElement,
  type NumberOf,
  type NumberType,
  numberTypeIndex,
  type PlainNumberType,
  plus,
  wrapped,
} from "./numbers.ts";
import { RLock } from "./rlock.ts";
import { type Named, nameIn } from "./named.ts";
import { claimBuffer } from "../memory/buffers.ts";
import { refuses } from "../memory/refusing.ts";
import { told } from "../memory/telling.ts";
import { createsLock, gives, muffled, point, steered, unchanged } from "../memory/steering.ts";

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

function bitsOf(value: number): bigint {
  float[0] = value;
  return bits[0]!;
}

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
export class SharedArray<T extends NumberType = PlainNumberType> extends SharedObject {
  /** Guards steps that belong together. */
  readonly lock: RLock;
  readonly #type: NumberType;
  readonly #numbers: Numbers;
  /** The same memory as 64-bit integers, to load and store float64 whole. */
  readonly #whole: BigInt64Array | undefined;

  static {
    const parts = (array: SharedArray<NumberType>): Parts => ({
      type: array.#type,
      buffer: array.#numbers.buffer as SharedArrayBuffer,
      lock: array.lock,
    });
    shared(Kind.sharedArray, SharedArray, { parts });
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
    const received = origin?.parts as Parts | undefined;
    const made = received ? undefined : firstNumbers(type, lengthOrValues);
    super(Kind.sharedArray, origin, nameIn("Cannot make shared array", options));
    const kind = received?.type ?? type;
    const buffer = received?.buffer ?? made!.buffer;
    this.#type = kind;
    claimBuffer(buffer);
    this.#numbers = new ARRAYS[kind](buffer as SharedArrayBuffer & number);
    this.#whole = kind === "float64" ? new BigInt64Array(buffer) : undefined;
    this.lock = received?.lock ?? muffled(() => new RLock());
    if (!received) createsLock(cellOf(this.lock), options?.name);
    if (made?.values) (this.#numbers as { set(values: unknown[]): void }).set(made.values);
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
    const at = this.#place("get", index);
    if (steered !== 0) {
      told.index = at;
      if (point("read", cellOf(this))) return gives(this.#load(at)) as NumberOf<T>;
    }
    return this.#load(at) as NumberOf<T>;
  }

  /**
   * Stores `value` at `index`.
   *
   * @throws {RangeError} if there is no such element, or the value does not fit
   * @throws {TypeError} if it is not a number of the array's type
   */
  set(index: number, value: NumberOf<T>): void {
    const at = this.#place("set", index);
    this.#check("set", value, at);
    if (steered !== 0) {
      told.index = at;
      point("write", cellOf(this), undefined, undefined, undefined, value);
    }
    if (this.#whole) Atomics.store(this.#whole, at, bitsOf(value as number));
    else Atomics.store(this.#numbers as Int32Array, at, value as number);
  }

  /**
   * Adds `delta` to the element at `index` in one step, which no other thread comes into: see
   * `Value.add`.
   *
   * @returns what it was before
   */
  add(index: number, delta: NumberOf<T>): NumberOf<T> {
    const next = (old: NumberOf<T>) => wrapped(this.#type, plus(old, delta));
    return this.#step("add to", index, delta, next);
  }

  /** Stores `value` at `index` in one step and answers what was there: see `Value.exchange`. */
  exchange(index: number, value: NumberOf<T>): NumberOf<T> {
    return this.#step("exchange", index, value, () => value);
  }

  /**
   * Stores `value` at `index` if `expected` is there, in one step, and answers what was there: see
   * `Value.compareExchange`.
   */
  compareExchange(index: number, expected: NumberOf<T>, value: NumberOf<T>): NumberOf<T> {
    this.#check("compare and exchange", expected, index);
    return this.#step(
      "compare and exchange",
      index,
      value,
      (old) => Object.is(old, expected) || old === expected ? value : undefined,
    );
  }

  #load(at: number): number | bigint {
    if (!this.#whole) return Atomics.load(this.#numbers as Int32Array, at);
    bits[0] = Atomics.load(this.#whole, at);
    return float[0]!;
  }

  /** Stores what `next` gives for what is at `index`, unless another came between: then again. */
  #step(
    what: string,
    index: number,
    given: NumberOf<T>,
    next: (old: NumberOf<T>) => number | bigint | undefined,
  ): NumberOf<T> {
    const at = this.#place(what, index);
    this.#check(what, given, at);
    if (steered !== 0) {
      told.index = at;
      point(operationOf(what), cellOf(this), undefined, undefined, undefined, given);
    }
    for (;;) {
      const old = this.#load(at) as NumberOf<T>;
      const wanted = next(old);
      if (steered !== 0 && (wanted === undefined || wanted === old)) unchanged();
      if (wanted === undefined || this.#swap(at, old, wanted)) {
        return steered !== 0 ? gives(old) : old;
      }
    }
  }

  #swap(at: number, old: number | bigint, wanted: number | bigint): boolean {
    if (!this.#whole) {
      const words = this.#numbers as Int32Array;
      return Atomics.compareExchange(words, at, old as number, wanted as number) === old;
    }
    const before = bitsOf(old as number);
    return Atomics.compareExchange(this.#whole, at, before, bitsOf(wanted as number)) === before;
  }

  /** A copy of the elements from `from` to before `to`, as `Array.prototype.slice` counts. */
  slice(from?: number, to?: number): NumberOf<T>[] {
    if (steered !== 0) point("slice", cellOf(this));
    return Array.from(this.#numbers.slice(from, to) as ArrayLike<unknown>) as NumberOf<T>[];
  }

  /** The elements, one after the other. */
  *[Symbol.iterator](): Generator<NumberOf<T>> {
    for (let i = 0; i < this.length; i++) yield this.get(i);
  }

  #place(what: string, index: number): number {
    if (Number.isInteger(index) && index >= 0 && index < this.length) return index;
    refuses(operationOf(what), cellOf(this), undefined, index);
    throw noElement(this.#cannot(what), this.length, index);
  }

  #check(what: string, value: number | bigint, index: number): void {
    if (fits(this.#type, value)) return;
    refuses(operationOf(what), cellOf(this), value, index);
    throw misfit(this.#cannot(what), this.#type, value);
  }

  #cannot(what: string): string {
    return `Cannot ${what} ${partOf("element", "shared array", nameAt(cellOf(this)))}`;
  }
}

/** How the steps are called of the methods that are described so. */
const OPERATIONS: Record<string, string> = {
  get: "read",
  set: "write",
  "add to": "add",
  "compare and exchange": "compareExchange",
};

function operationOf(what: string): string {
  return OPERATIONS[what] ?? what;
}

/** What another thread needs of an array besides its cell. */
interface Parts {
  readonly type: NumberType;
  readonly buffer: SharedArrayBuffer;
  readonly lock: RLock;
}

/** Memory for a new array, and the values that come into it first, if they were given. */
function firstNumbers(
  type: NumberType,
  given: number | Iterable<number | bigint>,
): { readonly buffer: SharedArrayBuffer; readonly values: unknown[] | undefined } {
  const what = "Cannot make shared array";
  numberTypeIndex(what, type);
  const values = typeof given === "number"
    ? undefined
    : [...iterableOf(what, "length or values", given)];
  const length = values?.length ?? given as number;
  wholeNumber(what, "its length", length, 0);
  for (const value of values ?? []) checkNumber(what, type, value);
  return { buffer: new SharedArrayBuffer(length * ARRAYS[type].BYTES_PER_ELEMENT), values };
}
