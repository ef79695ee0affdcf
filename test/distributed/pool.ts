/** The suite of the distributed pool: its calls, what they carry, in which order, and what they refuse. */

// deadline: 300 s

import { join } from "node:path";
import process from "node:process";
import * as assert from "uvu/assert";
import { Lock, TimeoutError } from "../../lib/multiprocessing.ts";
import { Pool } from "../../lib/distributed.ts";
import { until, within } from "../kit.ts";
import { rejection, thrown } from "../fixtures/outcomes.ts";
import { keysLeft, served, TestWorker } from "../fixtures/distributed/host.ts";
import { PrivateRedis, redisSuite } from "../fixtures/distributed/redis.ts";
import {
  add,
  failOn,
  getPrepared,
  giveLock,
  here,
  later,
  notAFunction,
  noteAndDie,
  same,
  square,
} from "../fixtures/distributed/tasks.ts";

const test = redisSuite("distributed pool");

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

test("all calls give what those of a local pool give, and nothing is left in Redis", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  {
    await using worker = await TestWorker.start({ url, processes: 2, name: "host 1~a" });
    const pool = new Pool({ url, module: here, root: served });
    assert.is(await pool.apply(square, [7]), 49);
    const [one] = await pool.workers();
    assert.equal([one!.name, one!.processes], ["host 1~a", 2]);
    assert.equal(await pool.map(square, upTo(100)), upTo(100).map((n) => n * n));
    assert.equal(await pool.map(square, upTo(10), { chunksize: 3 }), upTo(10).map((n) => n * n));
    assert.equal(await pool.map(square, []), []);
    assert.equal(await pool.starmap(add, [[1, 2], [3, 4]]), [3, 7]);
    const heard: unknown[] = [];
    const result = pool.applyAsync(square, [3], { callback: (n) => heard.push(n) });
    assert.is(await result.get({ timeout: 20_000 }), 9);
    assert.equal(heard, [9]);
    assert.ok(result.successful());
    assert.equal(await pool.starmapAsync(add, [[5, 6]]).get(), [11]);
    const squares: number[] = [];
    for await (const n of pool.imap(square, upTo(50), { chunksize: 7 })) squares.push(n);
    assert.equal(squares, upTo(50).map((n) => n * n));
    const any = new Set<number>();
    for await (const n of pool.imapUnordered(square, upTo(50))) any.add(n);
    assert.equal(any, new Set(squares));
    pool.close();
    await within(10_000, pool.join(), "join");
    assert.match(String(thrown(() => pool.applyAsync(square, [1]))), /pool not running/);
    worker.leave();
    assert.is((await worker.ended).code, 0);
  }
  assert.equal(await keysLeft(url), []);
});

test("errors keep class, fields and place; of a map the first counts, imap goes on", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  await using _worker = await TestWorker.start({ url, processes: 2 });
  await using pool = new Pool({ url, module: here, root: served });
  const error = await rejection(pool.map(failOn, upTo(30))) as RangeError & { n: number };
  assert.instance(error, RangeError);
  assert.equal([error.message, error.n], ["not 3", 3]);
  assert.match(error.stack ?? "", /failOn/);
  const heard: unknown[] = [];
  await rejection(pool.mapAsync(failOn, [13], { errorCallback: (e) => heard.push(e) }).get());
  assert.is((heard[0] as RangeError).message, "not 13");
  const stream = pool.imap(failOn, upTo(6), { chunksize: 4 });
  const seen: unknown[] = [];
  for (let i = 0; i < 6; i++) {
    seen.push(await stream.next().then(({ value }) => value, (e: Error) => e.message));
  }
  assert.equal(seen, [0, 1, 2, "not 3", 4, 5]);
  assert.ok((await stream.next()).done);
});

test("values of all kinds go there and back", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  await using _worker = await TestWorker.start({ url });
  await using pool = new Pool({ url, module: here, root: served });
  const ring: unknown[] = [1];
  ring.push(ring);
  const value = [new Map([[1n, new Set([NaN])]]), new Date(7), new Uint8Array([1, 2]), undefined];
  assert.equal(await pool.apply(same, [value]), value);
  const [, back] = await pool.apply(same, [ring]) as unknown[];
  assert.is((back as unknown[])[1], back);
  const large = await pool.apply(same, [new Uint8Array(5_000_000).fill(3)]) as Uint8Array;
  assert.ok(large.length === 5_000_000 && large.every((byte) => byte === 3));
});

