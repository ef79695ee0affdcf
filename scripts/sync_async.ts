/** The lesson of waiting: blocking and asynchronous, and why computing gets no faster by it. */

import { clock, lesson, type Span } from "../lib/lesson.ts";
import { main, print, sleep, sleepSync } from "../lib/threading.ts";
import { about, say } from "./about/sync_async.ts";

function waitBlocking(task: number, delay: number, now: () => number): Span {
  const from = now();
  print(say("began", task));
  sleepSync(delay); // the whole thread stands still
  print(say("ended", task, now()));
  return { from, to: now() };
}

async function waitAsynchronously(task: number, delay: number, now: () => number): Promise<Span> {
  const from = now();
  print(say("began", task));
  await sleep(delay); // the thread goes on with something else
  print(say("ended", task, now()));
  return { from, to: now() };
}

function countPrimes(below: number): number {
  let count = 0;
  for (let n = 2; n < below; n++) {
    let divisor = 2;
    while (divisor * divisor <= n && n % divisor !== 0) divisor++;
    if (divisor * divisor > n) count++;
  }
  return count;
}

const program = lesson(about, async ({ tasks, delay }) => {
  const numbers = Array.from({ length: tasks }, (_, i) => i + 1);

  print(say("blocking"));
  let now = clock();
  const blockingWaits = numbers.map((task) => waitBlocking(task, delay, now));
  const blocking = now();
  print(say("total", blocking));

  print(say("asynchronous"));
  now = clock();
  const begun = numbers.map((task) => waitAsynchronously(task, delay, now));
  const asynchronousWaits = await Promise.all(begun);
  const asynchronous = now();
  print(say("total", asynchronous));

  print(say("counting"));
  countPrimes(200_000); // so that both are measured once the code is compiled
  now = clock();
  numbers.forEach(() => countPrimes(200_000));
  const cpuBlocking = now();
  now = clock();
  // deno-lint-ignore require-await
  await Promise.all(numbers.map(async () => countPrimes(200_000)));
  const cpuAsynchronous = now();
  print(say("cpu", cpuBlocking, cpuAsynchronous));

  const totals = { blocking, asynchronous, cpuBlocking, cpuAsynchronous };
  return { ...totals, blockingWaits, asynchronousWaits };
});

main(import.meta, program);
