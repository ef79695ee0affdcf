/** The suite of workers that fall silent, cannot go on, or are lost twice: each task is answered, none runs too often. */

// deadline: 300 s

import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Redis } from "ioredis";
import * as assert from "uvu/assert";
import { decode } from "../../lib/codec.ts";
import { RuntimeError } from "../../lib/distributed.ts";
import { answerOf } from "../../lib/distributed/host.ts";
import { border, MOST_BYTES, toBytes } from "../../lib/distributed/messages.ts";
import { WorkerLostError } from "../../lib/errors.ts";
import { until, within } from "../kit.ts";
import { rejection } from "../fixtures/outcomes.ts";
import { begun, keysLeft, linesOf, poolOf, TestWorker } from "../fixtures/distributed/host.ts";
import { PrivateRedis, redisSuite } from "../fixtures/distributed/redis.ts";
import { noteAndDie, noteBoth, noted, square } from "../fixtures/distributed/tasks.ts";

const test = redisSuite("distributed: more trouble with workers");

async function lostOf(result: { get(): Promise<unknown> }): Promise<string> {
  const error = await rejection(within(40_000, result.get(), "the lost task"));
  assert.instance(error, WorkerLostError);
  return (error as Error).message;
}

test("the only worker is silent, and Redis takes it for connected: its task is lost", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  const path = join(redis.folder, "ran");
  await using pool = poolOf(url);
  await using worker = await TestWorker.start({ url, name: "host-1", lostAfter: 2000 });
  const lost = pool.applyAsync(noted, [path]);
  await begun(path);
  worker.pause();
  assert.match(await lostOf(lost), /noted: host-1 was lost while it ran this task/);
  assert.is((await pool.workers()).length, 1, "it is still connected");
});

test("the loss is told though all processes of the others are busy", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  const [one, two] = ["one", "two"].map((name) => join(redis.folder, name)) as [string, string];
  await using pool = poolOf(url);
  await using first = await TestWorker.start({ url, name: "host-1", lostAfter: 2000 });
  const lost = pool.applyAsync(noted, [one]);
  await begun(one);
  await using _second = await TestWorker.start({ url, name: "host-2", lostAfter: 2000 });
  const long = pool.applyAsync(noted, [two, "done"]);
  await begun(two);
  first.kill();
  assert.match(await lostOf(lost), /host-1 was lost/);
  assert.not(long.ready());
  writeFileSync(`${two}.go`, "");
  assert.is(await long.get(), "done");
});

test("lost with one worker and then with another: maxRetries counts both", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  const path = join(redis.folder, "ran");
  await using pool = poolOf(url, { maxRetries: 1 });
  await using first = await TestWorker.start({ url, name: "host-1", lostAfter: 2000 });
  const lost = pool.applyAsync(noted, [path]);
  await begun(path);
  await using second = await TestWorker.start({ url, name: "host-2", lostAfter: 2000 });
  first.kill();
  await until(() => linesOf(path).length === 2, "it runs again", 30_000);
  second.kill();
  assert.match(await lostOf(lost), /host-2 was lost while it ran this task/);
  await using _third = await TestWorker.start({ url, name: "host-3", lostAfter: 2000 });
  assert.is(await pool.apply(square, [3]), 9);
  assert.is(linesOf(path).length, 2, "it ran twice, not three times");
});

test("grace is over: the task goes to another worker, and this one ends with 1", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  const path = join(redis.folder, "ran");
  await using pool = poolOf(url, { maxRetries: 1 });
  const options = { url, lostAfter: 2000, grace: 200 };
  await using first = await TestWorker.start({ ...options, name: "host-1" });
  const result = pool.applyAsync(noted, [path, "done"]);
  await begun(path);
  first.leave();
  const { code, stderr } = await within(20_000, first.ended, "its end");
  assert.is(code, 1);
  assert.match(stderr, /Cannot leave in time: 1 tasks still ran after 200 ms/);
  await using _second = await TestWorker.start({ ...options, name: "host-2" });
  await until(() => linesOf(path).length === 2, "it runs again", 30_000);
  writeFileSync(`${path}.go`, "");
  assert.is(await within(20_000, result.get(), "the result"), "done");
});

/** Functions in a folder of the test's own, whose processes can be kept from becoming ready. */
const MORTAL = `
import { existsSync } from "node:fs";
import process from "node:process";
const dead = new URL("dead", import.meta.url);
export const die = () => process.kill(process.pid, "SIGKILL");
export const setUp = () => existsSync(dead) && die();
export const square = (n) => n * n;
`;

