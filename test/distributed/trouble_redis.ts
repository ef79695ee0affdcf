/** The suite of a Redis that is not there, goes away, comes back, refuses: nothing hangs. */

// deadline: 300 s

import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { ConnectionError, Pool, type PoolOptions, serve } from "../../lib/distributed.ts";
import { loadEngine } from "../../lib/distributed/engine.ts";
import { RuntimeError, WorkerLostError } from "../../lib/errors.ts";
import { startScript, until, within } from "../kit.ts";
import { rejection } from "../fixtures/outcomes.ts";
import { keysLeft, served, TestWorker } from "../fixtures/distributed/host.ts";
import { PrivateRedis, redisSuite } from "../fixtures/distributed/redis.ts";
import { bytes, here, later, noted, same, square } from "../fixtures/distributed/tasks.ts";

const test = redisSuite("distributed: trouble with Redis");

const poolOf = (url: string, more: PoolOptions = {}): Pool =>
  new Pool({ url, module: here, root: served, ...more });

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

const NOBODY = "redis://:secret@127.0.0.1:1";

test("no Redis: every call rejects in time with the reason and without the password", async () => {
  await loadEngine("test"); // how long that takes is not asked here
  const pool = poolOf(NOBODY, { connectTimeout: 300 });
  const began = performance.now();
  const calls = [pool.apply(square, [1]), pool.map(square, [1]), pool.workers()];
  const errors = [
    ...await Promise.all(calls.map((call) => rejection(call))),
    await rejection(pool.imap(square, [1]).next()),
    await rejection(pool.apply(square, [1])),
  ];
  assert.ok(performance.now() - began < 3000);
  for (const error of errors) {
    assert.instance(error, ConnectionError);
    assert.match(String(error), /redis:\/\/127\.0\.0\.1:1 for 300 ms: ECONNREFUSED/);
    assert.not.match(`${(error as Error).stack}`, /secret/);
  }
  pool.close();
  await within(1000, pool.join(), "join");
});

test("terminate before it is known whether there is a Redis ends at once", async () => {
  const pool = poolOf(NOBODY, { connectTimeout: 60_000 });
  const call = pool.applyAsync(square, [1]);
  pool.terminate();
  assert.instance(await rejection(call.get()), RuntimeError);
  await within(1000, pool.join(), "join");
});

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
  await within(3000, pool.join(), "join");
});

test("a wrong password or none: at once, for callers and workers", async () => {
  await using redis = await PrivateRedis.start({ password: "right" });
  const { port } = redis;
  for (const [user, words] of [[":wrong@", /WRONGPASS/], ["", /NOAUTH/]] as const) {
    const url = `redis://${user}127.0.0.1:${port}`;
    await using pool = poolOf(url, { connectTimeout: 30_000 });
    const error = await rejection(within(5000, pool.apply(square, [1]), "apply"));
    assert.instance(error, ConnectionError);
    assert.match(String(error), words);
    assert.not.match(String(error), /wrong@/);
    const refused = await rejection(within(5000, serve({ url, root: served }), "serve"));
    assert.instance(refused, ConnectionError);
    assert.match(String(refused), words);
  }
  await using _worker = await TestWorker.start({ url: redis.url });
  await using pool = poolOf(redis.url);
  assert.is(await pool.apply(square, [3]), 9);
});

test("a user of Redis for these keys alone is enough for caller and worker", async () => {
  const rights = "~bull:interleave* &* +@all -@admin -@dangerous +info +client|list";
  await using redis = await PrivateRedis.start({
    password: "root",
    more: ["--user", ...`app on >secret ${rights}`.split(" ")],
  });
  const url = `redis://app:secret@127.0.0.1:${redis.port}`;
  await using worker = await TestWorker.start({ url });
  const pool = poolOf(url);
  assert.equal(await pool.map(square, upTo(20)), upTo(20).map((n) => n * n));
  assert.is((await pool.workers()).length, 1);
  pool.close();
  await within(3000, pool.join(), "join");
  worker.leave();
  assert.is((await worker.ended).code, 0);
  assert.not.match(worker.said, /NOPERM/);
  assert.equal(await keysLeft(redis.url), []);
  await using other = poolOf(url, { queue: "other" });
  assert.match(String(await rejection(other.apply(square, [1]))), /NOPERM/);
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
  const result = pool.mapAsync(square, upTo(600), { chunksize: 1 });
  const slow = pool.starmapAsync(later, upTo(40).map((n) => [n, 50]), { chunksize: 1 });
  await pool.apply(square, [1]);
  await redis.kill();
  await worker.says(/lost redis:/);
  await redis.restart();
  await worker.says(/ is back/);
  assert.equal(await within(60_000, slow.get(), "the map"), upTo(40));
  assert.equal(await within(60_000, result.get(), "the map"), upTo(600).map((n) => n * n));
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
  await using _worker = await TestWorker.start({ url, processes: 2, lostAfter: 500 });
  await using pool = poolOf(url);
  const calls = upTo(6).map((n) => pool.apply(later, [n, 1500]));
  await pool.apply(square, [1]).catch(() => {});
  redis.pause(true);
  await new Promise((resolve) => setTimeout(resolve, 2500));
  redis.pause(false);
  const outcomes = await within(60_000, Promise.allSettled(calls), "the calls");
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
  await using worker = await TestWorker.start({ url, name: "host-1" });
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
