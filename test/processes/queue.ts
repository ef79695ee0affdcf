/** The suite of Queue, JoinableQueue and SimpleQueue between processes. */

import { deepStrictEqual } from "node:assert";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  Empty,
  Event,
  Full,
  JoinableQueue,
  Process,
  Queue,
  RuntimeError,
  ShutDown,
  SimpleQueue,
  sleep,
  Value,
} from "../../lib/multiprocessing.ts";
import {
  here,
  putAll,
  putAndExit,
  putBigAndExit,
  putTagged,
  putUnawaited,
  takeAll,
  takeAndDie,
  takeStalling,
  takeThenSpin,
  takeUntilShutDown,
  work,
} from "../fixtures/processes.ts";
import { rejection, thrown } from "../fixtures/outcomes.ts";
import { until, within } from "../kit.ts";

const test = suite("multiprocessing_queue");

function start<A extends unknown[], R>(
  target: (...args: A) => R | Promise<R>,
  ...args: A
): Process<A, R> {
  const child = new Process({ target, args, module: here }) as unknown as Process<A, R>;
  child.start();
  return child;
}

test("within one process a queue is first in, first out", async () => {
  const queue = new Queue<number>();
  assert.is(await queue.empty(), true);
  for (const n of [1, 2, 3]) await queue.put(n);
  assert.is(await queue.qsize(), 3);
  assert.is(await queue.empty(), false);
  assert.is(await queue.full(), false);
  const got = [await queue.get(), await queue.getNowait(), await queue.get({ timeout: 10 })];
  assert.equal(got, [1, 2, 3]);
});

test("a full queue refuses, or waits for a place", async () => {
  const queue = new Queue<number>({ maxsize: 2 });
  await queue.put(1);
  await queue.putNowait(2);
  assert.is(await queue.full(), true);
  assert.instance(await rejection(queue.putNowait(3)), Full);
  assert.instance(await rejection(queue.put(3, { blocking: false })), Full);
  const began = performance.now();
  assert.instance(await rejection(queue.put(3, { timeout: 30 })), Full);
  assert.ok(performance.now() - began >= 29);
  const put = queue.put(4);
  assert.is(await queue.get(), 1);
  await within(1000, put);
  assert.equal([await queue.get(), await queue.get()], [2, 4]);
});

test("an empty queue refuses, or waits for an item", async () => {
  const queue = new Queue<number>();
  assert.instance(await rejection(queue.getNowait()), Empty);
  assert.instance(await rejection(queue.get({ timeout: 20 })), Empty);
  const got = queue.get();
  await queue.put(7);
  assert.is(await within(1000, got), 7);
});

test("bad options are refused", async () => {
  const queue = new Queue<number>();
  for (const options of [{ timeout: -1 }, { timeout: NaN }, { blocking: false, timeout: 1 }]) {
    assert.instance(await rejection(queue.get(options)), RangeError);
    assert.instance(await rejection(queue.put(1, options)), RangeError);
  }
  assert.instance(thrown(() => new Queue({ maxsize: 1.5 })), RangeError);
  assert.instance(thrown(() => new Queue({ maxsize: "3" as unknown as number })), TypeError);
});

test("an aborted wait rejects with the reason and leaves no trace", async () => {
  const queue = new Queue<number>({ maxsize: 1 });
  const stop = new AbortController(), reason = new Error("enough");
  const waits = [queue.get({ signal: stop.signal }), queue.get({ signal: stop.signal })].map(
    rejection,
  );
  stop.abort(reason);
  assert.equal(await Promise.all(waits), [reason, reason]);
  await queue.put(1);
  const putting = new AbortController();
  const put = rejection(queue.put(2, { signal: putting.signal }));
  putting.abort(reason);
  assert.is(await put, reason);
  assert.is(await queue.get(), 1);
  assert.is(await queue.qsize(), 0);
});

