/** What a workload of the benchmark needs: a clock, and one line of JSON for each result. */

import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { root } from "../tools/runtimes.ts";

/** Prints a result for `test/bench/run.ts`. `details` are for whoever runs the workload alone. */
export function report(workload: string, ms: number, details: Record<string, unknown> = {}): void {
  process.stdout.write(JSON.stringify({ workload, ms, ...details }) + "\n");
}

/** Milliseconds that `body` takes, awaited. */
export async function time(body: () => unknown): Promise<number> {
  const start = performance.now();
  await body();
  return performance.now() - start;
}

/** The best of `rounds` runs of `body`, after one that warms up: load of the machine only adds. */
export async function best(rounds: number, body: () => unknown): Promise<number> {
  await body();
  let least = Infinity;
  for (let round = 0; round < rounds; round++) least = Math.min(least, await time(body));
  return least;
}

/** Should this row be run? `npm run bench -- --only WORDS` hands the words on. */
export function isWanted(workload: string): boolean {
  const words = process.env["INTERLEAVE_BENCH_ONLY"] ?? "";
  return words === "" || words.split("\n").some((word) => workload.includes(word));
}

/** A pool of npm that `--peers` has installed. */
export function peer(name: string): Promise<Record<string, unknown>> {
  const require = createRequire(join(root, ".cache/peers/package.json"));
  return import(pathToFileURL(require.resolve(name)).href);
}
