/**
 * Who decides which task of an event loop goes on: the loop itself, or an exploration, in whose
 * threads each task that can go on is a candidate. This is where the two meet, so that neither
 * loads the other.
 */

/** What an exploration does for an event loop. */
export interface Turns {
  /** Calls `act` when it is the turn of the task called `name`. */
  soon(name: string, act: () => void): void;
  /** Calls `act` after `ms` of virtual time; the answer cancels it. */
  later(ms: number, act: () => void): () => void;
  /** The next number for a task without a name, counted anew in each execution. */
  serial(): number;
}

/** The exploration that this thread belongs to, or null. */
export let turns: Turns | null = null;

/** The event loops of this thread are explored from now on; null: no longer. */
export function takeTurns(from: Turns | null): void {
  turns = from;
}
