/**
 * Was a suite really run, and did all of it pass? uvu's exit code does not tell: it is 0 after a
 * throwing hook, after `throw "text"`, and without `.run()`. Its summary does.
 */

import { stripVTControlCharacters } from "node:util";
import type { Ended } from "./process.ts";

export interface Verdict {
  readonly ok: boolean;
  /** Why it is red; "" when it is not. */
  readonly reason: string;
  readonly passed: number;
  /** At least 1 when the suite is red. */
  readonly failed: number;
}

const SUMMARY = /^\s*Total:\s+(\d+)\s+Passed:\s+(\d+)\s+Skipped:\s+(\d+)\s/gm;

/** Has uvu written its last lines? Then the program is to end by itself. */
export function isSummary(stdout: string): boolean {
  return /^\s*Total:\s+\d+\s+Passed:\s+\d+\s+Skipped:/m.test(stripVTControlCharacters(stdout));
}

function why(ended: Ended, runs: number, total: number, passed: number, skipped: number): string {
  const seconds = (ended.elapsed / 1000).toFixed(1);
  if (total > passed) return `${total - passed} of ${total} tests failed`;
  if (ended.killed && runs > 0) {
    return `all ${total} tests passed, but the program did not end: something it opened is still open`;
  }
  if (ended.killed) return `not finished after ${seconds} s, killed`;
  if (ended.signal) return `ended by ${ended.signal}`;
  if (runs === 0 && ended.code !== 0) return `ended before its tests did: exit code ${ended.code}`;
  if (runs === 0) return "ran no test: is .run() missing?";
  if (total === 0) return "ran no test: the suite is empty";
  if (skipped > 0) return `${skipped} tests skipped: assert the gap instead (see test/kit.ts)`;
  if (ended.code !== 0) return `all ${total} tests passed, but the exit code is ${ended.code}`;
  if (ended.leftBehind > 0) return `left ${ended.leftBehind} process(es) running`;
  return "";
}

/** Judges how the program of a suite ended. */
export function judge(ended: Ended): Verdict {
  let runs = 0;
  const sum = [0, 0, 0] as [number, number, number];
  for (const summary of stripVTControlCharacters(ended.stdout).matchAll(SUMMARY)) {
    runs++;
    sum[0] += Number(summary[1]);
    sum[1] += Number(summary[2]);
    sum[2] += Number(summary[3]);
  }
  const [total, passed, skipped] = sum;
  const reason = why(ended, runs, total, passed, skipped);
  const failed = reason === "" ? 0 : Math.max(1, total - passed);
  return { ok: reason === "", reason, passed, failed };
}
