/** The lesson of ten threads that change one number, with a lock and without. */

import assert from "node:assert/strict";
import { lesson, type Values } from "../lib/lesson.ts";
import { Barrier, Lock, main, print, Thread, Value } from "../lib/threading.ts";
import { about, say } from "./about/lock.ts";

type Given = Values<typeof about.parameters>;

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

function prepare({ threads: count, iterations, initial, lock: locked }: Given, first = 0) {
  const globalScore = new Value("int32", initial, { name: "global_score" });
  const lock = locked ? new Lock({ name: "lock" }) : null;
  const together = new Barrier(count);
  const threads = Array.from(
    { length: count },
    (_, i) =>
      new Thread({
        target: updateScore,
        args: [(first + i) * 10, iterations, globalScore, lock, together],
      }),
  );
  return { globalScore, threads };
}

const program = lesson(about, async (given) => {
  const { threads: count, iterations, initial } = given;
  const { globalScore, threads } = prepare(given);
  print(say("starting", count, iterations));
  for (const thread of threads) thread.start();
  for (const thread of threads) await thread.join();

  const final = globalScore.value;
  print(say("score", final));
  return { initial, final, difference: final - initial, updates: 2 * count * iterations };
});

/** Every interleaving of it, where nobody adds 0: npm start -- explore lock */
export function scenario(given: Given): number {
  const { globalScore, threads } = prepare(given, 1);
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.joinSync();
  assert.equal(globalScore.value, given.initial);
  return globalScore.value;
}

main(import.meta, program);
