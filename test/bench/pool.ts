/** Pools: 10,000 small calls in every form, and what one call takes there and back. */

import { main, Pool, ThreadPool } from "../../lib/multiprocessing.ts";
import { best, isWanted, report } from "./kit.ts";

const TASKS = 10_000;
const CALLS = 500;
const numbers = Array.from({ length: TASKS }, (_, i) => i);

export function noop(n: number): number {
  return n;
}

/** Computes for 50 us, by the clock: the optimiser has nothing to say, and both languages do the same. */
export function work(): void {
  const end = performance.now() + 0.05;
  while (performance.now() < end);
}

async function row(name: string, rounds: number, body: () => unknown, divide = 1): Promise<void> {
  if (isWanted(name)) report(name, await best(rounds, body) / divide);
}

async function oneByOne(pool: Pool): Promise<void> {
  for (let i = 0; i < CALLS; i++) await pool.apply(noop, [i]);
}

main(import.meta, async () => {
  const pool = new Pool(2), threads = new ThreadPool(2);
  await row("Pool(2).map, 10,000 no-ops, default chunks", 20, () => pool.map(noop, numbers));
  await row(
    "ThreadPool(2).map, 10,000 no-ops, default chunks",
    20,
    () => threads.map(noop, numbers),
  );
  await row(
    "Pool(2).map, 10,000 no-ops, chunksize 1",
    5,
    () => pool.map(noop, numbers, { chunksize: 1 }),
  );
  await row("Pool(2), 10,000 applyAsync no-ops", 5, () => {
    const results = numbers.map((n) => pool.applyAsync(noop, [n]));
    return Promise.all(results.map((result) => result.get()));
  });
  await row(
    "ThreadPool(2).map, 10,000 no-ops, chunksize 1",
    5,
    () => threads.map(noop, numbers, { chunksize: 1 }),
  );
  await row("ThreadPool(2), 10,000 applyAsync no-ops", 5, () => {
    const results = numbers.map((n) => threads.applyAsync(noop, [n]));
    return Promise.all(results.map((result) => result.get()));
  });
  await row("Pool(2).map, 10,000 x 50 us of CPU", 3, () => pool.map(work, numbers));
  await row("ThreadPool(2).map, 10,000 x 50 us of CPU", 3, () => threads.map(work, numbers));
  await row("Pool, one apply, round trip", 5, () => oneByOne(pool), CALLS);
  await row("ThreadPool, one apply, round trip", 5, () => oneByOne(threads), CALLS);
  pool.close();
  threads.close();
  await pool.join();
  await threads.join();
});
