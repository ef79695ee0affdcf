/** The lesson of a number that several processes change, with its lock and without. */

import { lesson } from "../lib/lesson.ts";
import {
  Barrier,
  currentProcess,
  main,
  print,
  Process,
  sleep,
  Value,
} from "../lib/multiprocessing.ts";
import { about, say } from "./about/shared_value.ts";

/** Adds 1, `times` times, and tells which numbers it wrote. */
export async function change(
  score: Value,
  times: number,
  gap: number,
  locked: boolean,
  together: Barrier,
) {
  await together.wait(); // starting a process takes longer than its work
  const written: number[] = [];
  for (let i = 0; i < times; i++) {
    await using _held = locked ? await score.lock.hold() : null; // until the end of this turn
    const seen = score.value;
    await sleep(gap); // what it does with the number; meanwhile the others run
    score.value = seen + 1;
    written.push(seen + 1);
  }
  const { pid } = currentProcess();
  print(say("done", pid, times, score.value));
  return { pid, written };
}

const program = lesson(about, async ({ processes: count, times, gap, lock }) => {
  const score = new Value("int32", 0); // of this number no process has a copy
  const together = new Barrier(count);
  const processes = Array.from(
    { length: count },
    () => new Process({ target: change, args: [score, times, gap, lock, together] }),
  );
  for (const child of processes) child.start();
  const changed = await Promise.all(processes.map((child) => child.result()));
  for (const child of processes) await child.join();
  print(say("value", score.value, count * times));
  return { value: score.value, expected: count * times, changed };
});

main(import.meta, program);
