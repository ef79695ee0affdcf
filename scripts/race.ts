/** How often does a race show? The same small program, run again and again. */

import assert from "node:assert/strict";
import { lesson, type Values } from "../lib/lesson.ts";
import { Barrier, Lock, main, print, SharedArray, sleepSync, Thread } from "../lib/threading.ts";
import { about, say } from "./about/race.ts";

/** Counts up to `times` in every run; each run has a total of its own. */
export function count(
  totals: SharedArray,
  times: number,
  gap: number,
  lock: Lock | null,
  together: Barrier,
): void {
  for (let run = 0; run < totals.length; run++) {
    together.waitSync(); // all begin a run at the same moment
    for (let i = 0; i < times; i++) {
      lock?.acquireSync();
      const seen = totals.get(run);
      if (gap > 0) sleepSync(gap); // here real programs read a file, or call a function
      totals.set(run, seen + 1);
      lock?.release();
    }
  }
}

function start(threads: number, times: number, runs: number, gap: number, locked: boolean) {
  const totals = new SharedArray("int32", runs, { name: "totals" });
  const lock = locked ? new Lock({ name: "lock" }) : null;
  const together = new Barrier(threads);
  const started = Array.from({ length: threads }, () => {
    return new Thread({
      target: count,
      args: [totals, times, gap, lock, together],
      module: import.meta.url,
    });
  });
  for (const thread of started) thread.start();
  return { totals, started };
}

/** Every interleaving of the third series: npm start -- explore race --no-lock */
export function scenario(
  { threads, times, runs, gap, lock }: Values<typeof about.parameters>,
  exact = 1,
): number[] {
  const { totals, started } = start(threads, times, runs, gap, lock);
  for (const thread of started) thread.joinSync();
  if (exact) { for (const total of totals.slice()) assert.equal(total, threads * times); }
  return totals.slice();
}

const program = lesson(about, async ({ threads, times, runs, gap, lock }) => {
  const plan = [["bare", 0, false], ["gap", gap, false], ["lock", gap, lock]] as const;
  const series = [];
  for (const [name, pause, locked] of plan) {
    const { totals, started } = start(threads, times, runs, pause, locked);
    for (const thread of started) await thread.join();
    const counted = totals.slice();
    const wrong = counted.filter((total) => total !== threads * times).length;
    print(say("series", name, lock, wrong, runs));
    series.push({ name, wrong, totals: counted });
  }
  return { expected: threads * times, series };
});

main(import.meta, program);