test("objects of this machine are refused with path and class, there and back", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  await using _worker = await TestWorker.start({ url });
  await using pool = new Pool({ url, module: here, root: served });
  const sent = await rejection(pool.apply(same, [{ lock: new Lock() }])) as Error;
  assert.instance(sent, TypeError);
  assert.match(sent.message, /^args\[0\]\.lock is a Lock: it lives on this machine/);
  const one = await rejection(pool.map(same, [1, new SharedArrayBuffer(1)])) as Error;
  assert.match(one.message, /^item is a SharedArrayBuffer: /);
  const back = await rejection(pool.apply(giveLock)) as Error;
  assert.instance(back, TypeError);
  assert.match(back.message, /^result\[1\]\.lock is a Lock: /);
  assert.is(await pool.apply(square, [2]), 4, "the pool goes on");
});

test("what cannot be called says so: here at once, there as the call's error", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  await using worker = await TestWorker.start({ url, only: ["t*.ts"], name: "host-1" });
  await using pool = new Pool({ url, module: here, root: served });
  const constructor = { constructor() {} }.constructor;
  const inherited = await rejection(pool.apply(constructor as () => void)) as Error;
  assert.match(inherited.message, /Cannot find target 'constructor': .* nothing of that name/);
  const named = Object.defineProperty(() => notAFunction, "name", { value: "notAFunction" });
  assert.match(
    (await rejection(pool.apply(named)) as Error).message,
    /exports a number of that name/,
  );
  await using other = new Pool({ url, module: new URL("leaver.ts", here), root: served });
  const refused = await rejection(other.apply(square, [1])) as Error;
  assert.instance(refused, TypeError);
  assert.match(refused.message, /^Cannot find target: host-1 does not serve "leaver.ts"/);
  await worker.says(/host-1 does not serve/);
  await using outside = new Pool({ url, module: "file:///elsewhere/x.ts", root: served });
  assert.match(String(thrown(() => outside.applyAsync(square, [1]))), /is not below root/);
});

test("a window of imap: an endless iterable is read only a little ahead", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  await using _worker = await TestWorker.start({ url });
  await using pool = new Pool({ url, module: here, root: served, buffersize: 4 });
  let read = 0;
  function* endless(): Generator<number> {
    for (;;) yield read++;
  }
  const stream = pool.imap(square, endless(), { chunksize: 5 });
  for (let i = 0; i < 100; i++) assert.is((await stream.next()).value, i * i);
  await until(() => read >= 115, "it reads ahead");
  assert.ok(read <= 120, `${read} items were read`);
  await stream.return?.();
});

test("a timeout loses nothing, terminate drops what waits, join ends", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  await using _worker = await TestWorker.start({ url });
  const pool = new Pool({ url, module: here, root: served });
  const slow = pool.applyAsync(later, [5, 300]);
  assert.instance(await rejection(slow.get({ timeout: 5 })), TimeoutError);
  assert.is(await slow.get(), 5);
  const waiting = pool.mapAsync(same, upTo(2000), { chunksize: 1 });
  const running = pool.applyAsync(later, [5, 100]);
  await pool.workers();
  pool.terminate();
  assert.match(String(await rejection(waiting.get())), /the pool was terminated/);
  assert.match(String(await rejection(running.get())), /the pool was terminated/);
  await within(10_000, pool.join(), "join");
  await until(async () => (await keysLeft(url)).length === 0, "nothing is left", 10_000);
});

