/** What those who wait at a queue are granted. */

import { Empty, ShutDown } from "../errors.ts";

/**
 * What waiters are granted that is no item: items are messages, which are numbers above 0. Whose item was
 * taken is granted TAKEN and the number that a recording gave it.
 */
export const TAKEN = 1, SHUT = -1, REFUSED = -2;

/** The message that a getter was granted. */
export function granted(grant: number): number {
  if (grant > 0) return grant;
  if (grant === SHUT) throw shutDown("get");
  throw new Empty("The queue stayed empty: nobody put an item in time");
}

/** The error of who comes after the queue was shut down. */
export function shutDown(what: string): ShutDown {
  return new ShutDown(`Cannot ${what}: the queue is shut down`);
}
