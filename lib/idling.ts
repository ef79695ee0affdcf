/**
 * Who records what the tasks of an event loop wait for, if anybody. This is where the loop and a
 * recording meet, so that neither loads the other.
 */

/** What a recording wants to know. */
export interface Idling {
  /** A task is made: its first step comes later. */
  starts(task: object): void;
  /** A wait begins: a sleep of so many ms, or for the end of a task. The answer ends it. */
  begins(kind: "slept" | "joined", what: number | object): () => void;
}

/** Undefined: nobody does. */
export let idling: Idling | undefined;

/** Sets it, or undefined: the tasks of this thread are not recorded any longer. */
export function recordIdling(by: Idling | undefined): void {
  idling = by;
}
