import { Kind, shared, SharedObject } from "../memory/handles.ts";
import { memory } from "../system/shared.ts";
import { checkNumber, NUMBER_TYPES, type NumberType, numberTypeIndex } from "./numbers.ts";
import { RLock } from "./rlock.ts";

const TYPE = 0, NUMBER = 2;

const int64 = new BigInt64Array(memory.buffer);
const uint32 = new Uint32Array(memory.buffer);

/** To read the bits of a float64 that was loaded as one 64-bit integer, and back. */
const bits = new BigInt64Array(1);
const float = new Float64Array(bits.buffer);

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
export class Value extends SharedObject {
  /** Guards steps that belong together, such as reading, adding and writing. */
  readonly lock: RLock;
  readonly #type: number;
  readonly #at: number;

  /**
   * @param type "int32", "uint32", "float64" or "bigint64" (a bigint)
   * @param initial its first value; 0 without
   * @throws {TypeError} if the type is none of these, or the value is not a number of the type
   * @throws {RangeError} if the value does not fit
   */
  constructor(type: NumberType, initial?: number | bigint);
  /** @internal */
  constructor(type: NumberType, initial?: number | bigint, received?: Received);
  constructor(type: NumberType, initial?: number | bigint, received?: Received) {
    const index = received
      ? memory[received.cell + TYPE]!
      : numberTypeIndex("Cannot make value", type);
    if (!received && initial !== undefined) checkNumber("Cannot make value", type, initial);
    super(Kind.value, received?.cell);
    this.#type = index;
    this.#at = this.cell + NUMBER;
    this.lock = received?.lock ?? new RLock();
    if (received) return;
    memory[this.cell + TYPE] = index;
    if (initial !== undefined) this.value = initial;
  }

  /** @internal */
  override parts(): unknown {
    return this.lock;
  }

  /**
   * The number.
   *
   * @throws {TypeError} when a value of another type is stored: 1.5 in an "int32"
   * @throws {RangeError} when it does not fit
   */
  get value(): number {
    if (this.#type === 0) return Atomics.load(memory, this.#at);
    return this.#load() as number;
  }

  set value(value: number | bigint) {
    if (this.#type === 0 && ((value as number) | 0) === value) {
      Atomics.store(memory, this.#at, value);
    } else this.#store(value);
  }

  #load(): number | bigint {
    if (this.#type === 1) return Atomics.load(uint32, this.#at);
    const whole = Atomics.load(int64, this.#at / 2);
    if (this.#type === 3) return whole;
    bits[0] = whole;
    return float[0]!;
  }

  #store(value: number | bigint): void {
    checkNumber("Cannot set value", NUMBER_TYPES[this.#type]!, value);
    if (this.#type === 0) Atomics.store(memory, this.#at, value as number);
    else if (this.#type === 1) Atomics.store(uint32, this.#at, value as number);
    else if (this.#type === 3) Atomics.store(int64, this.#at / 2, value as bigint);
    else {
      float[0] = value as number;
      Atomics.store(int64, this.#at / 2, bits[0]!);
    }
  }
}

interface Received {
  readonly cell: number;
  readonly lock: RLock;
}

shared(Kind.value, (cell, lock) => new Value("int32", 0, { cell, lock: lock as RLock }));
