/** The suite of workers and callers that vanish: what was lost is named, what was not goes on. */

// deadline: 300 s

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import * as assert from "uvu/assert";
import { Pool, serve } from "../../lib/distributed.ts";
import { WorkerLostError } from "../../lib/errors.ts";
import { startScript, until, within } from "../kit.ts";
import { rejection } from "../fixtures/outcomes.ts";
import {
  begun,
  keysLeft,
  linesOf,
  poolOf,
  served,
  TestWorker,
} from "../fixtures/distributed/host.ts";
import { PrivateRedis, redisSuite } from "../fixtures/distributed/redis.ts";
import { later, noteAndDie, noteAndDieOnce, noted, square } from "../fixtures/distributed/tasks.ts";

const test = redisSuite("distributed: lost workers and callers");

type Data = Record<string, unknown>;

test("dashboards see the function's name, and which worker runs it", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  const path = join(redis.folder, "ran");
  await using _worker = await TestWorker.start({ url, name: "host-1" });
  await using pool = poolOf(url);
  const call = pool.applyAsync(noted, [path]);
  await begun(path);
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  const queue = new Queue("interleave", { connection });
  try {
    await until(
      async () => {
        const jobs = await queue.getJobs(["active"]);
        const seen = jobs.map(({ name, progress }) => [name, (progress as Data)["worker"]]);
        return JSON.stringify(seen) === `[["noted","host-1"]]`;
      },
      "the job is seen",
      30_000,
    );
  } finally {
    await queue.close();
    connection.disconnect();
  }
  writeFileSync(`${path}.go`, "");
  assert.is(await call.get(), "ran");
});

test("a worker that is killed: its task is lost, and named by one that is left", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  const path = join(redis.folder, "ran");
  await using pool = poolOf(url);
  await using first = await TestWorker.start({ url, name: "host-1", lostAfter: 2000 });
  const lost = pool.applyAsync(noted, [path]);
  await begun(path);
  await using _second = await TestWorker.start({ url, name: "host-2", lostAfter: 2000 });
  const kept = pool.applyAsync(square, [3]);
  first.kill();
  assert.is(await kept.get(), 9);
  const error = await rejection(within(20_000, lost.get(), "the lost task")) as Error;
  assert.instance(error, WorkerLostError);
  assert.match(error.message, /noted: host-1 was lost while it ran this task\. It may have run, /);
  assert.match(error.message, /exactly once cannot be had\. maxRetries, here 0, says/);
  assert.is(linesOf(path).length, 1, "at most once");
});

/** Kills the worker in the middle of a task: its caller learns whose it was. */
async function losesItsTask(worker: TestWorker, pool: Pool, path: string): Promise<void> {
  const lost = pool.applyAsync(noted, [path]);
  await begun(path);
  worker.kill();
  const error = await rejection(within(20_000, lost.get(), "the lost task")) as Error;
  assert.instance(error, WorkerLostError);
  assert.match(error.message, /host-1 was lost/);
}

test("the only worker is killed: its caller finds that out", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  const path = join(redis.folder, "ran");
  await using pool = poolOf(url);
  await using worker = await TestWorker.start({ url, name: "host-1", lostAfter: 2000 });
  await losesItsTask(worker, pool, path);
});

test("a user who may not see who is connected is told so, and a lost worker is found all the same", async () => {
  const rights = "~bull:interleave* &* +@all -@admin -@dangerous +info";
  await using redis = await PrivateRedis.start({
    password: "root",
    more: ["--user", ...`app on >secret ${rights}`.split(" ")],
  });
  const url = `redis://app:secret@127.0.0.1:${redis.port}`;
  const path = join(redis.folder, "ran");
  await using worker = await TestWorker.start({ url, name: "host-1", lostAfter: 2000 });
  const asker = startScript("test/fixtures/distributed/asker.ts", {
    args: [url],
    deadline: 60_000,
  });
  const { stdout, stderr, code } = await asker.ended;
  assert.equal([stdout, code], ["9\n", 0], stderr);
  assert.is(
    stderr.match(/cannot be seen, Redis says NOPERM.* let this user do client\|list/g)?.length,
    1,
  );
  await using pool = poolOf(url);
  await losesItsTask(worker, pool, path);
});

test("nobody serves the queue: one line after five seconds, and the task waits", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  let said = "";
  const asker = startScript("test/fixtures/distributed/asker.ts", {
    args: [url],
    deadline: 110_000,
    onOutput: (text) => said += text,
  });
  await until(() => said.includes("nobody serves queue interleave; tasks wait"), "it", 60_000);
  await using _worker = await TestWorker.start({ url });
  const { stdout, stderr, code } = await asker.ended;
  assert.equal([stdout, code], ["9\n", 0]);
  assert.is(stderr.trim().split("\n").length, 1, stderr);
});

