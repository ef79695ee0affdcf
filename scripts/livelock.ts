/** Two polite threads that always make way for each other, and get nowhere. */

import assert from "node:assert/strict";
import { lesson, type Values } from "../lib/lesson.ts";
import { Barrier, Lock, main, print, sleepSync, Thread, Value } from "../lib/threading.ts";
import { about, say } from "./about/livelock.ts";

/** Moves money `times` times, and needs both locks for it; whoever does not get both gives back. */
export function transfer(
  who: number,
  locks: Lock[],
  left: Value,
  times: number,
  turns: number,
  delay: number,
  backoff: boolean,
  pace: Barrier,
): string {
  const mine = locks[who]!, other = locks[1 - who]!;
  let marks = "", done = 0, again = 0; // the turn in which it tries again
  for (let turn = 0; turn < turns && left.value > 0; turn++) {
    const tries = done < times && turn >= again;
    if (tries) mine.acquireSync();
    pace.waitSync(); // both go at the same pace: what happens here is no luck
    sleepSync(delay);
    const both = tries && other.acquireSync({ blocking: false });
    pace.waitSync();
    if (both) {
      left.add(-1);
      done++;
      other.release();
    }
    if (tries) mine.release(); // after you!
    if (tries && !both && backoff) again = turn + 1 + (Math.random() < 0.5 ? 0 : 1);
    marks += both ? "$" : tries ? "x" : " ";
    if (both) print(say("moves", who, turn + 1));
    else if (tries && turn < 3) print(say("yields", who, turn + 1));
    pace.waitSync();
  }
  return marks;
}

function start(given: Values<typeof about.parameters>) {
  const { transfers, turns, delay, backoff } = given;
  const locks = ["A", "B"].map((name) => new Lock({ name: `lock ${name}` }));
  const left = new Value("int32", 2 * transfers, { name: "left" });
  const pace = new Barrier(2);
  const threads = [0, 1].map((who) => {
    const args = [who, locks, left, transfers, turns, delay, backoff, pace] as const;
    return new Thread({ target: transfer, args, module: import.meta.url });
  });
  for (const thread of threads) thread.start();
  return { left, threads };
}

/** Every interleaving of it: npm start -- explore livelock */
export function scenario(given: Values<typeof about.parameters>): void {
  const { left, threads } = start(given);
  for (const thread of threads) thread.joinSync();
  assert.equal(left.value, 0);
}

const program = lesson(about, async (given) => {
  const { left, threads } = start(given);
  const marks = await Promise.all(threads.map((thread) => thread.result()));
  if (left.value > 0) print(say("stopped", marks[0]!.length));
  return { marks, turns: marks[0]!.length, left: left.value };
});

main(import.meta, program);
