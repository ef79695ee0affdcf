/**
 * The workloads of coroutine.py on lib/coroutine.ts. Each line on stdout is one workload:
 * `{"workload": name, "ms": best, "median": ms}`.
 */

// deno-lint-ignore-file require-yield
import assert from "node:assert/strict";
import { type Coroutine, coroutine, createTask, gather, run, sleep } from "../../lib/coroutine.ts";
import { report } from "./kit.ts";

const ROUNDS = 11;

async function measure(workload: string, body: () => unknown): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const begin = performance.now();
    await body();
    times.push(performance.now() - begin);
  }
  times.sort((a, b) => a - b);
  const [ms, median] = [times[0]!, times[ROUNDS >> 1]!].map((time) => Number(time.toFixed(2)));
  report(workload, ms!, { median });
}

const counter = coroutine(function* counter(): Generator<number, void, undefined> {
  for (let i = 0;; i++) yield i;
});

type Counting = Coroutine<number, void, undefined>;

const chain: (depth: number) => Counting = coroutine(
  function* (depth: number): Generator<number, void, undefined> {
    yield* depth > 1 ? chain(depth - 1) : counter();
  },
);

function drive(counting: Counting, sends: number): void {
  for (let i = 0; i < sends; i++) counting.send(undefined);
  assert.equal(counting.send(undefined), sends);
  counting.close();
}

const give = coroutine(function* give(value: number) {
  return value;
});

const manyTasks = coroutine(function* manyTasks(count: number) {
  const tasks = Array.from({ length: count }, (_, i) => createTask(give(i)));
  let sum = 0;
  for (const task of tasks) sum += yield* task;
  return sum;
});

const sleeper = coroutine(function* sleeper(times: number) {
  for (let i = 0; i < times; i++) yield* sleep(0);
  return times;
});

const manySleeps = coroutine(function* manySleeps(count: number) {
  const results = yield* gather(Array.from({ length: count }, () => sleeper(100)));
  return results.length;
});

await measure("coroutine, 1,000,000 switches", () => drive(counter(), 1_000_000));
await measure("coroutine, chain of 50, 20,000 sends", () => drive(chain(49), 20_000));
await measure("run, 100,000 tasks", async () => {
  assert.equal(await run(manyTasks(100_000)), 4_999_950_000);
});
await measure("gather of 1,000 tasks, 100 sleeps each", async () => {
  assert.equal(await run(manySleeps(1000)), 1000);
});
