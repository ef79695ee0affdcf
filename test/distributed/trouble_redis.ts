/** The suite of a Redis that is not there, goes away, comes back, refuses: nothing hangs. */

// deadline: 300 s

import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { RuntimeError, WorkerLostError } from "../../lib/errors.ts";
import { startScript, until, within } from "../kit.ts";
import { rejection } from "../fixtures/outcomes.ts";
import { poolOf, TestWorker } from "../fixtures/distributed/host.ts";
import { PrivateRedis, redisSuite } from "../fixtures/distributed/redis.ts";
import { bytes, later, noted, same, square } from "../fixtures/distributed/tasks.ts";

const test = redisSuite("distributed: trouble with Redis");

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

for (const [what, ms] of [["just", 0], ["since a moment", 500], ["for long", 2500]] as const) {
  for (const how of ["gone", "silent"] as const) {
    test(`a program whose Redis is ${how} ${what} ends soon after join`, async () => {
      await using redis = await PrivateRedis.start();
      const leaver = startScript("test/fixtures/distributed/leaver.ts", {
        args: [redis.url, String(ms)],
        onOutput: (text) => {
          if (!text.includes("there")) return;
          if (how === "gone") void redis.kill();
          else redis.pause(true);
        },
        deadline: 30_000,
      });
      const { code, stdout, stderr } = await leaver.ended;
      assert.is(code, 0, stderr);
      const took = Number(stdout.split("\n")[1]);
      assert.ok(took < 3000, `it ended ${took} ms after join`);
    });
  }
}

test("Redis goes while thousands of tasks are being sent: the program goes on, and ends", async () => {
  const sender = startScript("test/fixtures/distributed/sender.ts", { deadline: 90_000 });
  const { code, stderr } = await sender.ended;
  assert.is(code, 0, stderr);
  assert.not.match(stderr, /Warning|Error/);
});

test("Redis goes for good: terminate and join end", async () => {
  await using redis = await PrivateRedis.start();
  const pool = poolOf(redis.url);
  await pool.workers();
  const call = pool.applyAsync(square, [1]);
  await redis.kill();
  const late = pool.applyAsync(square, [2]);
  pool.terminate();
  assert.instance(await rejection(call.get()), RuntimeError);
  assert.instance(await rejection(late.get()), RuntimeError);
  await within(10_000, pool.join(), "join");
});

test("Redis goes for good: a call is pending after close until terminate, and what has none ends", async () => {
  await using redis = await PrivateRedis.start();
  const idle = poolOf(redis.url), pool = poolOf(redis.url);
  await Promise.all([idle.workers(), pool.workers()]);
  const call = pool.applyAsync(square, [1]);
  await redis.kill();
  idle.close();
  await within(10_000, idle.join(), "join");
  pool.close();
  let joined = false;
  const join = pool.join().then(() => joined = true);
  assert.not(call.ready());
  assert.not(joined);
  pool.terminate();
  await within(10_000, join, "join");
  assert.instance(await rejection(call.get()), RuntimeError);
  const asked = await rejection(pool.workers());
  assert.instance(asked, RuntimeError);
  assert.match(String(asked), /Cannot ask for workers: the pool has ended/);
});

test("a worker without Redis waits with one line, and begins when there is one", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  await redis.kill();
  await using worker = TestWorker.begin({ url });
  await worker.says(/cannot be reached \(ECONNREFUSED\); trying again/);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  assert.is(worker.said.trim().split("\n").length, 1, worker.said);
  await redis.restart();
  await worker.says(/: serves /);
});

test("Redis is killed and comes back with its data: all results are right", async () => {
  await using redis = await PrivateRedis.start({
    appendonly: true,
    more: ["--appendfsync", "always"],
  });
  const { url } = redis;
  await using worker = await TestWorker.start({ url, processes: 2, lostAfter: 10_000 });
  await using pool = poolOf(url);
  const first = pool.applyAsync(later, [1, 50]);
  const slow = pool.starmapAsync(later, upTo(40).map((n) => [n, 50]), { chunksize: 1 });
  await first.get();
  await redis.kill();
  assert.not(slow.ready(), "tasks wait and run");
  await worker.says(/lost redis:/);
  await redis.restart();
  await worker.says(/ is back/);
  assert.is(worker.said.match(/lost redis:|is back/g)?.length, 2, worker.said);
  assert.equal(await within(60_000, slow.get(), "the map"), upTo(40));
  const after = pool.map(square, upTo(600), { chunksize: 1 });
  assert.equal(await within(60_000, after, "the map"), upTo(600).map((n) => n * n));
});

