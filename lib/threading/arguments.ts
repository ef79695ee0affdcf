import { show } from "../show.ts";

/**
 * Checks a whole number that a caller gave.
 *
 * @throws {TypeError} if it is not a number
 * @throws {RangeError} if it is not whole or out of range
 */
export function wholeNumber(
  what: string,
  name: string,
  value: number,
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
): void {
  if (typeof value !== "number") {
    throw new TypeError(`${what}: ${name} must be a number, but it is ${show(value)}`);
  }
  if (Number.isInteger(value) && value >= least && value <= most) return;
  const range = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `${least} to ${most}`;
  throw new RangeError(`${what}: ${name} must be a whole number, ${range}, but it is ${value}`);
}
