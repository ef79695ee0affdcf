/** The explorer: one controlled execution, counting, the smallest failure, a proof. */

import assert from "node:assert/strict";
import { memoryUsage } from "node:process";
import { explore } from "../../lib/explore.ts";
import { Lock, main, Thread, Value } from "../../lib/threading.ts";
import { best, isWanted, report } from "./kit.ts";

export function add(total: Value, times: number, lock: Lock | null) {
  for (let n = 0; n < times; n++) {
    lock?.acquireSync();
    total.value += 1;
    lock?.release();
  }
}

/** Threads that add to one number; what is lost is no failure. */
export function adding(threads: number, times: number, locked: boolean): number {
  const total = new Value("int32", 0), lock = locked ? new Lock() : null;
  together(
    Array.from({ length: threads }, () => new Thread({ target: add, args: [total, times, lock] })),
  );
  return total.value;
}

/** The same, and nothing may be lost. */
export function exact(threads: number, times: number, locked: boolean): void {
  assert.equal(adding(threads, times, locked), threads * times);
}

export function dine(left: Lock, right: Lock) {
  left.acquireSync();
  right.acquireSync();
  right.release();
  left.release();
}

/** Philosophers at a round table: `ordered` takes the fork with the smaller number first. */
export function philosophers(many: number, ordered: boolean): void {
  const forks = Array.from({ length: many }, () => new Lock());
  together(
    forks.map((fork, n) => {
      const next = forks[(n + 1) % many]!;
      const [left, right] = ordered && n === many - 1 ? [next, fork] : [fork, next];
      return new Thread({ target: dine, args: [left, right] });
    }),
  );
}

function together(threads: readonly Thread[]): void {
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.joinSync();
}

const EXECUTIONS = 200;

const workloads: Readonly<Record<string, () => Promise<number>>> = {
  "explore, one execution of 2 threads that add twice, ms": async () => {
    const args: [number, number, boolean] = [2, 2, false];
    return await best(3, () => explore(adding, { args, random: EXECUTIONS })) / EXECUTIONS;
  },
  "explore, count of 2 threads that add 5 times, ms": () =>
    best(1, async () => {
      const { schedules } = await explore(adding, { args: [2, 5, false], count: true });
      assert.equal(schedules, 184_756n);
    }),
  "explore, smallest failure of 2 threads that add twice, ms": () =>
    best(5, async () => {
      const { failure } = await explore(exact, { args: [2, 2, false] });
      assert.equal(failure?.preemptions, 1);
    }),
  "explore, 6 threads that add 6 times with a lock, MB": async () => {
    let most = 0;
    const { result } = await explore(adding, {
      args: [6, 6, true],
      onProgress: () => void (most = Math.max(most, memoryUsage.rss())),
    });
    assert.equal(result, "open");
    return most / 1e6;
  },
  "explore, deadlock of 5 philosophers, ms": () =>
    best(3, async () => {
      const { failure } = await explore(philosophers, { args: [5, false] });
      assert.equal(failure?.kind, "deadlock");
    }),
  "explore, proof of 5 ordered philosophers, ms": () =>
    best(1, async () => {
      const { result, complete } = await explore(philosophers, { args: [5, true] });
      assert.deepEqual([result, complete], ["holds", true]);
    }),
};

main(import.meta, async () => {
  for (const [name, run] of Object.entries(workloads)) {
    if (isWanted(name)) report(name, await run());
  }
});
