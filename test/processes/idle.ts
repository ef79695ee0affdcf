/** The suite of what waits: pools without a task, and those who wait for locks and items, use no processor. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Pool, Queue as SharedQueue, sleep, ThreadPool } from "../../lib/multiprocessing.ts";
import { Lock, Thread } from "../../lib/threading.ts";
import { Queue } from "../../lib/queue.ts";
import { here, processorTime, square } from "../fixtures/tasks.ts";
import { waitForItem, waitForItemAsync, waitForLock, waitForLockAsync } from "../fixtures/idle.ts";

/** One that spins uses all of the time; garbage collection and compiling in the background a little. */
const SPAN = 1000, MOST = 100;
/** Within so much time those who wait have come to rest. */
const REST = 200;

const module = new URL("../fixtures/idle.ts", import.meta.url);

const test = suite("idle");

test("a pool that has worked uses no processor when it has nothing to do", async () => {
  await using pool = new Pool(1, { module: here });
  await using threads = new ThreadPool(2, { module: here });
  for (let n = 0; n < 200; n++) {
    assert.is(await threads.apply(square, [n]), n * n);
    assert.is(await pool.apply(square, [n]), n * n);
  }
  await sleep(REST);
  const child = await pool.apply(processorTime), mine = processorTime();
  await sleep(SPAN);
  const used = processorTime() - mine, usedByChild = await pool.apply(processorTime) - child;
  assert.ok(used < MOST, `the program with the threads used ${used} ms of ${SPAN}`);
  assert.ok(usedByChild < MOST, `the process of the pool used ${usedByChild} ms of ${SPAN}`);
});

test("threads and tasks that wait for a lock or an item use no processor", async () => {
  const lock = new Lock(), items = new Queue<null>(), ready = new Queue<null>();
  const shared = new SharedQueue<null>();
  lock.acquireSync();
  const threads = [
    new Thread({ target: waitForLock, args: [lock, ready], module }),
    new Thread({ target: waitForItem, args: [items, ready], module }),
    new Thread({ target: waitForLockAsync, args: [lock, ready], module }),
    new Thread({ target: waitForItemAsync, args: [items, ready], module }),
  ];
  for (const thread of threads) thread.start();
  for (const _ of threads) await ready.get();
  const waiting = [items.get(), shared.get()];
  await sleep(REST);
  const before = processorTime();
  await sleep(SPAN);
  const used = processorTime() - before;
  for (let i = 0; i < 3; i++) items.putSync(null);
  await shared.put(null);
  lock.release();
  await threads[0]!.join(); // it ends with the lock held
  lock.release();
  await Promise.all([...waiting, ...threads.map((thread) => thread.join())]);
  assert.ok(used < MOST, `those who wait used ${used} ms of ${SPAN}`);
});

test.run();
