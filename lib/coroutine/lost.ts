/**
 * Errors that nobody has taken yet. What is still here when the program ends is written to standard
 * error, so that no failure is lost. asyncio reports it when the task is garbage.
 */

import { onExit } from "../runtime/current.ts";
import { report } from "../system/output.ts";
import { describeError } from "../describe_error.ts";

/** The task or future that failed, as text, by the object itself. */
const failures = new Map<object, unknown>();

/** Notes that `future` failed with `error`, which nobody has seen. */
export function keepError(future: object, error: unknown): void {
  failures.set(future, error);
}

/** Notes that somebody has got the error of `future`. */
export function errorTaken(future: object): void {
  failures.delete(future);
}

onExit(() => {
  const left = [...failures];
  failures.clear();
  for (const [future, error] of left) {
    report(`Task exception was never retrieved: ${future}\n${describeError(error)}\n`);
  }
});
