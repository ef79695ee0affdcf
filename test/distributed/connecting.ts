/** The suite of connecting: no Redis, a silent one, a wrong password, few rights are told in time. */

// deadline: 300 s

import { type AddressInfo, createServer } from "node:net";
import * as assert from "uvu/assert";
import { ConnectionError, serve } from "../../lib/distributed.ts";
import { loadEngine } from "../../lib/distributed/engine.ts";
import { RuntimeError } from "../../lib/errors.ts";
import { within } from "../kit.ts";
import { rejection } from "../fixtures/outcomes.ts";
import { keysLeft, poolOf, served, TestWorker } from "../fixtures/distributed/host.ts";
import { PrivateRedis, redisSuite } from "../fixtures/distributed/redis.ts";
import { square } from "../fixtures/distributed/tasks.ts";

const test = redisSuite("distributed: connecting");

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
  await within(10_000, pool.join(), "join");
});

test("what accepts and says nothing: the same within connectTimeout, once", async () => {
  const silent = createServer((socket) => socket.on("error", () => {}));
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const { port } = silent.address() as AddressInfo;
  try {
    const pool = poolOf(`redis://127.0.0.1:${port}`, { connectTimeout: 500 });
    const error = await rejection(within(20_000, pool.apply(square, [1]), "apply"));
    assert.instance(error, ConnectionError);
    assert.match(String(error), / for 500 ms: it does not answer$/);
    pool.close();
    await within(10_000, pool.join(), "join");
  } finally {
    silent.close();
  }
});

test("terminate before it is known whether there is a Redis ends at once", async () => {
  const pool = poolOf(NOBODY, { connectTimeout: 60_000 });
  const call = pool.applyAsync(square, [1]);
  pool.terminate();
  assert.instance(await rejection(call.get()), RuntimeError);
  await within(10_000, pool.join(), "join");
});

test("a wrong password or none: at once, for callers and workers", async () => {
  await using redis = await PrivateRedis.start({ password: "right" });
  const { port } = redis;
  for (const [user, words] of [[":wrong@", /WRONGPASS/], ["", /NOAUTH/]] as const) {
    const url = `redis://${user}127.0.0.1:${port}`;
    await using pool = poolOf(url, { connectTimeout: 30_000 });
    const error = await rejection(within(20_000, pool.apply(square, [1]), "apply"));
    assert.instance(error, ConnectionError);
    assert.match(String(error), words);
    assert.not.match(String(error), /wrong@/);
    const refused = await rejection(within(20_000, serve({ url, root: served }), "serve"));
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
  await within(10_000, pool.join(), "join");
  worker.leave();
  assert.is((await worker.ended).code, 0);
  assert.not.match(worker.said, /NOPERM/);
  assert.equal(await keysLeft(redis.url), []);
  await using other = poolOf(url, { queue: "other" });
  assert.match(String(await rejection(other.apply(square, [1]))), /NOPERM/);
  await redis.ask("AUTH root\r\nACL SETUSER app -client|list");
  await using blind = poolOf(url);
  const asked = await rejection(blind.workers());
  assert.instance(asked, RuntimeError);
  assert.match(String(asked), /Cannot ask for workers: Redis says NOPERM/);
});

test.run();
