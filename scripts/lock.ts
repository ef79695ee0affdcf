/** The lesson of ten threads that change one number, with a lock and without. */

import { lesson } from "../lib/lesson.ts";
import { Barrier, Lock, main, print, Thread, Value } from "../lib/threading.ts";
import { about, say } from "./about/lock.ts";

// Threads here share no variables: what they share is made for it and passed.
export function updateScore(
  score: number,
  iterations: number,
  globalScore: Value,
  lock: Lock | null,
  together: Barrier,
): void {
  together.waitSync(); // starting a thread takes longer than its work
  for (let i = 0; i < iterations; i++) {
    lock?.acquireSync();
    globalScore.value = globalScore.value + score;
    globalScore.value = globalScore.value - score;
    lock?.release();
  }
}

const program = lesson(about, async ({ threads: count, iterations, initial, lock: locked }) => {
  const globalScore = new Value("int32", initial);
  const lock = locked ? new Lock() : null;
  const together = new Barrier(count);

  print(say("starting", count, iterations));
  const threads = Array.from(
    { length: count },
    (_, i) =>
      new Thread({ target: updateScore, args: [i * 10, iterations, globalScore, lock, together] }),
  );
  for (const thread of threads) thread.start();
  for (const thread of threads) await thread.join();

  const final = globalScore.value;
  print(say("score", final));
  return { initial, final, difference: final - initial, updates: 2 * count * iterations };
});

main(import.meta, program);
