/** Philosophers around a table, one fork between two neighbours. */

import { clock, lesson, type Values } from "../lib/lesson.ts";
import {
  Lock,
  main,
  print,
  Semaphore,
  SharedArray,
  sleep,
  sleepSync,
  Thread,
} from "../lib/threading.ts";
import { about, HOLDS_ONE, MEAL, say } from "./about/philosophers.ts";

type Given = Values<typeof about.parameters>;

/** Eats `meals` times, each time with both forks beside the plate. */
export function dine(
  who: number,
  forks: Lock[],
  turned: boolean,
  waiter: Semaphore | null,
  meals: number,
  delay: number,
  progress: SharedArray,
): void {
  const left = forks[who]!, right = forks[(who + 1) % forks.length]!;
  const [first, second] = turned ? [right, left] : [left, right];
  for (let meal = 1; meal <= meals; meal++) {
    waiter?.acquireSync(); // lets in one less than there are forks
    first.acquireSync();
    progress.add(who, HOLDS_ONE);
    sleepSync(delay); // reaches for the other fork
    second.acquireSync();
    progress.add(who, MEAL - HOLDS_ONE);
    print(say("eats", who, meal));
    second.release();
    first.release();
    waiter?.release();
  }
}

function start({ seats, meals, delay, order, waiter: wait }: Given) {
  const forks = Array.from({ length: seats }, (_, i) => new Lock({ name: `fork ${i + 1}` }));
  const waiter = wait ? new Semaphore(seats - 1, { name: "waiter" }) : null;
  const progress = new SharedArray("int32", seats, { name: "progress" });
  const threads = forks.map((_, who) => {
    const turned = order && who === seats - 1; // the last one takes the right fork first
    const args = [who, forks, turned, waiter, meals, delay, progress] as const;
    // Daemons, or the program could not end while they wait for ever.
    return new Thread({ target: dine, args, module: import.meta.url, daemon: true });
  });
  for (const thread of threads) thread.start();
  return { threads, progress };
}

/** Every interleaving of it: npm start -- explore philosophers */
export function scenario(given: Given): void {
  for (const thread of start(given).threads) thread.joinSync();
}

const program = lesson(about, async (given) => {
  const { threads, progress } = start(given), now = clock();
  let seen = progress.slice(), since = now(), stuck = false;
  while (!stuck && threads.some((thread) => thread.isAlive())) {
    await sleep(20);
    const next = progress.slice();
    if (next.some((steps, who) => steps !== seen[who])) since = now();
    seen = next;
    const waiting = (now() - since) * 1000 > given.delay + 200; // time to reach for the other fork
    stuck = waiting && seen.every((steps) => steps % MEAL === HOLDS_ONE);
  }
  if (!stuck) seen = progress.slice(); // the last meal may have come after the last look
  if (stuck) seen.forEach((_, who) => print(say("waits", who, given.seats)));
  return { stuck, eaten: seen.map((steps) => Math.floor(steps / MEAL)), seconds: now() };
});

main(import.meta, program);
