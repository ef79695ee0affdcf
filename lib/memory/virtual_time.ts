/** Virtual time in shared memory: milliseconds, as a float64 in two words. Halves of one, and years, are told apart. */

import { memory } from "../system/shared.ts";

/** The deadline of who waits for ever. */
export const NEVER = -1;

const bits = new Int32Array(2), float = new Float64Array(bits.buffer);

/** The time in the words at `at`. */
export function timeAt(at: number): number {
  bits[0] = memory[at]!;
  bits[1] = memory[at + 1]!;
  return float[0]!;
}

export function putTime(at: number, ms: number): void {
  float[0] = ms;
  memory[at] = bits[0]!;
  memory[at + 1] = bits[1]!;
}
