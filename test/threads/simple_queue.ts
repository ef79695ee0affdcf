/** SimpleQueue: what every queue does, without places and tasks. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Queue, SimpleQueue } from "../../lib/queue.ts";
import { consume, END, here, lineUp, produce } from "../fixtures/queues.ts";
import { Gate, within } from "../kit.ts";
import { addQueueTests } from "../tools/queue_tests.ts";
import { begin, fails, forms, PATIENCE, results } from "../tools/threads.ts";

const test = suite("SimpleQueue");
addQueueTests(test, "SimpleQueue", () => new SimpleQueue<unknown>());

test("SimpleQueue: put, get, their forms, qsize and empty, nothing else", () => {
  const queue = new SimpleQueue<number>();
  assert.not(queue instanceof Queue);
  for (const name of ["taskDone", "join", "full", "shutdown", "maxsize"]) assert.not(name in queue);
});

test("SimpleQueue: a put never waits; its options mean nothing", async () => {
  const queue = new SimpleQueue<number>();
  for (let item = 0; item < 2000; item++) queue.putNowait(item);
  await within(PATIENCE, queue.put(2000, { blocking: false }));
  queue.putSync(2001, { timeout: 0 });
  assert.is(queue.qsize(), 2002);
  for (let item = 0; item < 2002; item++) assert.is(queue.getNowait(), item);
});

test("SimpleQueue: one producer and one consumer, in order", async () => {
  for (const form of forms) {
    const queue = new SimpleQueue<unknown>();
    const consumer = begin(here, consume, queue, form);
    await results([begin(here, produce, queue, form, 1, 300)]);
    queue.putSync(END);
    const [seen] = await results([consumer]);
    assert.equal(seen, Array.from({ length: 300 }, (_, item) => [1, item]));
  }
});

test("SimpleQueue: getters are served in order of arrival", async () => {
  const [queue, log] = [new SimpleQueue<unknown>(), new SimpleQueue<unknown>()];
  const crowd = [];
  for (const marks of [[0], [1, 2], [3]]) {
    const gate = new Gate();
    crowd.push(begin(here, lineUp, queue, marks, gate.buffer, log));
    await gate.waitArrived(1);
  }
  const seen: unknown[] = [];
  for (let item = 0; item < 4; item++) {
    queue.putSync(item);
    seen.push(await within(PATIENCE, log.get()));
  }
  assert.equal(seen, [[0, 0], [1, 1], [2, 2], [3, 3]]);
  await results(crowd);
});

test("SimpleQueue: what cannot be sent is refused, and a snapshot is taken", async () => {
  const queue = new SimpleQueue<unknown>();
  await fails(() => queue.put({ f: () => {} }), TypeError, /item\.f is a function/);
  await fails(() => queue.putSync(Symbol("s")), TypeError, /item is a symbol/);
  assert.is(queue.qsize(), 0);
  const item = { n: 1 };
  queue.putNowait(item);
  item.n = 2;
  assert.equal(queue.getNowait(), { n: 1 });
});

test.run();