test("with maxRetries: 1 the task of a killed worker is run again, once", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  const path = join(redis.folder, "ran");
  await using pool = poolOf(url, { maxRetries: 1 });
  await using first = await TestWorker.start({ url, name: "host-1", lostAfter: 2000 });
  const result = pool.applyAsync(noted, [path, "done"]);
  await begun(path);
  await using _second = await TestWorker.start({ url, name: "host-2", lostAfter: 2000 });
  first.kill();
  await until(() => linesOf(path).length === 2, "it runs again", 20_000);
  writeFileSync(`${path}.go`, "");
  assert.is(await result.get(), "done");
});

test("a process that dies counts as lost: run twice, or as often as it may be", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  await using _worker = await TestWorker.start({ url });
  await using twice = poolOf(url, { maxRetries: 1 });
  const path = join(redis.folder, "once");
  assert.is(await twice.apply(noteAndDieOnce, [path]), 42);
  assert.is(linesOf(path).length, 2);
  const poison = join(redis.folder, "poison");
  await using thrice = poolOf(url, { maxRetries: 2 });
  const lost = await rejection(thrice.apply(noteAndDie, [poison])) as Error;
  assert.instance(lost, WorkerLostError);
  assert.match(lost.message, /It may have run, wholly or in part: .* maxRetries, here 2, says/);
  assert.is(linesOf(poison).length, 3);
});

test("SIGTERM: what runs is ended, what waits is left to others, and it exits with 0", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  const path = join(redis.folder, "ran");
  await using pool = poolOf(url);
  await using first = await TestWorker.start({ url, name: "host-1" });
  const runs = pool.applyAsync(noted, [path, "done"]);
  await begun(path);
  const waits = pool.applyAsync(square, [3]);
  first.leave();
  await first.says(/takes no more tasks; 1 still run/);
  writeFileSync(`${path}.go`, "");
  assert.is(await runs.get(), "done");
  assert.is((await within(10_000, first.ended, "its end")).code, 0);
  assert.not(waits.ready());
  await using _second = await TestWorker.start({ url, name: "host-2" });
  assert.is(await waits.get(), 9);
});

test("grace: tasks that still run are ended and lost, and it exits with 1", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  const path = join(redis.folder, "ran");
  await using pool = poolOf(url);
  await using worker = await TestWorker.start({ url, name: "host-1", grace: 200 });
  const runs = pool.applyAsync(noted, [path]);
  await begun(path);
  worker.leave();
  const error = await rejection(within(10_000, runs.get(), "the lost task")) as Error;
  assert.match(
    String(error),
    /^WorkerLostError: .*host-1 was stopped while it ran this task\. It may/,
  );
  const { code, stderr } = await within(10_000, worker.ended, "its end");
  assert.is(code, 1);
  assert.match(stderr, /RuntimeError: Cannot leave in time: 1 tasks still ran after 200 ms/);
});

test("a caller that is killed leaves nothing", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  await using worker = await TestWorker.start({ url });
  const script = fileURLToPath(new URL("../fixtures/distributed/caller.ts", import.meta.url));
  let said = "";
  const caller = startScript(script, {
    args: [url],
    deadline: 60_000,
    onOutput: (text) => said += text,
  });
  await until(() => said.includes("sent"), "it has sent its tasks", 30_000);
  // More than a worker does while it still believes what it has heard of the caller's connection.
  await until(async () => (await keysLeft(url)).length > 100, "tasks wait", 30_000);
  caller.kill();
  await caller.ended;
  await until(async () => (await keysLeft(url)).length === 0, "nothing is left", 30_000);
  await worker.says(/dropped \d+ tasks? of a caller that is gone/);
  const told = worker.said.match(/dropped .*/g)!;
  assert.ok(told.length < 10, `${told.length} lines`);
});

test("what is no task is refused, and the worker goes on", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  await using worker = await TestWorker.start({ url });
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  const queue = new Queue("interleave", { connection });
  const caller = "interleave-r-00000000000000000000000000000000";
  for (
    const data of [
      ...[null, 5, "x", {}, { caller: "interleave" }, { caller: 5 }],
      { caller, version: 1, module: "../x.ts", name: "x" },
    ]
  ) await queue.add("x", data, { removeOnComplete: true });
  await worker.says(/a job that is no task of a pool/);
  await using pool = poolOf(url);
  assert.is(await pool.apply(square, [3]), 9);
  await queue.close();
  connection.disconnect();
});

test("another version of the messages is named on both sides", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  await using worker = await TestWorker.start({ url, name: "host-1" });
  await using pool = poolOf(url);
  await pool.workers();
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  const [caller] = await connection.smembers("bull:interleave:callers");
  const queue = new Queue("interleave", { connection });
  await queue.add("x", { caller, version: 99 }, { removeOnComplete: true });
  await worker.says(/host-1 speaks version 1 of the messages, and this program version 99/);
  await queue.close();
  connection.disconnect();
});

test("serve ends when its signal is aborted, also before it has begun", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  await within(10_000, serve({ url, root: served, signal: AbortSignal.abort() }), "serve");
  const leave = new AbortController();
  const done = serve({ url, root: served, processes: 1, signal: leave.signal, json: true });
  await using pool = poolOf(url);
  assert.is(await pool.apply(later, [4, 1]), 4);
  leave.abort();
  await within(15_000, done, "serve");
  assert.equal(await pool.workers(), []);
});

test.run();