test("a worker whose processes die before they are ready leaves, and the tasks wait for others", async () => {
  await using redis = await PrivateRedis.start();
  const { url, folder } = redis;
  const path = join(folder, "mortal.mjs"), dead = join(folder, "dead");
  writeFileSync(path, MORTAL);
  const mortal = await import(pathToFileURL(path).href) as {
    die(): void;
    square(n: number): number;
  };
  const options = { url, root: folder, initializer: "mortal.mjs#setUp" };
  await using pool = poolOf(url, { module: pathToFileURL(path), root: folder });
  await using first = await TestWorker.start({ ...options, name: "host-1" });
  assert.is(await pool.apply(mortal.square, [2]), 4);
  writeFileSync(dead, "");
  await lostOf(pool.applyAsync(mortal.die, []));
  const { code, stderr } = await within(60_000, first.ended, "its end");
  assert.is(code, 1);
  assert.match(stderr, /WorkerLostError: Cannot start workers/);
  const waits = pool.mapAsync(mortal.square, [1, 2, 3], { chunksize: 1 });
  rmSync(dead);
  await using _second = await TestWorker.start({ ...options, name: "host-2" });
  assert.equal(await within(60_000, waits.get(), "the map"), [1, 4, 9]);
});

test("a task that kills its processes is not run again for a caller that has left", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  const path = join(redis.folder, "ran");
  await using _worker = await TestWorker.start({ url });
  const pool = poolOf(url, { maxRetries: 100_000 });
  const poison = pool.applyAsync(noteAndDie, [path]);
  await until(() => existsSync(path) && linesOf(path).length > 1, "it runs again", 60_000);
  pool.terminate();
  assert.instance(await rejection(poison.get()), RuntimeError);
  await pool.join();
  await using other = poolOf(url);
  assert.is(await within(60_000, other.apply(square, [3]), "another's task"), 9);
});

test("terminate: what runs runs on, and its late result leaves no key behind", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  const path = join(redis.folder, "ran");
  await using worker = await TestWorker.start({ url });
  const pool = poolOf(url);
  assert.is(await pool.apply(square, [3]), 9);
  const call = pool.applyAsync(noteBoth, [path]);
  await begun(path);
  pool.terminate();
  assert.instance(await rejection(call.get()), RuntimeError);
  await pool.join();
  writeFileSync(`${path}.go`, "");
  worker.leave();
  assert.is((await within(30_000, worker.ended, "its end")).code, 0);
  assert.equal(linesOf(path), ["began", "ended"]);
  assert.equal(await keysLeft(url), []);
});

test("a task that Redis gave to a worker in an answer that was lost is done soon", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  const path = join(redis.folder, "ran");
  await using worker = await TestWorker.start({ url, lostAfter: 110_000 });
  await using pool = poolOf(url);
  const runs = pool.applyAsync(noted, [path, "done"]);
  await begun(path);
  const orphan = pool.applyAsync(square, [3]);
  const client = new Redis(url);
  try {
    const [active, wait] = ["bull:interleave:active", "bull:interleave:wait"] as const;
    await until(async () => await client.llen(wait) === 1, "it waits", 30_000);
    const [running] = await client.lrange(active, 0, -1);
    const token = await client.get(`bull:interleave:${running}:lock`);
    // As though the worker had asked for it, and had not heard the answer.
    const id = await client.lmove(wait, active, "RIGHT", "LEFT");
    const own = token!.replace(/:\d+$/, ":99");
    await client.set(`bull:interleave:${id}:lock`, own, "PX", 110_000);
    await client.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
  } finally {
    client.disconnect();
  }
  await worker.says(/ is back/);
  writeFileSync(`${path}.go`, "");
  assert.is(await runs.get(), "done");
  assert.is(await within(30_000, orphan.get(), "the other one"), 9);
});

test("results that are too large for one message are refused by name", () => {
  const { refused } = answerOf(new Uint8Array(MOST_BYTES + 1)) as { refused: string };
  const error = decode(toBytes(refused), { border });
  assert.instance(error, RangeError);
  assert.match(
    String(error),
    /Cannot send \d+ bytes .* one message holds \d+\. Make chunks smaller/,
  );
});

test("an idle worker leaves though Redis does not answer", async () => {
  await using redis = await PrivateRedis.start();
  await using worker = await TestWorker.start({ url: redis.url, grace: 60_000 });
  redis.pause(true);
  worker.leave();
  assert.is((await within(40_000, worker.ended, "its end")).code, 0);
});

test.run();
