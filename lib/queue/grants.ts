/** What those who wait at a queue are granted. */

import { called } from "../called.ts";
import { Empty, ShutDown } from "../errors.ts";
import { nameAt } from "../memory/handles.ts";

/**
 * What waiters are granted that is no item: items are messages, which are numbers above 0. Whose item was
 * taken is granted TAKEN and the number that a recording gave it.
 */
export const TAKEN = 1, SHUT = -1, REFUSED = -2;

/** The message that a getter of the queue at `cell` was granted. */
export function granted(cell: number, grant: number): number {
  if (grant > 0) return grant;
  if (grant === SHUT) throw shutDown(cell, "get");
  throw new Empty(`${theQueue(cell)} stayed empty: nobody put an item in time`);
}

/** How errors of the queue at `cell` begin. */
export function theQueue(cell: number): string {
  return called("The queue", nameAt(cell));
}

/** The error of who comes after the queue at `cell` was shut down. */
export function shutDown(cell: number, what: string): ShutDown {
  return new ShutDown(`Cannot ${what}: ${called("the queue", nameAt(cell))} is shut down`);
}
