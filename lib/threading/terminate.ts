/** Ends a thread from outside, for pools. */

import { cellOf } from "../memory/handles.ts";
import { inWorker } from "../runtime/current.ts";
import { serveRequests } from "../memory/block.ts";
import { markToEnd } from "../memory/mutex.ts";
import { ringMain } from "../system/ports.ts";
import { memory, Word } from "../system/shared.ts";
import { conclude, Field, finish, Outcome, State, stateOf } from "./record.ts";
import type { Thread } from "./thread.ts";
import { withdrawWaiting, WorkerField } from "./dispatch.ts";

/**
 * Ends a thread from outside, in whatever it is: for pools, whose tasks may never return. Its result
 * rejects with WorkerLostError. What it holds stays held, and what it waited for stays promised to
 * it, so it is not for general use; but no lock inside the library is left taken: see mutex.ts.
 */
export function terminateThread(thread: Thread): void {
  const cell = cellOf(thread);
  if (stateOf(cell) !== State.started) return;
  if (withdrawWaiting(cell)) {
    if (conclude(cell, Outcome.lost, 0, 1)) finish(cell);
    return;
  }
  const worker = Atomics.load(memory, cell + Field.worker);
  if (worker === 0) return;
  markToEnd(worker + WorkerField.guard);
  if (inWorker) ringMain();
  else {
    Atomics.add(memory, Word.requests, 1);
    serveRequests();
  }
}
