/** Two locks, taken in one order or in two. */

import { clock, lesson, type Values } from "../lib/lesson.ts";
import {
  Lock,
  main,
  print,
  SharedArray,
  sleep,
  sleepSync,
  Thread,
  Value,
} from "../lib/threading.ts";
import { about, say } from "./about/deadlock.ts";

/** Moves 1 from account to account, `times` times. Odd progress: it holds its first lock only. */
export function transfer(
  who: number,
  accounts: Value[],
  locks: Lock[],
  inOrder: boolean,
  times: number,
  delay: number,
  progress: SharedArray,
): void {
  const to = 1 - who, first = inOrder ? 0 : who, second = 1 - first;
  for (let i = 0; i < times; i++) {
    using _one = locks[first]!.holdSync();
    progress.add(who, 1);
    print(say("holds", who, first));
    sleepSync(delay); // it looks at the first account, and only then takes the second lock
    using _two = locks[second]!.holdSync();
    accounts[who]!.value -= 1;
    accounts[to]!.value += 1;
    progress.add(who, 1);
  }
}

function prepare(inOrder: boolean, times: number, delay: number) {
  const accounts = ["A", "B"].map((name) => new Value("int32", 100, { name }));
  const locks = ["A", "B"].map((name) => new Lock({ name: `lock ${name}` }));
  const progress = new SharedArray("int32", 2, { name: "progress" });
  const threads = [0, 1].map((who) =>
    new Thread({
      target: transfer,
      args: [who, accounts, locks, inOrder, times, delay, progress],
      module: import.meta.url,
      daemon: true, // or the program could not end while they wait for ever
    })
  );
  for (const thread of threads) thread.start();
  return { accounts, progress, threads };
}

/** Every interleaving of it: npm start -- explore deadlock */
export function scenario({ order, transfers, delay }: Values<typeof about.parameters>): number[] {
  const { accounts, threads } = prepare(order, transfers, delay);
  for (const thread of threads) thread.joinSync();
  return accounts.map(({ value }) => value);
}

const program = lesson(about, async ({ transfers, delay, order }) => {
  const { accounts, progress, threads } = prepare(order, transfers, delay), now = clock();
  const seen = [{ at: now(), progress: progress.slice() }];
  let stuck = false;
  while (!stuck && threads.some((thread) => thread.isAlive())) {
    await sleep(20);
    const last = seen.at(-1)!, next = progress.slice();
    const moved = next.some((steps, who) => steps !== last.progress[who]);
    if (moved) seen.push({ at: now(), progress: next });
    const waiting = (now() - last.at) * 1000 > delay + 200; // both have asked for the other lock
    stuck = !moved && waiting && next.every((steps) => steps % 2 === 1);
  }
  if (stuck) [0, 1].forEach((who) => print(say("waits", who)));
  const done = progress.slice().map((steps) => steps >> 1);
  return { stuck, seconds: now(), seen, done, balances: accounts.map(({ value }) => value) };
});

main(import.meta, program);
