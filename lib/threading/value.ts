/** Value: one number that threads share, read and written atomically. */

import { noMore } from "../arguments.ts";
import { takeOrigin } from "../adopt.ts";
import { called } from "../called.ts";
import { cellOf, Kind, nameAt, shared, SharedObject } from "../memory/handles.ts";
import { memory } from "../system/shared.ts";
import {
  checkNumber,
  fits,
  misfit,
  NUMBER_TYPES,
  type NumberOf,
  type NumberType,
  numberTypeIndex,
  type PlainNumberType,
  plus,
  wrapped,
} from "./numbers.ts";
import { RLock } from "./rlock.ts";
import { type Named, nameIn } from "./named.ts";
import { refuses } from "../memory/refusing.ts";
import { createsLock, gives, muffled, point, steered, unchanged } from "../memory/steering.ts";

const TYPE = 0, NUMBER = 2;

const int64 = new BigInt64Array(memory.buffer);
const uint32 = new Uint32Array(memory.buffer);

/** To read the bits of a float64 that was loaded as one 64-bit integer, and back. */
const bits = new BigInt64Array(1);
const float = new Float64Array(bits.buffer);

function bitsOf(value: number): bigint {
  float[0] = value;
  return bits[0]!;
}

/**
 * A number that all threads share. Reading and writing are atomic, never torn and never cached; but
 * `v.value += 1` is three steps, and without the lock updates are really lost between them, as in
 * Python. Follows CPython's `multiprocessing.Value`.
 *
 * @example
 * ```ts
 * import { Value } from "../lib/threading.ts";
 * import assert from "node:assert/strict";
 *
 * const score = new Value("int32", 100);
 * {
 *   using _ = score.lock.holdSync();
 *   score.value += 1;
 * }
 * assert.equal(score.value, 101);
 * assert.throws(() => score.value = 1.5, TypeError);
 * ```
 */
export class Value<T extends NumberType = PlainNumberType> extends SharedObject {
  /** Guards steps that belong together, such as reading, adding and writing. */
  readonly lock: RLock;
  readonly #type: number;
  readonly #at: number;
  readonly #cell: number;

  static {
    shared(Kind.value, Value, { parts: (value) => value.lock });
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
    const index = origin ? memory[origin.at + TYPE]! : numberTypeIndex("Cannot make value", type);
    if (!origin && initial !== undefined) checkNumber("Cannot make value", type, initial);
    super(Kind.value, origin, nameIn("Cannot make value", options));
    const cell = this.#cell = cellOf(this);
    this.#type = index;
    this.#at = cell + NUMBER;
    this.lock = origin ? origin.parts as RLock : muffled(() => new RLock());
    if (origin) return;
    createsLock(cellOf(this.lock), options?.name);
    memory[cell + TYPE] = index;
    if (initial !== undefined) this.#store(initial);
  }

  /**
   * The number.
   *
   * @throws {TypeError} when a value of another type is stored: 1.5 in an "int32"
   * @throws {RangeError} when it does not fit
   */
  get value(): NumberOf<T> {
    if (steered !== 0 && point("read", this.#cell)) return gives(this.#load()) as NumberOf<T>;
    if (this.#type === 0) return Atomics.load(memory, this.#at) as NumberOf<T>;
    return this.#load() as NumberOf<T>;
  }

  set value(value: NumberOf<T>) {
    if (steered !== 0) {
      this.#check("set", value, "write");
      point("write", this.#cell, undefined, undefined, undefined, value);
    }
    if (this.#type === 0 && ((value as number) | 0) === value) {
      Atomics.store(memory, this.#at, value);
    } else this.#store(value);
  }

  /**
   * Adds `delta` in one step, which no other thread comes into. Whole numbers wrap around, as in
   * `Atomics.add`.
   *
   * @returns what it was before
   * @throws {TypeError} if `delta` is not a number of the value's type
   */
  add(delta: NumberOf<T>): NumberOf<T> {
    return this.#step("add", "add to", delta, (old) => wrapped(this.#typeName, plus(old, delta)));
  }

  /**
   * Stores `value` in one step.
   *
   * @returns what it was before
   * @throws {TypeError} if it is not a number of the value's type
   * @throws {RangeError} if it does not fit
   */
  exchange(value: NumberOf<T>): NumberOf<T> {
    return this.#step("exchange", "exchange", value, () => value);
  }

  /**
   * Stores `value` if the number is `expected`, in one step.
   *
   * @returns what it was before: `expected` exactly if `value` was stored
   * @throws {TypeError} if one is not a number of the value's type
   * @throws {RangeError} if one does not fit
   */
  compareExchange(expected: NumberOf<T>, value: NumberOf<T>): NumberOf<T> {
    this.#check("compare and exchange", expected, "compareExchange");
    return this.#step(
      "compareExchange",
      "compare and exchange",
      value,
      (old) => Object.is(old, expected) || old === expected ? value : undefined,
    );
  }

  #check(what: string, value: number | bigint, operation: string): void {
    const type = this.#typeName;
    if (fits(type, value)) return;
    refuses(operation, this.#cell, value);
    throw misfit(`Cannot ${what} ${called("value", nameAt(this.#cell))}`, type, value);
  }

  get #typeName(): NumberType {
    return NUMBER_TYPES[this.#type]!;
  }

  /** Stores what `next` gives for the number that is there, unless another came between: then again. */
  #step(
    operation: string,
    what: string,
    given: NumberOf<T>,
    next: (old: NumberOf<T>) => number | bigint | undefined,
  ): NumberOf<T> {
    this.#check(what, given, operation);
    if (steered !== 0) {
      point(operation, this.#cell, undefined, undefined, undefined, given);
    }
    for (;;) {
      const old = this.#load() as NumberOf<T>;
      const wanted = next(old);
      if (steered !== 0 && (wanted === undefined || wanted === old)) unchanged();
      if (wanted === undefined || this.#swap(old, wanted)) return steered !== 0 ? gives(old) : old;
    }
  }

  #swap(old: number | bigint, wanted: number | bigint): boolean {
    if (this.#type <= 1) {
      const words = this.#type === 0 ? memory : uint32;
      return Atomics.compareExchange(words, this.#at, old as number, wanted as number) === old;
    }
    const [before, after] = this.#type === 3
      ? [old as bigint, wanted as bigint]
      : [bitsOf(old as number), bitsOf(wanted as number)];
    return Atomics.compareExchange(int64, this.#at / 2, before, after) === before;
  }

  #load(): number | bigint {
    if (this.#type === 0) return Atomics.load(memory, this.#at);
    if (this.#type === 1) return Atomics.load(uint32, this.#at);
    const whole = Atomics.load(int64, this.#at / 2);
    if (this.#type === 3) return whole;
    bits[0] = whole;
    return float[0]!;
  }

  #store(value: number | bigint): void {
    this.#check("set", value, "write");
    if (this.#type === 0) Atomics.store(memory, this.#at, value as number);
    else if (this.#type === 1) Atomics.store(uint32, this.#at, value as number);
    else if (this.#type === 3) Atomics.store(int64, this.#at / 2, value as bigint);
    else Atomics.store(int64, this.#at / 2, bitsOf(value as number));
  }
}