test("put takes a snapshot, and refuses what cannot be sent", async () => {
  const queue = new Queue<unknown>();
  const item = { list: [1] };
  const put = queue.put(item);
  item.list.push(2);
  await put;
  assert.equal(await queue.get(), { list: [1] });
  const error = await rejection(queue.put({ list: [1, { fn: () => 1 }] })) as Error;
  assert.instance(error, TypeError);
  assert.match(error.message, /^item\.list\[1\]\.fn is a function/);
  assert.is(await queue.qsize(), 0);
});

test("everything structured clone carries arrives in another process and comes back", async () => {
  const queue = new Queue<unknown>(), back = new Queue<unknown>();
  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  const items = [
    -0,
    NaN,
    2n ** 70n,
    "\ud800",
    new Date(5),
    new Map([[{ a: 1 }, new Set([2])]]),
    cycle,
    [1, , 3],
  ];
  const mover = start(putAll, back, items);
  for (const item of items) await queue.put(item);
  for (const item of items) deepStrictEqual(await queue.get(), item);
  for (const item of items) deepStrictEqual(await back.get(), item);
  await mover.join();
});

test("each item comes once, and each producer's order is kept", async () => {
  const queue = new Queue<[number, number]>();
  const consumers = [1, 2].map(() => start(takeAll, queue as Queue<unknown>, 900));
  const producers = [0, 1, 2].map((tag) => start(putTagged, queue, tag, 600));
  const taken = await Promise.all(consumers.map((child) => child.result())) as [number, number][][];
  await Promise.all(producers.map((child) => child.join()));
  const all = taken.flat().map(([tag, i]) => tag * 1000 + i).sort((a, b) => a - b);
  assert.equal(
    all,
    [0, 1, 2].flatMap((tag) => Array.from({ length: 600 }, (_, i) => tag * 1000 + i)),
  );
  for (const items of taken) {
    for (const tag of [0, 1, 2]) {
      const own = items.filter((item) => item[0] === tag).map((item) => item[1]);
      assert.equal(own, [...own].sort((a, b) => a - b));
    }
  }
});

test("a bounded queue holds a fast producer back", async () => {
  const queue = new Queue<[number, number]>({ maxsize: 5 });
  const producer = start(putTagged, queue, 0, 200);
  let most = 0;
  for (let i = 0; i < 200; i++) {
    if (i % 20 === 0) await sleep(2);
    most = Math.max(most, await queue.qsize());
    assert.equal(await queue.get(), [0, i]);
  }
  await producer.join();
  assert.ok(most <= 5, `${most} items in a queue of 5`);
});

