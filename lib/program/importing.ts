/** Keeps a module from starting threads while a thread or child imports it for its target. */

import { RuntimeError } from "../errors.ts";
import { importModule } from "../runtime/current.ts";

/**
 * Which module a thread or child process is importing just now to find its target. A module that
 * starts threads while it is imported would start them again in each of these, for ever.
 */
let importing: string | undefined;

/** Imports `url` for the target of a thread or process; `name` is the module as the learner knows it. */
export async function importForTarget(url: string, name: string): Promise<Record<string, unknown>> {
  importing = name;
  try {
    return await importModule(url);
  } finally {
    importing = undefined;
  }
}

/** Throws if the code that wants to start a `what` ("thread") runs because its module is being imported. */
export function refuseWhileImporting(what: string): void {
  if (importing === undefined) return;
  throw new RuntimeError(
    `Cannot start ${what}: ${importing} is just being imported by a thread or process to find a target, ` +
      `and would start itself without end. Put what only the main program does into ` +
      `main(import.meta, () => { ... })`,
  );
}
