/** Sends a value through the codec, and says what must come out: the same, or a refusal. */

import * as assert from "uvu/assert";
import { type Border, decode, encode } from "../../../lib/codec.ts";
import { assertSame } from "./same.ts";

/** What arrives on the other side of a border. */
export function copy<T>(value: T, border: Border = "thread"): T {
  return decode(encode(value, { path: "args", border }).slice(), { border }) as T;
}

/** Asserts that each value comes back as structured clone gives it, also the second and third time. */
export function assertCarried(...values: unknown[]): void {
  for (let round = 0; round < 3; round++) {
    for (const value of values) assertSame(copy(value), structuredClone(value));
  }
}

/** Asserts that encoding a value is a TypeError with that message. */
export function assertRefused(value: unknown, message: RegExp, border: Border = "thread"): void {
  try {
    encode(value, { path: "args", border });
  } catch (error) {
    assert.instance(error, TypeError);
    return assert.match((error as Error).message, message);
  }
  assert.unreachable(`not refused: ${message}`);
}
