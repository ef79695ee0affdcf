/** The suite of what pools and processes survive. */
// deadline: 240 s

import process from "node:process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  Pool,
  Process,
  Queue,
  ThreadPool,
  Value,
  WorkerLostError,
} from "../../lib/multiprocessing.ts";
import { fail, give, here as processesHere, putAll } from "../fixtures/processes.ts";
import {
  exit,
  exitWhilePreparing,
  failToPrepare,
  here,
  killMyself,
  killMyselfOn,
  pidAfter,
  pidOf,
  prepare,
  spinVisibly,
  square,
  throwKind,
} from "../fixtures/tasks.ts";
import { alive, rejection } from "../fixtures/outcomes.ts";
import { soak, until, within } from "../kit.ts";

const test = suite("multiprocessing_survive");
const make = (size: number, more = {}): Pool => new Pool(size, { module: here, ...more });
/** What was pending settles within this time, in ms; twice the second that is promised, on a busy machine. */
const SOON = 2000;

test("a worker killed while it idles is replaced, and nothing fails", async () => {
  await using pool = make(2);
  for (let round = 0; round < 3; round++) {
    const pids = new Set(await pool.map(pidOf, Array(20).fill(0) as never[], { chunksize: 1 }));
    for (const pid of pids) process.kill(pid, "SIGKILL");
    await until(() => [...pids].every((pid) => !alive(pid)));
    assert.equal(await within(10_000, pool.map(square, [1, 2, 3, 4])), [1, 4, 9, 16]);
  }
});

test("a worker killed while it works fails the one task that it was running", async () => {
  await using pool = make(2);
  const begun = new Value("int32");
  const spinning = pool.applyAsync(spinVisibly, [begun]);
  await until(() => begun.value !== 0, "the beginning of the task");
  const others = Array.from({ length: 20 }, (_, n) => pool.applyAsync(square, [n]));
  assert.equal(await Promise.all(others.map((other) => other.get())), others.map((_, n) => n * n));
  process.kill(begun.value, "SIGKILL");
  const error = await within(SOON, rejection(spinning.get()));
  assert.instance(error, WorkerLostError);
  assert.match((error as Error).message, "signal 9");
  assert.is(await within(10_000, pool.apply(square, [5])), 25);
});

/** The pids of the children of this process: some runtimes have helpers. */
async function children(): Promise<number[]> {
  const { readdirSync, readFileSync } = await import("node:fs");
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      const status = readFileSync(`/proc/${pid}/stat`, "utf8");
      return Number(status.slice(status.lastIndexOf(")") + 4).split(" ")[0]) === process.pid;
    } catch {
      return false;
    }
  });
}

test("a task that kills or exits its worker fails alone", async () => {
  await using pool = make(2);
  const doomed = [
    pool.applyAsync(killMyself),
    pool.applyAsync(exit, [3]),
    pool.applyAsync(exit, [0]),
  ];
  const sound = Array.from({ length: 10 }, (_, n) => pool.applyAsync(square, [n]));
  for (const result of doomed) {
    assert.instance(await within(10_000, rejection(result.get())), WorkerLostError);
  }
  assert.equal(
    await within(10_000, Promise.all(sound.map((result) => result.get()))),
    sound.map((_, n) => n * n),
  );
});

test("a killed item takes only its chunk with it, without what was already computed", async () => {
  await using pool = make(2);
  const results = pool.imap(killMyselfOn, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], { chunksize: 5 });
  const outcomes: unknown[] = [];
  for (let i = 0; i < 10; i++) {
    await within(10_000, results.next()).then(
      ({ value }) => outcomes.push(value),
      (error) => outcomes.push(error.name),
    );
  }
  assert.equal(outcomes, [0, 1, 2, "WorkerLostError", "WorkerLostError", 5, 6, 7, 8, 9]);
});

