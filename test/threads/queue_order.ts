/** The suite of who gets what: first come, first served, with the item that was next. */
// deadline: 300 s

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Full, LifoQueue, PriorityQueue, Queue, SimpleQueue } from "../../lib/queue.ts";
import { getOne, here, putOne } from "../fixtures/queue_order.ts";
import { until, within } from "../kit.ts";
import { begin, type Form, PATIENCE } from "../tools/threads.ts";
import { waiting } from "../tools/waiters.ts";

const test = suite("queue_order");
const kinds = { Queue, LifoQueue, PriorityQueue, SimpleQueue } as const;

/** Waiters of each kind, in an order that mixes them. */
const crowd: readonly (Form | "main")[] = [
  "blocking",
  "main",
  "asynchronous",
  "main",
  "blocking",
  "asynchronous",
];

for (const [name, Class] of Object.entries(kinds)) {
  test(`${name}: who began to wait first gets what was put first`, async () => {
    for (let round = 0; round < 10; round++) {
      const queue = new Class<number>();
      const got: Promise<number>[] = [];
      for (const who of round % 2 ? [...crowd].reverse() : crowd) {
        got.push(who === "main" ? queue.get() : begin(here, getOne, queue, who).result());
        await until(() => waiting(queue, "getters") === got.length, "the next getter to wait");
      }
      const items = crowd.map((_, i) => i + 1);
      for (const item of items) queue.putNowait(item);
      assert.is(queue.qsize(), 0, "each was given to somebody");
      assert.equal(await within(PATIENCE, Promise.all(got)), items);
    }
  });
}

test("Queue: who waits first for room puts first", async () => {
  for (let round = 0; round < 10; round++) {
    const queue = new Queue<number>({ maxsize: 1 });
    queue.putSync(0);
    const put: Promise<void>[] = [];
    for (const [i, who] of crowd.entries()) {
      put.push(who === "main" ? queue.put(i + 1) : begin(here, putOne, queue, i + 1, who).result());
      await until(() => waiting(queue, "putters") === put.length, "the next putter to wait");
    }
    for (let item = 0; item <= crowd.length; item++) assert.is(queue.getNowait(), item);
    await within(PATIENCE, Promise.all(put));
    assert.is(queue.qsize(), 0);
  }
});

test("Queue: one that gave up is passed over, and its item is nobody's loss", async () => {
  const queue = new Queue<number>();
  const first = queue.get({ timeout: 5 }).catch((error: Error) => error.name);
  const controller = new AbortController();
  const second = queue.get({ signal: controller.signal }).catch((error: Error) => error.message);
  const third = queue.get(), fourth = queue.get();
  assert.is(await first, "Empty");
  controller.abort(new Error("aborted"));
  assert.is(await second, "aborted");
  queue.putNowait(1);
  queue.putNowait(2);
  assert.equal(await Promise.all([third, fourth]), [1, 2]);
  const full = new Queue<number>({ maxsize: 1 });
  full.putNowait(1);
  const late = full.put(2, { timeout: 5 }).catch((error: Error) => error);
  const next = full.put(3);
  assert.instance(await late, Full);
  assert.is(full.getNowait(), 1);
  await next;
  assert.is(full.getNowait(), 3);
  assert.is(full.qsize(), 0);
});

test("Queue: an item that is granted and aborted in the same turn is got", async () => {
  for (let round = 0; round < 100; round++) {
    const queue = new Queue<number>();
    const controller = new AbortController();
    const got = queue.get({ signal: controller.signal }).catch(() => "aborted");
    if (round % 2) controller.abort();
    queue.putNowait(7);
    if (!(round % 2)) controller.abort();
    const end = await got;
    assert.is(end === 7 ? queue.qsize() : queue.getNowait(), end === 7 ? 0 : 7);
  }
});

test("PriorityQueue: a waiting putter whose item cannot be compared is told so, others go on", async () => {
  const queue = new PriorityQueue<number | string>({ maxsize: 2 });
  queue.putNowait(1);
  queue.putNowait(2);
  const wrong = queue.put("text").catch((error: Error) => error);
  const right = queue.put(3);
  assert.is(queue.getNowait(), 1);
  assert.instance(await within(PATIENCE, wrong), TypeError);
  await within(PATIENCE, right);
  assert.equal([queue.getNowait(), queue.getNowait()], [2, 3]);
  assert.is(queue.qsize(), 0);
  for (let i = 0; i < 3; i++) queue.taskDone();
  await within(PATIENCE, queue.join());
});

test.run();