test("what was put before a process ends is delivered", async () => {
  for (const target of [putAndExit, putUnawaited]) {
    const queue = new Queue<number>();
    const child = start(target, queue, 2000);
    assert.equal(
      await within(10_000, takeAll(queue, 2000)),
      Array.from({ length: 2000 }, (_, i) => i),
    );
    await child.join();
    assert.is(child.exitcode, 0);
  }
  const big = new Queue<Uint8Array>();
  const child = start(putBigAndExit, big, 5_000_000);
  assert.is((await within(10_000, big.get())).length, 5_000_000);
  await child.join();
  const bounded = new Queue<number>({ maxsize: 3 });
  const waiting = start(putUnawaited, bounded, 10);
  assert.equal(await within(10_000, takeAll(bounded, 10)), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  await waiting.join();
});

test("a consumer that dies takes nothing with it but what it got", async () => {
  const queue = new Queue<number>();
  for (let i = 0; i < 500; i++) await queue.put(i);
  const child = start(takeAndDie, queue as Queue<unknown>, 100);
  await child.join();
  const left = await queue.qsize();
  const rest = await takeAll(queue, left) as number[];
  assert.equal(rest, Array.from({ length: left }, (_, i) => 500 - left + i));
  assert.ok(left >= 400, `${left} are left`);
});

test("a consumer that spins keeps nothing from the others", async () => {
  const queue = new Queue<number>(), taken = new Event();
  for (let i = 0; i < 300; i++) await queue.put(i);
  const child = start(takeThenSpin, queue as Queue<unknown>, 100, taken);
  await taken.wait();
  assert.equal(
    await within(2000, takeAll(queue, 200)),
    Array.from({ length: 200 }, (_, i) => 100 + i),
  );
  child.kill();
  await child.join();
});

test("nobody gets an item after a newer one, also when a quick consumer stalls", async () => {
  const queue = new Queue<number>(), stalled = new Value("int32"), mine: number[] = [];
  const numbers = Array.from({ length: 400 }, (_, i) => i);
  await start(putAll, queue as Queue<unknown>, numbers).join(); // from here nothing would be lent
  const child = start(takeStalling, queue as Queue<unknown>, 20, stalled);
  await until(() => stalled.value === 1, "a consumer that stalls");
  for (let item: unknown = 0; item !== undefined;) {
    item = await queue.get({ timeout: 500 }).catch(() => undefined);
    if (item !== undefined) mine.push(item as number);
  }
  await queue.put(-1);
  const others = await child.result();
  for (const own of [mine, others]) assert.equal(own, [...own].sort((a, b) => a - b));
  assert.is(new Set([...mine, ...others]).size, 400);
});

test("queues travel through queues, and stay the same queue", async () => {
  const outer = new Queue<Queue<unknown>>(), inner = new Queue<unknown>();
  await outer.put(inner);
  const same = await outer.get();
  assert.is(same, inner);
  const child = start(putAll, outer as Queue<unknown>, [[inner, 1]]);
  const [again] = await outer.get() as unknown as [Queue<unknown>];
  assert.is(again, inner);
  await child.join();
});

test("shutdown ends a queue for all", async () => {
  const queue = new Queue<number>();
  const consumer = start(takeUntilShutDown, queue as Queue<unknown>);
  for (const n of [1, 2, 3]) await queue.put(n);
  while (await queue.qsize() > 0) await sleep(1);
  await queue.shutdown();
  assert.equal(await consumer.result(), [1, 2, 3]);
  assert.instance(await rejection(queue.put(4)), ShutDown);
  assert.instance(await rejection(queue.get()), ShutDown);
  const full = new Queue<number>({ maxsize: 1 });
  await full.put(1);
  const put = rejection(full.put(2));
  await full.shutdown();
  assert.instance(await put, ShutDown);
  assert.is(await full.get(), 1);
  assert.instance(await rejection(full.get()), ShutDown);
  const dropped = new JoinableQueue<number>();
  await dropped.put(1);
  const joined = dropped.join();
  await dropped.shutdown(true);
  await within(1000, joined);
  assert.instance(await rejection(dropped.get()), ShutDown);
});

test("a closed queue takes and gives nothing here, but lives on elsewhere", async () => {
  const queue = new Queue<number>(), out = new Queue<unknown>();
  await queue.put(1);
  const child = start(takeAll, queue as Queue<unknown>, 1);
  await queue.close();
  await queue.close();
  assert.instance(await rejection(queue.put(2)), RuntimeError);
  assert.instance(await rejection(queue.get()), RuntimeError);
  assert.equal(await child.result(), [1]);
  await out.close();
});

test("a joinable queue knows when all is done", async () => {
  const tasks = new JoinableQueue<number>(), results = new SimpleQueue<number>();
  const workers = [1, 2, 3].map(() => start(work, tasks, results));
  await tasks.join();
  for (let i = 0; i < 10; i++) await tasks.put(i);
  await within(10_000, tasks.join());
  const squares: number[] = [];
  while (!await results.empty()) squares.push(await results.get());
  assert.equal(squares.sort((a, b) => a - b), [0, 1, 4, 9, 16, 25, 36, 49, 64, 81]);
  for (const _ of workers) await tasks.put(-1);
  for (const child of workers) await child.join();
  assert.instance(await rejection(tasks.taskDone()), RangeError);
});

test.run();
