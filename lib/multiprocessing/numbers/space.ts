/** Gives out the room for numbers in this process's region of the shared file. */

import { me } from "../member.ts";
import { numbersOf, STRIDE } from "../file/layout.ts";

/** What was given back, by size. */
const free: Map<number, number[]> = new Map();
let next = 0;

/** Where `bytes` bytes in the shared file are this process's to give away; a multiple of 8. */
export function allocate(bytes: number): number {
  const size = Math.max(8, Math.ceil(bytes / 8) * 8);
  const again = free.get(size)?.pop();
  if (again !== undefined) return again;
  if (next + size > STRIDE) {
    throw new RangeError(
      `Cannot share ${bytes} bytes: one process can share ${STRIDE} bytes of numbers, ` +
        `and ${STRIDE - next} are left`,
    );
  }
  const at = numbersOf(me().number) + next;
  next += size;
  return at;
}

/** Gives back what `allocate` gave. Nobody may use it any more. */
export function giveBack(at: number, bytes: number): void {
  const size = Math.max(8, Math.ceil(bytes / 8) * 8);
  const list = free.get(size);
  if (list) list.push(at);
  else free.set(size, [at]);
}
