/** One task that computes stops every timer of its thread; in a thread or process of its own it does not. */

import { lesson } from "../lib/lesson.ts";
import { main, print, Process, sleep } from "../lib/multiprocessing.ts";
import { Thread } from "../lib/threading.ts";
import { about, say, type Where } from "./about/blocking_loop.ts";

/** Counts primes for `work` milliseconds. It never waits: nothing else runs on its thread. */
export function compute(work: number) {
  const from = Date.now();
  let primes = 0;
  for (let n = 2; Date.now() - from < work; n++) {
    let divisor = 2;
    while (divisor * divisor <= n && n % divisor !== 0) divisor++;
    if (divisor * divisor > n) primes++;
  }
  return { from, to: Date.now(), primes };
}

// deno-lint-ignore require-await
const computeAsync = async (work: number) => compute(work); // the word alone moves nothing

const ways = {
  loop: compute,
  async: computeAsync,
  thread: (work: number) => {
    const thread = new Thread({ target: compute, args: [work], module: import.meta.url });
    thread.start();
    return thread.result();
  },
  process: (work: number) => {
    const child = new Process({ target: compute, args: [work], module: import.meta.url });
    child.start();
    return child.result();
  },
};

/** Lets a clock tick on this thread while `work` is done somewhere. */
async function besideAClock(where: Where, work: number, tick: number) {
  print(say("begins", where));
  const ticks: number[] = [], began = Date.now();
  const clock = setInterval(() => {
    ticks.push(Date.now());
    print(say("tick", ticks.length));
  }, tick);
  await sleep(tick * 2.5); // the clock is going
  const { from, to } = await ways[where](work);
  clearInterval(clock);
  const during = ticks.filter((at) => at > from && at < to).length;
  print(say("during", where, during));
  const seconds = (at: number) => (at - began) / 1000;
  return { where, during, from: seconds(from), to: seconds(to), ticks: ticks.map(seconds) };
}

const program = lesson(about, async ({ work, tick, away }) => {
  const order: Where[] = away ? ["loop", "thread", "process"] : ["loop", "async"];
  const parts = [];
  for (const where of order) parts.push(await besideAClock(where, work, tick));
  return { parts };
});

main(import.meta, program);
