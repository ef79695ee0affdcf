/** Checks of what a caller gave, so that all of the library refuses it in the same words. */

import { show } from "./show.ts";

/** A refused value as it is shown: text in quotes, since "3" is not 3. */
export function given(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : show(value);
}

/** `options`, if they are an object: a bare number is easily given where Python takes one. */
export function optionsOf<T extends object>(what: string, options: T): T {
  if (typeof options === "object" && options !== null) return options;
  throw new TypeError(
    `${what}: options must be an object in braces, but they are ${given(options)}`,
  );
}

/** The arguments of a function to be called elsewhere; none, if they were left out. */
export function listOf(what: string, name: string, value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw new TypeError(`${what}: ${name} must be an array, as in [1, 2], but it is ${given(value)}`);
}

/** `value`, if one can loop over it. */
export function iterableOf<T>(what: string, name: string, value: Iterable<T>): Iterable<T> {
  if (typeof value?.[Symbol.iterator] === "function") return value;
  throw new TypeError(`${what}: ${name} must be iterable, as an array, but it is ${given(value)}`);
}

/** @throws {TypeError} if `signal` is given and is no AbortSignal */
export function checkSignal(what: string, signal: AbortSignal | undefined): void {
  if (signal === undefined || signal === null) return;
  if (typeof signal.addEventListener === "function") return;
  throw new TypeError(`${what}: signal must be an AbortSignal, but it is ${given(signal)}`);
}

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
    throw new TypeError(`${what}: ${name} must be a number, but it is ${given(value)}`);
  }
  if (Number.isInteger(value) && value >= least && value <= most) return;
  const range = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `${least} to ${most}`;
  throw new RangeError(`${what}: ${name} must be a whole number, ${range}, but it is ${value}`);
}

/**
 * Refuses arguments beyond those that a constructor takes.
 *
 * @param most how many it takes
 * @throws {TypeError} if there is one more
 */
export function noMore(what: string, args: IArguments, most: number): void {
  if (args.length <= most || args[most] === undefined) return;
  const takes = most === 0 ? "no arguments" : most === 1 ? "one argument" : `${most} arguments`;
  throw new TypeError(
    `${what}: it takes ${takes}, but the ${["first", "second", "third"][most]} is ${
      given(args[most])
    }`,
  );
}
