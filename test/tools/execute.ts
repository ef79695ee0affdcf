/** Runs jobs, a few at a time, and can be stopped. */

import { join } from "node:path";
import process from "node:process";
import type { Options } from "./options.ts";
import type { Job } from "./plan.ts";
import { type Ended, run } from "./process.ts";
import { commandFor, root } from "./runtimes.ts";
import { isSummary, judge, type Verdict } from "./verdict.ts";

export interface Result {
  readonly job: Job;
  readonly verdict: Verdict;
  readonly ended: Ended;
}

/** What a person may want to see meanwhile. */
export interface Watcher {
  started(job: Job): void;
  finished(result: Result): void;
}

/** How much longer a suite may take in a soak. */
const SOAK = 30;

/** Milliseconds that a program has to end after uvu's last line. */
const GOODBYE = 10_000;

async function execute(job: Job, options: Options): Promise<Result> {
  const seconds = options.deadline ?? job.suite.deadline * (options.soak ? SOAK : 1);
  let tail = "";
  const program = run(commandFor(job.runtime, job.suite.path), {
    deadline: seconds * 1000,
    cwd: root,
    env: {
      INTERLEAVE_SOAK: options.soak ? "1" : undefined,
      // The pinned Deno is meant, whatever is newest; and no colours for a pipe.
      DENO_NO_UPDATE_CHECK: "1",
      FORCE_COLOR: undefined,
      // Hundreds of programs are started, and Node takes the types out of the same files in each.
      NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] ?? join(root, ".cache/node-compile"),
    },
    onOutput(text, shorten) {
      tail = (tail + text).slice(-400);
      if (isSummary(tail)) shorten(GOODBYE);
    },
  });
  const ended = await program.ended;
  return { job, ended, verdict: judge(ended) };
}

/** Runs `jobs` in order, `options.jobs` at a time; a suite that runs alone has the machine. */
export async function executeAll(
  jobs: readonly Job[],
  options: Options,
  watcher: Watcher,
  stopped: () => boolean,
): Promise<Result[]> {
  const results: Result[] = [];
  const lane = async (queue: Job[]) => {
    for (let job = queue.shift(); job && !stopped(); job = queue.shift()) {
      watcher.started(job);
      const result = await execute(job, options);
      if (stopped()) return;
      results.push(result);
      watcher.finished(result);
    }
  };
  const together = jobs.filter((job) => !job.suite.alone);
  await Promise.all(Array.from({ length: options.jobs }, () => lane(together)));
  await lane(jobs.filter((job) => job.suite.alone));
  return results;
}
