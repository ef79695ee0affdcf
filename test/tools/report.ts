/** What the person sees of a test run. */

import { writeSync } from "node:fs";
import process from "node:process";
import { isatty } from "node:tty";
import { setInterval } from "node:timers";
import type { Result, Watcher } from "./execute.ts";
import type { Job } from "./plan.ts";

/** Lines of a red suite's output that the end repeats: what was printed above may be far away. */
const REMINDER = 12;

/** Where the output of a red suite says what is wrong; without such a place, its end. */
function reminder(output: string): string[] {
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  const first = lines.findIndex((line) => /^\s*FAIL /.test(line));
  return first < 0 ? lines.slice(-REMINDER) : lines.slice(first, first + REMINDER);
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

/** Writes all of `text` at once; a reader that has gone away is not an error of the tests. */
export function say(text: string): void {
  const bytes = new TextEncoder().encode(text + "\n");
  for (let done = 0; done < bytes.length;) {
    try {
      done += writeSync(1, bytes, done);
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === "EPIPE") return;
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5); // a full pipe
    }
  }
}

/** One line per finished suite, the whole output of a red one, and a sign of life in between. */
export class Report implements Watcher {
  readonly #all: number;
  readonly #width: number;
  readonly #running = new Map<Job, number>();
  readonly #terminal = isatty(1);
  #done = 0;
  #lastLine = performance.now();
  #status = "";

  constructor(jobs: readonly Job[]) {
    this.#all = jobs.length;
    this.#width = Math.max(0, ...jobs.map((job) => job.suite.name.length));
    setInterval(() => this.#signOfLife(), this.#terminal ? 500 : 1000).unref();
  }

  started(job: Job): void {
    this.#running.set(job, performance.now());
    if (this.#terminal) this.#signOfLife();
  }

  finished({ job, verdict, ended }: Result): void {
    this.#running.delete(job);
    this.#done++;
    const count = String(this.#done).padStart(String(this.#all).length);
    const round = job.round > 1 ? ` round ${job.round}` : "";
    const where = `${job.runtime.name.padEnd(6)} ${job.suite.name.padEnd(this.#width)}${round}`;
    const what = verdict.ok ? `${verdict.passed} passed` : verdict.reason;
    this.#line(
      `${verdict.ok ? "ok " : "RED"} ${count}/${this.#all}  ${where}  ${what}, ${
        seconds(ended.elapsed)
      }`,
    );
    if (verdict.ok) return;
    const output = ended.output.trimEnd();
    this.#line(
      output === "" ? "  (it printed nothing)" : output.replace(/^/gm, "  | "),
    );
  }

  /** The last words: the red suites again with what is wrong, then the one line that is counted. */
  close(results: readonly Result[], missing: readonly string[]): number {
    this.#clearStatus();
    const red = results.filter((result) => !result.verdict.ok);
    if (red.length > 0) say("");
    for (const { job, verdict, ended } of red) {
      say(`RED ${job.suite.name} on ${job.runtime.name}: ${verdict.reason}`);
      for (const line of reminder(ended.output)) say(`  | ${line}`);
    }
    for (const name of missing) say(`RED ${name} is required and was not found`);
    const passed = results.reduce((sum, { verdict }) => sum + verdict.passed, 0);
    const failed = results.reduce((sum, { verdict }) => sum + verdict.failed, missing.length);
    say(`${passed} passed, ${failed} failed`);
    return failed;
  }

  #line(text: string): void {
    this.#clearStatus();
    say(text);
    this.#lastLine = performance.now();
  }

  #clearStatus(): void {
    if (this.#status !== "") writeSync(1, "\r\x1b[K");
    this.#status = "";
  }

  #signOfLife(): void {
    const now = performance.now();
    if (!this.#terminal && now - this.#lastLine < 10_000) return;
    const list = [...this.#running].map(([job, start]) =>
      `${job.suite.name} on ${job.runtime.name} (${Math.floor((now - start) / 1000)} s)`
    );
    if (list.length === 0) return;
    const text = `... ${list.join(", ")}`;
    if (!this.#terminal) return this.#line(text);
    this.#clearStatus();
    this.#status = text.slice(0, (process.stdout.columns || 80) - 1);
    writeSync(1, this.#status);
  }
}
