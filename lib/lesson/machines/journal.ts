/** What tasks on several machines leave in the world: a line in one file when one begins, one when it ends. */

import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { currentMachine } from "./machines.ts";

/** One run of a task; a task that was thought to be lost may have several. */
export interface MachineRun {
  readonly task: number;
  readonly machine: string;
  /** Seconds since the start of all. */
  readonly from: number;
  /** Missing: it never came to its end. */
  readonly to?: number;
}

/** Writes, from within a task, that it begins or ends; a line this short is never torn. */
export function note(journal: string, what: "began" | "ended", task: number): void {
  appendFileSync(journal, `${what} ${task} ${currentMachine()} ${Date.now()}\n`);
}

/**
 * The runs so far, in the order in which they began.
 *
 * @param start when all began, by `Date.now()`
 */
export function runsIn(journal: string, start: number): MachineRun[] {
  if (!existsSync(journal)) return [];
  const runs: MachineRun[] = [];
  for (const line of readFileSync(journal, "utf8").split("\n").slice(0, -1)) {
    const [what, number, machine = "", time] = line.split(" ");
    const task = Number(number), at = (Number(time) - start) / 1000;
    const open = runs.findIndex((run) =>
      run.task === task && run.machine === machine && run.to === undefined
    );
    if (what === "began") runs.push({ task, machine, from: at });
    else runs[open] = { ...runs[open]!, to: at };
  }
  return runs;
}
