/** The types of shared numbers, and their ranges. */

import { given } from "../arguments.ts";

export const NUMBER_TYPES = ["int32", "uint32", "float64", "bigint64"] as const;

/** The types of shared numbers: "bigint64" holds bigints, the others numbers. */
export type NumberType = typeof NUMBER_TYPES[number];

/** What a shared number of type `T` is in JavaScript. */
export type NumberOf<T extends NumberType> = T extends "bigint64" ? bigint : number;

/** The types whose numbers are numbers, which is what a `Value` without more is. */
export type PlainNumberType = Exclude<NumberType, "bigint64">;

const RANGES: Partial<Record<NumberType, readonly [number | bigint, number | bigint]>> = {
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint32: [0, 2 ** 32 - 1],
  bigint64: [-(2n ** 63n), 2n ** 63n - 1n],
};

/**
 * The place of `type` in NUMBER_TYPES.
 *
 * @throws {TypeError} if there is no such type
 */
export function numberTypeIndex(what: string, type: NumberType): number {
  const index = NUMBER_TYPES.indexOf(type);
  if (index >= 0) return index;
  throw new TypeError(
    `${what}: its type must be one of ${NUMBER_TYPES.join(", ")}, not ${String(type)}`,
  );
}

/**
 * Checks that `value` can be stored as a `type`.
 *
 * @throws {TypeError} if it is no number, or no whole one where whole ones are stored
 * @throws {RangeError} if it does not fit
 */
export function checkNumber(what: string, type: NumberType, value: number | bigint): void {
  if (!fits(type, value)) throw misfit(what, type, value);
}

/** Can `value` be stored as a `type`? */
export function fits(type: NumberType, value: number | bigint): boolean {
  if (!isOfKind(type, value)) return false;
  const range = RANGES[type];
  if (!range) return true;
  return (typeof value === "bigint" || Number.isInteger(value)) && value >= range[0] &&
    value <= range[1];
}

function isOfKind(type: NumberType, value: unknown): boolean {
  return type === "bigint64" ? typeof value === "bigint" : typeof value === "number";
}

/** The error of a `value` that does not fit: see `checkNumber`. */
export function misfit(what: string, type: NumberType, value: number | bigint): Error {
  const range = RANGES[type];
  if (!isOfKind(type, value)) {
    const wanted = type === "bigint64" ? "bigint" : "number";
    return new TypeError(`${what}: ${type} takes a ${wanted}, but it is ${given(value)}`);
  }
  if (!range || typeof value === "number" && !Number.isInteger(value)) {
    return new TypeError(`${what}: ${type} takes whole numbers, but it is ${value}`);
  }
  return new RangeError(`${what}: ${type} takes ${range[0]} to ${range[1]}, but it is ${value}`);
}

/** The error of an `index` of which a shared array of `length` elements has none. */
export function noElement(what: string, length: number, index: number): RangeError {
  return new RangeError(
    `${what}: index must be a whole number from 0 to ${length - 1}, but it is ${index}`,
  );
}

/** `a` + `b`, which are both numbers or both bigints. */
export function plus(a: number | bigint, b: number | bigint): number | bigint {
  return typeof a === "bigint" ? a + (b as bigint) : a + (b as number);
}

/** A sum as a type of whole numbers keeps it: it wraps around. */
export function wrapped(type: NumberType, sum: number | bigint): number | bigint {
  if (type === "int32") return (sum as number) | 0;
  if (type === "uint32") return (sum as number) >>> 0;
  return typeof sum === "bigint" ? BigInt.asIntN(64, sum) : sum;
}
