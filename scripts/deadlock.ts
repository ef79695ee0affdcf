/** Two locks, taken in one order or in two. */

import { clock, lesson, type Values } from "../lib/lesson.ts";
import { Lock, main, print, SharedArray, sleepSync, Thread, Value } from "../lib/threading.ts";
import { about, say } from "./about/deadlock.ts";

type Given = Values<typeof about.parameters>;

/** Moves 1 from account to account. Progress: of both the steps, odd with one lock; then the retreats. */
export function transfer(
  who: number,
  accounts: Value[],
  locks: Lock[],
  progress: SharedArray,
  { order, transfers, delay, timeout }: Given,
): void {
  const to = 1 - who, first = order ? 0 : who, second = 1 - first;
  const patience = timeout === 0 ? Infinity : timeout * (who + 1);
  for (let done = 0; done < transfers;) {
    locks[first]!.acquireSync();
    progress.add(who, 1);
    print(say("holds", who, first));
    sleepSync(delay); // it looks at the first account, and only then takes the second lock
    const both = locks[second]!.acquireSync({ timeout: patience });
    if (both) {
      accounts[who]!.value -= 1;
      accounts[to]!.value += 1;
      done++;
    }
    progress.add(who, both ? 1 : -1);
    if (both) locks[second]!.release();
    locks[first]!.release();
    if (both) continue;
    progress.add(2 + who, 1);
    print(say("retreats", who, first));
    sleepSync(2 * Math.random() * (delay + patience)); // or both could come back at once, for ever
  }
}

function prepare(given: Given) {
  const accounts = ["A", "B"].map((name) => new Value("int32", 100, { name }));
  const locks = ["A", "B"].map((name) => new Lock({ name: `lock ${name}` }));
  const progress = new SharedArray("int32", 4, { name: "progress" });
  const threads = [0, 1].map((who) => {
    const args = [who, accounts, locks, progress, given] as const;
    const daemon = true; // or the program could not end while they wait for ever
    return new Thread({ target: transfer, args, module: import.meta.url, daemon });
  });
  for (const thread of threads) thread.start();
  return { accounts, progress, threads };
}

/** Every interleaving of it: npm start -- explore deadlock */
export function scenario(given: Given): number[] {
  const { accounts, progress, threads } = prepare(given);
  for (const thread of threads) thread.joinSync();
  const retreats = given.timeout > 0 ? [...progress].slice(2) : [];
  return [...accounts.map(({ value }) => value), ...retreats];
}

const program = lesson(about, async (given) => {
  const { accounts, progress, threads } = prepare(given), now = clock();
  const seen = [{ at: now(), progress: progress.slice() }];
  let stuck = false;
  while (!stuck && threads.some((thread) => thread.isAlive())) {
    await threads.find((thread) => thread.isAlive())?.join({ timeout: 20 });
    const last = seen.at(-1)!, next = progress.slice();
    const moved = `${next}` !== `${last.progress}`;
    if (moved) seen.push({ at: now(), progress: next });
    const waiting = (now() - last.at) * 1000 > given.delay + 200; // both have asked for the other lock
    stuck = !moved && waiting && given.timeout === 0 && next[0]! % 2 + next[1]! % 2 === 2;
  }
  if (stuck) [0, 1].forEach((who) => print(say("waits", who)));
  const [done, retreats] = [progress.slice(0, 2).map((n) => n >> 1), progress.slice(2)];
  return { stuck, seconds: now(), seen, done, retreats, balances: accounts.map((a) => a.value) };
});

main(import.meta, program);
