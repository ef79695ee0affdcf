/** The suite of Pool and ThreadPool: one suite for both, since they are one piece of code. */
// deadline: 300 s

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  Pool,
  type PoolOptions,
  RuntimeError,
  sleep,
  ThreadPool,
  TimeoutError,
} from "../../lib/multiprocessing.ts";
import {
  countUp,
  failOn,
  failOnThree,
  getPrepared,
  here,
  multiply,
  pidAfter,
  pidOf,
  prepare,
  spin,
  spinAndCount,
  spinUntilFile,
  square,
  squareLater,
  startTicking,
  ticked,
  untilFile,
  workerAfter,
} from "../fixtures/tasks.ts";
import { rejection, thrown } from "../fixtures/outcomes.ts";
import { random, until, within } from "../kit.ts";

/** How many tasks all workers have counted. */
const totals: number[] = [];

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

for (const [kind, Kind] of [["Pool", Pool], ["ThreadPool", ThreadPool]] as const) {
  const test = suite(`multiprocessing_pool ${kind}`);
  const make = (size?: number, options?: PoolOptions): Pool =>
    new Kind(size, { module: here, ...options });

  test("apply gives what the function gives, or throws what it throws", async () => {
    await using pool = make(2);
    assert.is(await pool.apply(square, [5]), 25);
    assert.is(await pool.apply(squareLater, [3, 5]), 9);
    const error = await rejection(pool.apply(failOn, [1, 1])) as Error;
    assert.instance(error, RangeError);
    assert.is(error.message, "bad 1");
    assert.match(error.stack!, "tasks.ts");
  });

  test("what a task left behind gets its turns while one task comes after the other", async () => {
    // A timer of 1 ms between tasks of 1 ms: a busy machine makes both late alike.
    const tasks = 120, least = 30;
    await using pool = make(1);
    await pool.apply(startTicking);
    for (let n = 0; n < tasks; n++) await pool.apply(spin, [1]);
    const between = await pool.apply(ticked);
    assert.ok(between >= least, `${between} turns between tasks that come one by one`);
    await pool.map(spin, new Array(tasks).fill(1), { chunksize: 1 });
    const rest = await pool.apply(ticked) - between;
    assert.ok(rest >= least, `${rest} turns between tasks that wait in line`);
  });

  test("map keeps the order, whatever the chunks", async () => {
    await using pool = make(3);
    const squares = upTo(100).map((n) => n * n);
    assert.equal(await pool.map(square, upTo(100)), squares);
    for (const chunksize of [1, 7, 1000]) {
      assert.equal(await pool.map(square, upTo(100), { chunksize }), squares);
    }
    assert.equal(await pool.map(square, new Set([3, 1, 2])), [9, 1, 4]);
    assert.equal(await pool.starmap(multiply, [[2, 3], [4, 5]]), [6, 20]);
    assert.equal(await pool.mapAsync(square, [2]).get(), [4]);
    assert.equal(await pool.starmapAsync(multiply, [[2, 3]]).get(), [6]);
  });

  test("an empty iterable is ready at once", async () => {
    await using pool = make(1);
    const result = pool.mapAsync(square, []);
    assert.is(result.ready(), true);
    assert.equal(await result.get(), []);
    assert.equal(await pool.map(square, []), []);
    assert.equal(await pool.imap(square, []).next(), { value: undefined, done: true });
  });

  test("map waits for all, and fails with the first failure", async () => {
    await using pool = make(2);
    const result = pool.mapAsync(failOnThree, upTo(6), { chunksize: 1 });
    const error = await rejection(result.get()) as Error;
    assert.is(error.message, "bad 3");
    assert.is(result.successful(), false);
    assert.is(await pool.apply(square, [2]), 4);
  });

  test("results can be asked for, waited for, and given up on", async () => {
    await using pool = make(1);
    const result = pool.applyAsync(squareLater, [4, 300]);
    assert.is(result.ready(), false);
    assert.instance(thrown(() => result.successful()), RuntimeError);
    assert.instance(await rejection(result.get({ timeout: 10 })), TimeoutError);
    assert.instance(await rejection(result.get({ timeout: 0 })), TimeoutError);
    await result.wait({ timeout: 10 });
    assert.is(result.ready(), false);
    assert.is(await result.get({ timeout: 5000 }), 16);
    assert.is(await result.get(), 16);
    await result.wait();
    assert.is(result.successful(), true);
    const reason = new Error("stop");
    assert.is(
      await rejection(
        pool.applyAsync(squareLater, [1, 50]).get({ signal: AbortSignal.abort(reason) }),
      ),
      reason,
    );
  });

  test("callbacks are called before get settles", async () => {
    await using pool = make(1);
    const seen: unknown[] = [];
    await pool.applyAsync(square, [3], { callback: (value) => seen.push(value) }).get();
    const failing = pool.applyAsync(failOn, [1, 1], {
      callback: () => seen.push("wrong"),
      errorCallback: (error) => seen.push((error as Error).message),
    });
    await rejection(failing.get());
    await pool.mapAsync(square, [1, 2], { callback: (values) => seen.push(values) }).get();
    assert.equal(seen, [9, "bad 1", [1, 4]]);
  });

  test("imap gives the results in order as they come, and goes on after a failure", async () => {
    await using pool = make(2);
    const seen: number[] = [];
    for await (const value of pool.imap(square, upTo(30), { chunksize: 4 })) seen.push(value);
    assert.equal(seen, upTo(30).map((n) => n * n));
    for (const chunksize of [1, 3]) {
      const results = pool.imap(failOnThree, upTo(6), { chunksize });
      const outcomes: unknown[] = [];
      for (;;) {
        try {
          const { value, done } = await results.next();
          if (done) break;
          outcomes.push(value);
        } catch (error) {
          outcomes.push((error as Error).message);
        }
      }
      assert.equal(outcomes, [0, 1, 2, "bad 3", 4, 5]);
    }
    const slow = pool.imap(squareLater, [1]);
    assert.instance(await rejection(slow.next({ timeout: 0 })), TimeoutError);
    assert.equal(await slow.next({ timeout: 5000 }), { value: 1, done: false });
    assert.equal(await slow.next(), { value: undefined, done: true });
  });

  test("imapUnordered gives each result once, the quick ones first", async () => {
    await using pool = make(2);
    const seen: number[] = [];
    for await (const value of pool.imapUnordered(square, upTo(20))) seen.push(value);
    assert.equal(seen.sort((a, b) => a - b), upTo(20).map((n) => n * n));
    const folder = mkdtempSync(join(tmpdir(), "pool-")), gate = join(folder, "gate");
    try {
      const order: string[] = [];
      for await (const path of pool.imapUnordered(untilFile, [gate, "", ""])) {
        if (order.push(path) === 2) writeFileSync(gate, "");
      }
      assert.equal(order, ["", "", gate]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("an iterable that throws half way fails after what it gave", async () => {
    function* half(): Generator<number> {
      yield 1;
      yield 2;
      throw new EvalError("half way");
    }
    await using pool = make(2);
    assert.instance(thrown(() => pool.mapAsync(square, half())), EvalError);
    assert.instance(await rejection(pool.map(square, half())), EvalError);
    for (const how of ["imap", "imapUnordered"] as const) {
      const results = pool[how](square, half());
      const got = [await results.next(), await results.next()].map(({ value }) => value as number);
      assert.equal(got.sort(), [1, 4]);
      assert.instance(await rejection(results.next()), EvalError);
      assert.is((await results.next()).done, true);
    }
    assert.is(await pool.apply(square, [3]), 9);
  });

  test("nothing waits behind a long task while a worker idles", async () => {
    await using pool = make(2);
    await pool.map(square, upTo(500), { chunksize: 1 });
    const folder = mkdtempSync(join(tmpdir(), "pool-")), gate = join(folder, "gate");
    try {
      const long = pool.applyAsync(spinUntilFile, [gate]);
      const short = upTo(40).map((n) => pool.applyAsync(square, [n]).get());
      // The long task ends only after they have.
      assert.equal(await within(20_000, Promise.all(short)), upTo(40).map((n) => n * n));
      writeFileSync(gate, "");
      assert.is(await long.get(), gate);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("each task runs once, however often tasks are moved between workers", async () => {
    await using pool = make(3);
    const chance = random(11);
    for (const chunksize of [1, 2]) {
      // Long and short ones mixed: what waits behind a long one is taken back again and again.
      const items = upTo(150).map((n) => [n, chance() < 0.1 ? 12 * chance() : chance() / 2]);
      const done = await pool.starmap(spinAndCount, items as [number, number][], { chunksize });
      assert.equal(done.map(([n]) => n), upTo(150));
      const runs = done.map(([, worker, count]) => `${worker} ${count}`);
      assert.is(new Set(runs).size, 150);
      const last = new Map<unknown, number>();
      for (const [, worker, count] of done) {
        last.set(worker, Math.max(last.get(worker) ?? 0, count));
      }
      totals.push([...last.values()].reduce((sum, count) => sum + count, 0));
    }
    // Nothing ran that is not in a result: the counts of the workers have no holes.
    assert.equal(totals.splice(0), [150, 300]);
  });

  test("an initializer prepares each worker", async () => {
    await using pool = make(2, { initializer: prepare, initargs: [1, { a: [2] }] });
    assert.equal(await pool.apply(getPrepared), [1, { a: [2] }]);
    assert.equal(await pool.map(getPrepared, [1, 2, 3] as never[]), Array(3).fill([1, { a: [2] }]));
  });

  test("workers are replaced after so many tasks", async () => {
    await using pool = make(1, { maxtasksperchild: 2 });
    const counts: number[] = [];
    for (let i = 0; i < 6; i++) counts.push(await within(10_000, pool.apply(countUp)));
    if (Kind === Pool) assert.equal(counts, [1, 2, 1, 2, 1, 2]);
    pool.close();
    await within(5000, pool.join());
  });

  test("close ends the workers when all is done", async () => {
    const pool = make(2);
    const results = upTo(10).map((n) => pool.applyAsync(squareLater, [n, 10]));
    assert.instance(await rejection(pool.join()), RuntimeError);
    pool.close();
    assert.instance(thrown(() => pool.applyAsync(square, [1])), RuntimeError);
    assert.instance(await rejection(pool.map(square, [1])), RuntimeError);
    await within(10_000, pool.join());
    assert.ok(results.every((result) => result.ready() && result.successful()));
    pool.close();
    await pool.join();
  });

  test("terminate rejects what is pending, also spinning and 10,000 in the queue", async () => {
    const pool = make(2);
    // Both workers are there, and each of them spins.
    await until(async () => {
      const workers = await pool.map(workerAfter, [20, 20], { chunksize: 1 });
      return workers[0]!.worker !== workers[1]!.worker;
    });
    const spinning = [1, 2].map(() => pool.applyAsync(spin, [1e9]));
    const waiting = upTo(10_000).map((n) => pool.applyAsync(square, [n]));
    const stream = pool.imap(square, upTo(100));
    const next = rejection(stream.next());
    await sleep(20);
    pool.terminate();
    for (const result of [...spinning, ...waiting]) {
      assert.instance(await rejection(result.get()), RuntimeError);
    }
    assert.instance(await next, RuntimeError);
    await within(15_000, pool.join());
    pool.terminate();
    assert.instance(thrown(() => pool.applyAsync(square, [1])), RuntimeError);
  });

  test("never more tasks at once than workers", async () => {
    await using pool = make(3);
    const began = performance.now();
    await Promise.all(upTo(5).map(() => pool.apply(pidAfter, [300])));
    const rounds = (performance.now() - began) / 300;
    assert.ok(rounds >= 2, `${rounds.toFixed(1)} rounds`);
    if (Kind === Pool) assert.ok(new Set(await pool.map(pidOf, upTo(30) as never[])).size <= 3);
  });

  test.run();
}
