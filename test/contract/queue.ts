/** What queues promise, between threads and between processes. */

import { deepStrictEqual } from "node:assert";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Empty, Full, ShutDown } from "../../lib/errors.ts";
import { type Queue as AnyQueue, sleep } from "../../lib/multiprocessing.ts";
import {
  here,
  putAll,
  putTagged,
  takeAll,
  takeUntilShutDown,
  work,
} from "../fixtures/processes.ts";
import { within } from "../kit.ts";
import { fails, failure, isPending, PATIENCE, results } from "../tools/threads.ts";
import { worlds } from "../tools/worlds.ts";

for (const { JoinableQueue, Queue, SimpleQueue, start, world } of worlds) {
  const test = suite(`queues of ${world}`);

  test("a queue is first in, first out", async () => {
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
    assert.instance(await failure(() => queue.putNowait(3)), Full);
    assert.instance(await failure(() => queue.put(3, { blocking: false })), Full);
    const began = performance.now();
    assert.instance(await failure(() => queue.put(3, { timeout: 30 })), Full);
    assert.ok(performance.now() - began >= 29);
    const put = queue.put(4);
    assert.is(await queue.get(), 1);
    await within(1000, put);
    assert.equal([await queue.get(), await queue.get()], [2, 4]);
  });

  test("an empty queue refuses, or waits for an item", async () => {
    const queue = new Queue<number>();
    assert.instance(await failure(() => queue.getNowait()), Empty);
    assert.instance(await failure(() => queue.get({ timeout: 20 })), Empty);
    const got = queue.get();
    await queue.put(7);
    assert.is(await within(1000, got), 7);
  });

  test("bad options are refused", async () => {
    const queue = new Queue<number>();
    for (const options of [{ timeout: -1 }, { timeout: NaN }, { blocking: false, timeout: 1 }]) {
      assert.instance(await failure(() => queue.get(options)), RangeError);
      assert.instance(await failure(() => queue.put(1, options)), RangeError);
    }
    assert.instance(await failure(() => new Queue({ maxsize: 1.5 })), RangeError);
    assert.instance(
      await failure(() => new Queue({ maxsize: "3" as unknown as number })),
      TypeError,
    );
  });

  test("an aborted wait rejects with the reason and leaves no trace", async () => {
    const queue = new Queue<number>({ maxsize: 1 });
    const stop = new AbortController(), reason = new Error("enough");
    const waits = [1, 2].map(() => failure(() => queue.get({ signal: stop.signal })));
    stop.abort(reason);
    assert.equal(await Promise.all(waits), [reason, reason]);
    await queue.put(1);
    const putting = new AbortController();
    const put = failure(() => queue.put(2, { signal: putting.signal }));
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
    const error = await failure(() => queue.put({ list: [1, { fn: () => 1 }] })) as Error;
    assert.instance(error, TypeError);
    assert.match(error.message, /^item\.list\[1\]\.fn is a function/);
    assert.is(await queue.qsize(), 0);
  });

  test("everything structured clone carries arrives elsewhere and comes back", async () => {
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
    const mover = start(here, putAll, back, items);
    for (const item of items) await queue.put(item);
    for (const item of items) deepStrictEqual(await queue.get(), item);
    for (const item of items) deepStrictEqual(await back.get(), item);
    await mover.result();
  });

  test("each item comes once, and each producer's order is kept", async () => {
    const queue = new Queue<[number, number]>();
    const consumers = [1, 2].map(() => start(here, takeAll, queue as AnyQueue<unknown>, 900));
    const producers = [0, 1, 2].map((tag) => start(here, putTagged, queue, tag, 600));
    const taken = await results(consumers) as [number, number][][];
    await results(producers);
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
    const producer = start(here, putTagged, queue, 0, 200);
    let most = 0;
    for (let i = 0; i < 200; i++) {
      if (i % 20 === 0) await sleep(2);
      most = Math.max(most, await queue.qsize());
      assert.equal(await queue.get(), [0, i]);
    }
    await producer.result();
    assert.ok(most <= 5, `${most} items in a queue of 5`);
  });

  test("queues travel through queues, and stay the same queue", async () => {
    const outer = new Queue<AnyQueue<unknown>>(), inner = new Queue<unknown>();
    await outer.put(inner);
    const same = await outer.get();
    assert.is(same, inner);
    const child = start(here, putAll, outer as AnyQueue<unknown>, [[inner, 1]]);
    const [again] = await outer.get() as unknown as [AnyQueue<unknown>];
    assert.is(again, inner);
    await child.result();
  });

  test("shutdown ends a queue for all", async () => {
    const queue = new Queue<number>();
    const consumer = start(here, takeUntilShutDown, queue as AnyQueue<unknown>);
    for (const n of [1, 2, 3]) await queue.put(n);
    while (await queue.qsize() > 0) await sleep(1);
    await queue.shutdown();
    assert.equal(await consumer.result(), [1, 2, 3]);
    assert.instance(await failure(() => queue.put(4)), ShutDown);
    assert.instance(await failure(() => queue.get()), ShutDown);
    const full = new Queue<number>({ maxsize: 1 });
    await full.put(1);
    const put = failure(() => full.put(2));
    await full.shutdown();
    assert.instance(await put, ShutDown);
    assert.is(await full.get(), 1);
    assert.instance(await failure(() => full.get()), ShutDown);
    const dropped = new JoinableQueue<number>();
    await dropped.put(1);
    const joined = dropped.join();
    await dropped.shutdown(true);
    await within(1000, joined);
    assert.instance(await failure(() => dropped.get()), ShutDown);
  });

  test("a joinable queue knows when all is done", async () => {
    const tasks = new JoinableQueue<number>(), answers = new SimpleQueue<number>();
    const workers = [1, 2, 3].map(() => start(here, work, tasks, answers));
    await tasks.join();
    for (let i = 0; i < 10; i++) await tasks.put(i);
    await within(10_000, tasks.join());
    const squares: number[] = [];
    while (!await answers.empty()) squares.push(await answers.get());
    assert.equal(squares.sort((a, b) => a - b), [0, 1, 4, 9, 16, 25, 36, 49, 64, 81]);
    for (const _ of workers) await tasks.put(-1);
    await results(workers);
    assert.instance(await failure(() => tasks.taskDone()), RangeError);
  });

  test("shutdown: `for await` ends when it is shut down and empty", async () => {
    const queue = new Queue<number>();
    for (const item of [1, 2, 3]) await queue.putNowait(item);
    const seen: number[] = [];
    const all = (async () => {
      for await (const item of queue) seen.push(item);
    })();
    await queue.putNowait(4);
    assert.ok(await isPending(all));
    await queue.shutdown();
    await within(PATIENCE, all);
    assert.equal(seen, [1, 2, 3, 4]);
    for await (const item of queue) throw new Error(`${item} came out of nothing`);
  });

  test("shutdown: a `for await` that is left early takes no more", async () => {
    const queue = new Queue<number>();
    for (const item of [1, 2, 3]) await queue.putNowait(item);
    for await (const item of queue) {
      assert.is(item, 1);
      break;
    }
    assert.is(await queue.qsize(), 2);
    assert.is(await queue.getNowait(), 2);
  });

  test("Queue: a place that was given to a waiting put is not taken by a newcomer", async () => {
    const queue = new Queue<number>({ maxsize: 1 });
    await queue.putNowait(1);
    const waiting = queue.put(2);
    assert.is(await queue.getNowait(), 1);
    await fails(() => queue.putNowait(3), Full);
    await within(PATIENCE, waiting);
    assert.is(await queue.getNowait(), 2);
  });

  test.run();
}
