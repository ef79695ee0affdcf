/** The numbers by which threads are told apart. */

import { inWorker } from "../runtime/current.ts";
import { memory, Word } from "../system/shared.ts";

/** The identifier of the main thread. Others count on from it. */
export const MAIN_IDENT = 1;

/** An identifier that no thread of this program has had. */
export function newIdent(): number {
  return Atomics.add(memory, Word.ident, 1) + MAIN_IDENT + 1;
}

/** Of a worker that runs no thread: never an owner. */
const NOBODY = -1;

let current = inWorker ? NOBODY : MAIN_IDENT;

/** The identifier of the thread that runs here now: the owner of what it acquires. */
export function ident(): number {
  return current;
}

/** A worker runs another thread from now on, or none. */
export function setIdent(ident: number = NOBODY): void {
  current = ident;
}