test("terminate with 10,000 waiting leaves nothing, though no worker does anything", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  await using worker = await TestWorker.start({ url });
  await using pool = new Pool({ url, module: here, root: served });
  assert.is(await pool.apply(square, [2]), 4);
  await until(
    async () => (await redis.ask("EXISTS bull:interleave:active")).includes(":0"),
    "idle",
  );
  process.kill(worker.pid, "SIGSTOP");
  const all = pool.mapAsync(same, upTo(10_000), { chunksize: 1 });
  const waiting = async (): Promise<number> =>
    Number(/:(\d+)/.exec(await redis.ask("LLEN bull:interleave:wait"))?.[1]);
  await until(async () => await waiting() === 10_000, "all wait", 60_000);
  pool.terminate();
  await rejection(all.get());
  await within(20_000, pool.join(), "join");
  assert.equal(await keysLeft(url), []);
  // Also where it is ended while they are being sent.
  await using other = new Pool({ url, module: here, root: served });
  const more = other.mapAsync(same, upTo(10_000), { chunksize: 1 });
  await until(async () => await waiting() > 1000, "many wait", 60_000);
  other.terminate();
  await rejection(more.get());
  await within(20_000, other.join(), "join");
  assert.equal(await keysLeft(url), []);
  process.kill(worker.pid, "SIGCONT");
});

test("the first map of a program, too, has about four chunks for each process there is", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  await using worker = await TestWorker.start({ url, processes: 3 });
  await until(async () => (await redis.ask("CLIENT LIST")).includes(":w:"), "it is seen");
  process.kill(worker.pid, "SIGSTOP"); // so that the chunks can be counted
  const waiting = async (): Promise<number> =>
    Number(/:(\d+)/.exec(await redis.ask("LLEN bull:interleave:wait"))?.[1]);
  await using pool = new Pool({ url, module: here, root: served });
  const all = pool.mapAsync(square, upTo(1200));
  await until(async () => await waiting() >= 12, "they wait");
  await pool.workers();
  assert.is(await waiting(), 12);
  process.kill(worker.pid, "SIGCONT");
  assert.equal(await all.get(), upTo(1200).map((n) => n * n));
});

test("two callers share a worker, and each gets its own results", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  await using _worker = await TestWorker.start({ url, processes: 2 });
  const options = { url, module: here, root: served };
  await using one = new Pool(options);
  await using two = new Pool(options);
  const [a, b] = await Promise.all([
    one.map(square, upTo(300), { chunksize: 2 }),
    two.map(square, upTo(300).map((n) => n + 1000), { chunksize: 3 }),
  ]);
  assert.equal(a, upTo(300).map((n) => n * n));
  assert.equal(b, upTo(300).map((n) => (n + 1000) ** 2));
});

test("each process is prepared before its first task, and replaced after its last", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  const initializer = "tasks.ts#prepare";
  await using _worker = await TestWorker.start({ url, initializer, maxtasksperchild: 2 });
  await using pool = new Pool({ url, module: here, root: served });
  const pids = new Set<number>();
  for (let i = 0; i < 5; i++) {
    const [text, pid] = await pool.apply(getPrepared);
    assert.is(text, `prepared in ${pid}`);
    pids.add(pid);
  }
  assert.ok(pids.size >= 3, `${pids.size} processes`);
  assert.not(pids.has(process.pid));
});

test("an initializer that fails ends its worker with that error", async () => {
  await using redis = await PrivateRedis.start();
  await using worker = TestWorker.begin({ url: redis.url, initializer: "tasks.ts#failToPrepare" });
  const { code, stderr } = await worker.ended;
  assert.is(code, 1);
  assert.match(stderr, /RangeError: not prepared/);
  assert.not.match(stderr, /: serves /);
});

test("a process that dies fails its own task only", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  await using _worker = await TestWorker.start({ url, name: "host-1" });
  await using pool = new Pool({ url, module: here, root: served });
  const path = join(redis.folder, "ran");
  const results = await Promise.allSettled([
    pool.apply(square, [1]),
    pool.apply(noteAndDie, [path]),
    pool.apply(square, [3]),
  ]);
  assert.equal(results.map(({ status }) => status), ["fulfilled", "rejected", "fulfilled"]);
  const { reason } = results[1] as PromiseRejectedResult;
  assert.is(reason.name, "WorkerLostError");
  assert.match(reason.message, /noteAndDie: host-1: .*was ended by signal 9/);
  assert.is(reason.message.match(/while it ran/g)?.length, 1, reason.message);
});

test.run();
