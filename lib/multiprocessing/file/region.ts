/** Which region of the shared file this process writes in. */

import { randomBytes } from "../../system/random.ts";

let place = 0;

/** Where this process writes in the shared file; see layout.ts. */
export function myPlace(): number {
  return place;
}

export function takePlace(number: number): void {
  place = number;
}

/** An identifier for a process that nobody else can give, not even another process at the same time. */
export function newProcessId(): number {
  return parseInt(randomBytes(6), 16) + 2;
}
