/** What became of a thread that is over: its result, or what it threw. */

import { WorkerLostError } from "../errors.ts";
import { peek } from "../memory/message.ts";
import { memory } from "../system/shared.ts";
import { Field, nameOf, Outcome } from "./record.ts";

/** What the thread at `cell`, which is over, returned; throws what its target threw. */
export function outcomeOf(cell: number): unknown {
  const outcome = memory[cell + Field.outcome];
  if (outcome === Outcome.lost) {
    throw new WorkerLostError(
      `Thread '${nameOf(cell)}' ended without a result: its worker exited with code ` +
        `${memory[cell + Field.exitCode]} before the target returned`,
    );
  }
  const value = peek(memory[cell + Field.result]!);
  if (outcome === Outcome.error) throw value;
  return value;
}
