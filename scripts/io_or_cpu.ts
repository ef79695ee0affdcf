/** The lesson of four ways to do several jobs: which is first when they wait, which when they compute. */

import { clock, lesson } from "../lib/lesson.ts";
import { Barrier, cpuCount, main, Pool, print, sleep, ThreadPool } from "../lib/multiprocessing.ts";
import * as threading from "../lib/threading.ts";
import { about, type Cell, type Doing, type Job, say, type Way } from "./about/io_or_cpu.ts";

export function wait(delay: number): number {
  threading.sleepSync(delay); // the thread stands still, and needs no processor
  return delay;
}

export function compute(rounds: number): number {
  let value = 1;
  for (let i = 0; i < rounds * 10_000; i++) value = Math.imul(value, 69_069) + i | 0;
  return value;
}

/** How many rounds take `work` milliseconds, by the fastest of ten tries: the others were disturbed. */
function roundsIn(work: number): number {
  const tries = Array.from({ length: 10 }, () => {
    const began = performance.now();
    compute(20);
    return performance.now() - began;
  });
  return Math.max(1, Math.round(20 * work / Math.min(...tries)));
}

const together = { now: 0, most: 0 }; // asynchronous jobs that have begun and not ended

async function asynchronous(job: Job, amount: number, block: boolean): Promise<number> {
  together.most = Math.max(together.most, ++together.now);
  const awaits = job === wait && !block;
  if (awaits) await sleep(amount); // the thread goes on with the other jobs
  const result = awaits ? amount : job(amount);
  together.now--;
  return result;
}

export async function meet(barrier: Barrier | threading.Barrier) {
  await barrier.wait(); // until every worker of the pool has started
}

const program = lesson(about, async ({ jobs, wait: delay, work, block }) => {
  await using threads = new ThreadPool(jobs), processes = new Pool(jobs);
  await threads.map(meet, Array(jobs).fill(new threading.Barrier(jobs)), { chunksize: 1 });
  await processes.map(meet, Array(jobs).fill(new Barrier(jobs)), { chunksize: 1 });
  print(say("pools", jobs));
  const ways: Record<Way, Doing> = {
    alone: (job, amounts) => amounts.map(job),
    async: (job, amounts) => Promise.all(amounts.map((n) => asynchronous(job, n, block))),
    threads: (job, amounts) => threads.map(job, amounts, { chunksize: 1 }),
    processes: (job, amounts) => processes.map(job, amounts, { chunksize: 1 }),
  };

  const cells: Cell[] = [], atOnce: number[] = [];
  for (const [kind, job] of [["wait", wait], ["compute", compute]] as const) {
    print(say("kind", kind, jobs));
    const amount = job === wait ? delay : roundsIn(work), expected = job(amount);
    const amounts = Array<number>(jobs).fill(amount);
    together.most = 0;
    for (const way of Object.keys(ways) as Way[]) {
      const now = clock();
      const results = await ways[way](job, amounts);
      const time = now();
      cells.push({ kind, way, time, same: results.every((result) => result === expected) });
      print(say("way", way, time));
    }
    atOnce.push(together.most);
  }
  return { cells, waiting: atOnce[0]!, computing: atOnce[1]!, cores: cpuCount() };
});

main(import.meta, program);
