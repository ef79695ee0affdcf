/** Phases that no thread begins before all have ended the one before. */

import assert from "node:assert/strict";
import { lesson, type Values } from "../lib/lesson.ts";
import { Barrier, main, print, SharedArray, sleepSync, Thread } from "../lib/threading.ts";
import { about, say } from "./about/barrier.ts";

/** Works through the phases; each should build upon what all threads did in the one before. */
export function work(
  who: number,
  phases: number,
  delay: number,
  ended: SharedArray,
  together: Barrier,
  meet: boolean,
) {
  const name = say("name", who + 1), spans = [];
  together.waitSync(); // starting a thread takes longer than its work
  for (let phase = 1; phase <= phases; phase++) {
    const behind = ended.slice().filter((last) => last < phase - 1).length; // threads
    const from = Date.now();
    sleepSync(delay); // here it works
    print(say("ended", name, phase));
    ended.add(who, 1);
    spans.push({ phase, behind, from, to: Date.now() });
    if (meet) together.waitSync();
  }
  return { name, spans };
}

function start(count: number, phases: number, delay: number, meet: boolean) {
  const ended = new SharedArray("int32", count, { name: "ended" });
  const together = new Barrier(count);
  const threads = Array.from({ length: count }, (_, i) => {
    const pace = delay * (i + 1) / count; // the last one takes the longest
    const args = [i, phases, pace, ended, together, meet] as const;
    return new Thread({ target: work, args, module: import.meta.url });
  });
  for (const thread of threads) thread.start();
  return threads;
}

/** Every interleaving of it: npm start -- explore barrier */
export async function scenario(
  { threads, phases, delay, barrier }: Values<typeof about.parameters>,
): Promise<void> {
  for (const thread of start(threads, phases, delay, barrier)) {
    for (const { behind } of (await thread.result()).spans) assert.equal(behind, 0);
  }
}

const program = lesson(about, async ({ threads: count, phases, delay, barrier }) => {
  const threads = start(count, phases, delay, barrier);
  return { workers: await Promise.all(threads.map((thread) => thread.result())) };
});

main(import.meta, program);
