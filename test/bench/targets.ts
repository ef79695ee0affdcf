/** What is measured, against what, and how fast it is to be. Ratios to CPython: lower is better. */

/** A target for all runtimes, or one for each. Node before 24 may take 1.5 times that of Node 24. */
export type Target = number | {
  readonly node: number;
  readonly deno: number;
  readonly bun: number;
};

export interface Workload {
  /** What `test/bench/FILE.ts` and `FILE.py` print as "workload". */
  readonly name: string;
  readonly target: Target;
}

/** For each pair of files `test/bench/NAME.ts` and `NAME.py`, the rows that both print. */
export const pairs: Readonly<Record<string, readonly Workload[]>> = {
  lock: [
    { name: "lock, 10 threads x 200,000, plain element", target: 0.25 },
    { name: "lock, 10 threads x 200,000, Value", target: 0.45 },
    {
      name: "lock, 1 thread x 2,000,000, plain element",
      target: { node: 0.18, deno: 0.18, bun: 0.1 },
    },
    { name: "lock, 1 thread x 2,000,000, Value", target: { node: 0.35, deno: 0.35, bun: 0.25 } },
    { name: "asynchronous lock, 10 tasks x 20,000", target: 0.5 },
  ],
  trace: [{
    name: "recorded, 40,000 x acquire + release",
    target: { node: 0.2, deno: 0.3, bun: 0.5 },
  }],
  thread: [{ name: "thread start + join, warm, blocking", target: 0.5 }],
  condition: [{
    name: "condition ping-pong, round trip",
    target: { node: 1, deno: 1, bun: 1.5 },
  }],
  thread_queue: [
    { name: "queue, 100,000 integers, blocking", target: 0.15 },
    { name: "queue, 1,000 x 1 MiB", target: 0.15 },
  ],
  pool: [
    { name: "Pool(2).map, 10,000 no-ops, default chunks", target: 3 },
    { name: "ThreadPool(2).map, 10,000 no-ops, default chunks", target: 1 },
    { name: "Pool(2).map, 10,000 no-ops, chunksize 1", target: 0.5 },
    { name: "Pool(2), 10,000 applyAsync no-ops", target: 0.5 },
    { name: "ThreadPool(2).map, 10,000 no-ops, chunksize 1", target: 0.25 },
    { name: "ThreadPool(2), 10,000 applyAsync no-ops", target: 0.3 },
    { name: "Pool(2).map, 10,000 x 50 us of CPU", target: 1 },
    { name: "ThreadPool(2).map, 10,000 x 50 us of CPU", target: 1 },
    { name: "Pool, one apply, round trip", target: 0.4 },
    { name: "ThreadPool, one apply, round trip", target: 0.25 },
  ],
  process: [
    { name: "process start + join", target: { node: 1.2, deno: 0.8, bun: 0.4 } },
    { name: "process queue, 100,000 integers", target: 0.3 },
    { name: "process queue, 1,000 x 1 MiB, parent to child", target: 0.4 },
    { name: "process queue, 1,000 x 1 MiB, child to child", target: 0.6 },
    { name: "process lock, acquire + release", target: 0.75 },
  ],
  coroutine: [
    { name: "coroutine, 1,000,000 switches", target: 0.5 },
    { name: "coroutine, chain of 50, 20,000 sends", target: { node: 1.5, deno: 1.5, bun: 2 } },
    { name: "run, 100,000 tasks", target: 0.4 },
    { name: "gather of 1,000 tasks, 100 sleeps each", target: 0.4 },
  ],
};

/** Rows beside a package of npm instead of CPython: FILE.ts and peers/PACKAGE.ts print them. */
export const besides: Readonly<
  Record<string, { readonly peer: string; readonly rows: readonly Workload[] }>
> = {
  distributed: {
    peer: "bullmq",
    rows: [
      { name: "distributed Pool, one apply, round trip", target: 1.3 },
      { name: "distributed Pool.map, 10,000 no-ops, chunksize 1", target: 1.3 },
      { name: "distributed Pool.map, 10,000 no-ops, default chunks", target: 1.3 },
      { name: "distributed Pool, 1 MiB there and back", target: 1.3 },
    ],
  },
};

/** Rows that have nothing beside them: milliseconds, and how many they may take. */
export const alone: Readonly<Record<string, readonly Workload[]>> = {
  explore: [
    { name: "explore, one execution of 2 threads that add twice, ms", target: 2 },
    { name: "explore, count of 2 threads that add 5 times, ms", target: 2000 },
    { name: "explore, smallest failure of 2 threads that add twice, ms", target: 50 },
    { name: "explore, 6 threads that add 6 times with a lock, MB", target: 500 },
    { name: "explore, deadlock of 5 philosophers, ms", target: 300 },
    { name: "explore, proof of 5 ordered philosophers, ms", target: 1000 },
  ],
};

/** A program that is timed from outside, from its start to its end. */
export interface Program extends Workload {
  readonly script: string;
  readonly python: string;
  /** It is run from the installed package, not from this checkout. */
  readonly installed?: true;
}

const thread = { script: "test/bench/fresh_thread.ts", python: "test/bench/fresh_thread.py" };
const child = { script: "test/bench/fresh_child.ts", python: "test/bench/fresh_child.py" };
const started = { node: 6, deno: 5, bun: 4 };

export const programs: readonly Program[] = [
  {
    name: "lesson lock, whole program",
    target: 1,
    script: "scripts/lock.ts",
    python: "test/bench/lesson_lock.py",
  },
  {
    name: "10 threads in a fresh program, whole program",
    target: { node: 4, deno: 2.5, bun: 1.5 },
    script: "test/bench/fresh_threads.ts",
    python: "test/bench/fresh_threads.py",
  },
  { name: "1 thread in a fresh program, from the checkout", target: started, ...thread },
  {
    name: "1 thread in a fresh program, from the package",
    target: started,
    ...thread,
    installed: true,
  },
  { name: "1 process in a fresh program, from the checkout", target: started, ...child },
  {
    name: "1 process in a fresh program, from the package",
    target: started,
    ...child,
    installed: true,
  },
];

/** npm's pools: `test/bench/peers/NAME.ts` prints the rows of `pool` for one of them. */
export const peers: Readonly<Record<string, string>> = {
  piscina: "5.3.2",
  tinypool: "2.2.0",
  workerpool: "10.0.3",
  poolifier: "5.3.2",
};

/** The target on a runtime such as "node20". */
export function targetOn(target: Target, runtime: string): number {
  const kind = runtime.replace(/\d+$/, "") as "node" | "deno" | "bun";
  const value = typeof target === "number" ? target : target[kind];
  return kind === "node" && Number(runtime.slice(4)) < 24 ? value * 1.5 : value;
}
