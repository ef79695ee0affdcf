/** Which processes outlive the first of them, found by their pids alone. */

import { sleep } from "../program/sleep.ts";
import { isRunning, sendSignal } from "../system/loose.ts";

/** Milliseconds after which what still runs counts as left over. */
export const PATIENCE = 1000;

const LOOK = 5;

/**
 * Looks until all processes are gone, or the first of them has been gone for PATIENCE.
 *
 * @param now the time
 * @returns when each was seen to be gone, by `now`; null if it still runs
 */
export async function endsOf(
  pids: readonly number[],
  now: () => number,
): Promise<(number | null)[]> {
  const ends = pids.map((): number | null => null);
  for (let left = PATIENCE; left > 0 && ends.includes(null); await sleep(LOOK)) {
    for (const [i, pid] of pids.entries()) if (!isRunning(pid)) ends[i] ??= now();
    if (ends[0] !== null) left -= LOOK;
  }
  return ends;
}

/** Ends those that are still there, and answers when they are gone. */
export async function endAll(pids: readonly number[]): Promise<void> {
  for (const pid of pids) sendSignal(pid, "SIGTERM");
  while (pids.some(isRunning)) await sleep(LOOK);
}