test("whatever a task throws arrives, and the pool goes on", async () => {
  for (const pool of [make(1), new ThreadPool(1, { module: here })]) {
    assert.is(await rejection(pool.apply(throwKind, ["string"])), "just text");
    assert.instance(await rejection(pool.apply(throwKind, ["frozen"])), TypeError);
    assert.is(
      (await rejection(pool.apply(throwKind, ["getter"])) as Error).message,
      "has a getter",
    );
    const error = await rejection(pool.apply(throwKind, ["uncloneable"])) as Error;
    assert.is(error.message, "holds a function");
    assert.instance(error.cause, URIError);
    assert.is(await pool.apply(square, [3]), 9);
    pool.terminate();
    await pool.join();
  }
});

test("an initializer that fails or exits fails the pool, which does not try for ever", async () => {
  for (
    const [initializer, kind] of [[failToPrepare, RangeError], [
      exitWhilePreparing,
      WorkerLostError,
    ]] as const
  ) {
    for (const Kind of [Pool, ThreadPool]) {
      const pool = new Kind(2, { module: here, initializer });
      const pending = [pool.applyAsync(square, [1]), pool.mapAsync(square, [1, 2])];
      for (const result of pending) {
        assert.instance(await within(10_000, rejection(result.get() as Promise<unknown>)), kind);
      }
      assert.instance(await within(SOON, rejection(pool.apply(square, [1]))), kind);
      pool.terminate();
      await within(5000, pool.join());
    }
  }
});

test("a callback that throws is reported, and get still gives the value", async () => {
  const { spawnScript } = await import("../kit.ts");
  const ended = await spawnScript("test/fixtures/callback.ts");
  assert.is(ended.stdout, "9\n16\n");
  assert.match(ended.stderr, "RangeError: from the callback");
  assert.is(ended.code, 0);
});

test("a message that cannot be sent back in time does not outlive terminate", async () => {
  const pool = make(2);
  const pending = Array.from({ length: 10_000 }, (_, n) => pool.applyAsync(pidAfter, [n]));
  await pending[0]!.get();
  pool.terminate();
  await within(SOON, Promise.allSettled(pending.map((result) => result.get())));
  await within(SOON, pool.join());
});

test("a pool of several initialised generations prepares each worker", async () => {
  await using pool = make(2, { initializer: prepare, initargs: ["x"], maxtasksperchild: 1 });
  assert.equal(await within(30_000, pool.map(square, [1, 2, 3, 4, 5, 6], { chunksize: 1 })), [
    1,
    4,
    9,
    16,
    25,
    36,
  ]);
});

test("short processes one after the other leave nothing behind", async () => {
  const { readdirSync } = await import("node:fs");
  const descriptors = (): number => readdirSync("/proc/self/fd").length;
  const one = async (n: number): Promise<void> => {
    const child = new Process({ target: give, args: [n], module: processesHere });
    child.start();
    assert.is(await child.result(), n);
    await child.join();
    child.close();
  };
  for (let n = 0; n < 5; n++) await one(n);
  const before = descriptors();
  const others = await children();
  for (let n = 0; n < (soak ? 1000 : 100); n++) await one(n);
  assert.ok(descriptors() <= before + 2, `${descriptors()} descriptors after ${before}`);
  assert.equal(await children(), others);
});

test("a process that fails, or is killed, while others use the same queue disturbs none of them", async () => {
  const queue = new Queue<unknown>();
  const sound = new Process({
    target: putAll,
    args: [queue, Array(500).fill("x")],
    module: processesHere,
  });
  const failing = new Process({ target: fail, module: processesHere });
  const killed = new Process({
    target: putAll,
    args: [queue, Array(500).fill("y")],
    module: processesHere,
  });
  for (const child of [sound, failing, killed]) child.start();
  killed.kill();
  await rejection(failing.result());
  await sound.join();
  await killed.join();
  let count = 0;
  while (!await queue.empty()) if (await queue.get() === "x") count++;
  assert.is(count, 500);
});

test.run();
