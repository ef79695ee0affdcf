/** The results of a task as they travel: the values, and the errors of those that have none. */

import { decode, encode, encodeError } from "../codec.ts";
import { border } from "./messages.ts";

/** Values by their places in the task; `failures` are the errors, by the places that have no value. */
export interface Results {
  readonly values: unknown[];
  readonly failures: [place: number, error: unknown][];
}

/** Encodes results; a value that cannot be sent becomes the failure of its place. */
export function writeResults({ values, failures }: Results): Uint8Array {
  const errors: [number, Uint8Array][] = [];
  const fail = (place: number, error: unknown): void => {
    values[place] = undefined;
    // On its own, so that it is as much of the error as can be sent.
    errors.push([place, encodeError(error, { path: "error", border }).slice()]);
  };
  for (const [place, error] of failures) fail(place, error);
  const all = (): Uint8Array => encode([values, errors], { path: "result", border }).slice();
  try {
    return all();
  } catch {
    // Some value cannot be sent: which one is found out below.
  }
  for (const [place, value] of values.entries()) {
    try {
      encode(value, { path: "result", border });
    } catch (error) {
      fail(place, error);
    }
  }
  return all();
}

/**
 * Decodes the results of a task of `count` calls.
 *
 * @throws {TypeError} if the bytes are not such results: they may be from anybody
 */
export function readResults(bytes: Uint8Array, count: number): Results {
  const parts = decode(bytes, { border });
  const [values, errors] = Array.isArray(parts) ? parts as unknown[] : [];
  if (!Array.isArray(values) || values.length !== count || !Array.isArray(errors)) {
    throw damaged(count);
  }
  const failures = errors.map((failure: unknown): [number, unknown] => {
    const [place, error] = Array.isArray(failure) ? failure as unknown[] : [];
    const isPlace = Number.isInteger(place) && (place as number) >= 0 && (place as number) < count;
    if (!isPlace || !(error instanceof Uint8Array)) throw damaged(count);
    return [place as number, decode(error, { border })];
  });
  return { values, failures };
}

function damaged(count: number): TypeError {
  return new TypeError(`Cannot get result: what came is not the results of ${count} calls`);
}
