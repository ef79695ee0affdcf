/** Checks a learner's copy again whenever it is saved. */

import { statSync } from "node:fs";
import { sleep } from "../../program/sleep.ts";
import { watchExits } from "../leave.ts";
import { perform } from "../perform.ts";
import { labCommand, ownRuntime, quietly } from "../runtimes.ts";

/** How often, in ms, the file is looked at. Editors replace files, which not every system tells. */
const OFTEN = 200;

/** What changes when a file is saved; null while it is not there. */
function stamp(file: string): string | null {
  try {
    const { mtimeMs, size, ino } = statSync(file);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return null;
  }
}

/**
 * Runs the lab with `words` for each version of `file`, in a program of its own, which has loaded no
 * version before, until it ends with 0. The answer is the exit code.
 */
export async function watch(file: string, words: readonly string[]): Promise<number> {
  const exits = watchExits();
  const own = ownRuntime(), command = quietly(own, labCommand(own, words));
  let seen: string | null = null;
  try {
    while (!exits.signal.aborted) {
      const now = stamp(file);
      if (now !== null && now !== seen) {
        seen = now;
        const { code, interrupted } = await perform(command, false, exits);
        if (code === 0) return 0;
        if (interrupted) return 130;
      }
      await sleep(OFTEN);
    }
    return exits.code();
  } finally {
    exits.close();
  }
}