test("a caller says once that Redis is away, and once that it is back", async () => {
  await using redis = await PrivateRedis.start({
    appendonly: true,
    more: ["--appendfsync", "always"],
  });
  const { url } = redis;
  let said = "";
  const asker = startScript("test/fixtures/distributed/asker.ts", {
    args: [url],
    deadline: 110_000,
    onOutput: (text) => said += text,
  });
  await until(
    async () => /:1/.test(await redis.ask("LLEN bull:interleave:wait")),
    "it waits",
    60_000,
  );
  await redis.kill();
  await until(() => said.includes("lost redis:"), "it says so", 30_000);
  await redis.restart();
  await until(() => said.includes(" is back"), "it says so", 30_000);
  await using _worker = await TestWorker.start({ url });
  const { stdout, stderr, code } = await asker.ended;
  assert.equal([stdout, code], ["9\n", 0], stderr);
  assert.is(stderr.match(/lost redis:|is back/g)?.length, 2, stderr);
  assert.not.match(stderr, /Error/);
});

test("Redis comes back without its data: what waited is lost or done again, none hangs", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  await using _worker = await TestWorker.start({ url, processes: 2 });
  await using once = poolOf(url);
  await using again = poolOf(url, { maxRetries: 3 });
  const args = upTo(60).map((n) => [n, 100] as const);
  const calls = args.map((each) => once.apply(later, each));
  const all = again.starmapAsync(later, args, { chunksize: 1 });
  await Promise.race(calls);
  await redis.kill();
  await redis.restart();
  const outcomes = await within(60_000, Promise.allSettled(calls), "the calls");
  const lost = outcomes.filter(({ status }) => status === "rejected") as PromiseRejectedResult[];
  assert.ok(lost.length > 10 && lost.length < 60, `${lost.length} were lost`);
  for (const { reason } of lost) {
    assert.instance(reason, WorkerLostError);
    assert.match(
      reason.message,
      /later: the queue has lost this task, Redis came back without.* It may have run/,
    );
  }
  assert.equal(await within(60_000, all.get(), "the map"), upTo(60));
});

test("Redis is away for longer than lostAfter: a result or WorkerLostError, and it goes on", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  await using _worker = await TestWorker.start({ url, processes: 2, lostAfter: 1000 });
  await using pool = poolOf(url);
  const calls = upTo(6).map((n) => pool.applyAsync(later, [n, 1500]));
  await calls[0]!.get();
  redis.pause(true);
  assert.not(calls[5]!.ready());
  await new Promise((resolve) => setTimeout(resolve, 3000)); // longer than `lostAfter`
  redis.pause(false);
  const results = Promise.allSettled(calls.map((call) => call.get()));
  const outcomes = await within(60_000, results, "the calls");
  for (const [n, outcome] of outcomes.entries()) {
    if (outcome.status === "fulfilled") assert.is(outcome.value, n);
    else assert.instance(outcome.reason, WorkerLostError);
  }
  assert.is(await within(20_000, pool.apply(square, [5]), "apply"), 25);
});

test("Redis is full: the call fails with its words", async () => {
  await using redis = await PrivateRedis.start({
    more: ["--maxmemory", "4mb", "--maxmemory-policy", "noeviction"],
  });
  await using pool = poolOf(redis.url);
  await pool.workers();
  const calls = upTo(6).map(() => pool.apply(same, [new Uint8Array(2_000_000)]));
  const outcomes = await within(
    10_000,
    Promise.race(calls.map((call) => rejection(call))),
    "a call",
  );
  assert.instance(outcomes, RuntimeError);
  assert.match(String(outcomes), /Cannot send same: Redis says OOM/);
});

test("a result that Redis refuses: the call fails with its words, and the worker goes on", async () => {
  await using redis = await PrivateRedis.start({
    more: ["--maxmemory", "8mb", "--maxmemory-policy", "noeviction"],
  });
  const { url } = redis;
  await using worker = await TestWorker.start({ url, name: "host-1" });
  await using pool = poolOf(url);
  for (let i = 0; i < 2; i++) {
    const error = await rejection(within(30_000, pool.apply(bytes, [12_000_000]), "the call"));
    assert.instance(error, RuntimeError);
    assert.match(String(error), /Cannot get result of bytes: host-1 has run it, .* says OOM/);
  }
  assert.is(await within(30_000, pool.apply(square, [3]), "apply"), 9);
  assert.is(worker.said.match(/takes no result/g)?.length, 1, worker.said);
});

test("Redis takes no reply at all: the task is lost, and the worker goes on", async () => {
  await using redis = await PrivateRedis.start({ more: ["--maxmemory-policy", "noeviction"] });
  const { url } = redis;
  const path = join(redis.folder, "ran");
  // Not lost before it gives up: the worker can no longer say that it has the task, either.
  await using worker = await TestWorker.start({ url, name: "host-1", lostAfter: 20_000 });
  await using pool = poolOf(url);
  const call = pool.applyAsync(noted, [path]);
  await until(() => existsSync(path), "it runs", 30_000);
  await redis.ask("CONFIG SET maxmemory 1");
  writeFileSync(`${path}.go`, "");
  const error = await rejection(within(60_000, call.get(), "the call"));
  assert.instance(error, WorkerLostError);
  assert.match(String(error), /or takes no result of it/);
  assert.is(worker.said.match(/takes no result/g)?.length, 1, worker.said);
  await redis.ask("CONFIG SET maxmemory 0");
  assert.is(await within(30_000, pool.apply(square, [3]), "apply"), 9);
});

test.run();
