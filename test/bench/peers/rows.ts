/** The rows of `pool` for a pool of npm: two threads, one message for each task. */

import process from "node:process";
import { best, isWanted, report, time } from "../kit.ts";

/** What a pool has to offer to take part. */
export interface Contender {
  /** Runs the task that does nothing. */
  nothing(): Promise<unknown>;
  /** Runs the task that computes for `us` microseconds. */
  spin(us: number): Promise<unknown>;
  close(): unknown;
}

const TASKS = 10_000;

async function all(task: () => Promise<unknown>): Promise<void> {
  await Promise.all(Array.from({ length: TASKS }, task));
}

/** Measures `pool` and closes it. */
export async function measureRows(pool: Contender): Promise<void> {
  await Promise.all([pool.spin(1000), pool.spin(1000)]); // both workers are there
  const rows: [string, () => Promise<number>][] = [
    ["Pool(2).map, 10,000 no-ops, chunksize 1", () => best(3, () => all(() => pool.nothing()))],
    ["Pool(2), 10,000 applyAsync no-ops", () => best(3, () => all(() => pool.nothing()))],
    ["Pool(2).map, 10,000 x 50 us of CPU", () => best(2, () => all(() => pool.spin(50)))],
    ["Pool, one apply, round trip", async () => {
      const rounds = 2000;
      const ms = await time(async () => {
        for (let round = 0; round < rounds; round++) await pool.nothing();
      });
      return ms / rounds;
    }],
  ];
  for (const [name, run] of rows) if (isWanted(name)) report(name, await run());
  // Some pools never finish closing; all has been measured.
  await Promise.race([pool.close(), new Promise((resolve) => setTimeout(resolve, 1000))]);
  process.exit(0);
}
