/** PriorityQueue: what every queue does, and its order. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { PriorityQueue } from "../../lib/queue.ts";
import { here, produce, putOne } from "../fixtures/queues.ts";
import { Gate, random, within } from "../kit.ts";
import { addBoundedTests, addQueueTests, put } from "../tools/queue_tests.ts";
import { begin, fails, formOf, forms, PATIENCE, results } from "../tools/threads.ts";

const test = suite("PriorityQueue");
/** The common tests put numbers, tuples, a text and null: never two kinds at the same time. */
const Mixed = PriorityQueue<unknown>;

addQueueTests(test, "PriorityQueue", () => new Mixed());
addBoundedTests(test, "PriorityQueue", (maxsize) => new Mixed({ maxsize }));

/** What comes out of a queue into which `items` were put. */
function sorted<T>(items: readonly T[]): T[] {
  const queue = new PriorityQueue<T>();
  for (const item of items) queue.putNowait(item);
  return items.map(() => queue.getNowait());
}

test("PriorityQueue: numbers as numbers, texts as texts", () => {
  assert.equal(sorted([10, 9, 1, 100, -1, 0.5]), [-1, 0.5, 1, 9, 10, 100]);
  assert.equal(sorted([Infinity, -Infinity, 0]), [-Infinity, 0, Infinity]);
  assert.equal(sorted([10n, 9n, -1n]), [-1n, 9n, 10n]);
  assert.equal(sorted(["b", "a", "B", "10", "9", ""]), ["", "10", "9", "B", "a", "b"]);
});

test("PriorityQueue: tuples element by element, the shorter first", () => {
  const items = [[2, "a"], [1, "z"], [1, "a"], [1], [10, ""], [1, "a", 5]];
  assert.equal(sorted<unknown>(items), [[1], [1, "a"], [1, "a", 5], [1, "z"], [2, "a"], [10, ""]]);
  assert.equal(sorted<unknown>([[1, [2, 3]], [1, [2, 1]], [0, [9]]]), [
    [0, [9]],
    [1, [2, 1]],
    [1, [2, 3]],
  ]);
});

test("PriorityQueue: equals come in the order of their puts", () => {
  const items = Array.from({ length: 300 }, (_, place) => [place % 3, { place }] as const);
  const seen = sorted(items);
  for (let place = 1; place < seen.length; place++) {
    const [[before, one], [after, two]] = [seen[place - 1]!, seen[place]!];
    assert.ok(before < after || (before === after && one.place < two.place));
  }
});

test("PriorityQueue: random numbers, put and got in turns, against a sorted list", () => {
  const next = random(7);
  const queue = new PriorityQueue<number>();
  const model: number[] = [];
  for (let step = 0; step < 5000; step++) {
    if (next() < 0.6 || model.length === 0) {
      const item = Math.floor(next() * 1000);
      queue.putNowait(item);
      model.push(item);
    } else {
      model.sort((a, b) => a - b);
      assert.is(queue.getNowait(), model.shift());
    }
    assert.is(queue.qsize(), model.length);
  }
});

test("PriorityQueue: priorities that cannot be compared are a TypeError at put", async () => {
  const queue = new PriorityQueue<unknown>();
  queue.putNowait(1);
  for (const form of forms) {
    for (const bad of ["text", {}, NaN, [1], null]) {
      await fails(() => put(queue, form, bad), TypeError);
    }
  }
  assert.is(queue.qsize(), 1);
  queue.putNowait(0);
  assert.equal([queue.getNowait(), queue.getNowait()], [0, 1]);
  const tuples = new PriorityQueue<unknown>();
  tuples.putNowait([1, "a"]);
  await fails(() => tuples.putNowait(["b", 1]), TypeError);
  await fails(() => tuples.putNowait(3), TypeError);
  assert.is(tuples.qsize(), 1);
  tuples.taskDone();
  await within(PATIENCE, tuples.join()); // what was refused does not count as a task
});

test("PriorityQueue: the smallest wins whoever put it", async () => {
  const queue = new PriorityQueue<unknown>();
  await results(
    [3, 1, 2].map((number) => begin(here, produce, queue, formOf(number), number, 100)),
  );
  const seen = [];
  while (!queue.empty()) seen.push(queue.getNowait());
  const wanted = [1, 2, 3].flatMap((number) => Array.from({ length: 100 }, (_, i) => [number, i]));
  assert.equal(seen, wanted);
});

test("PriorityQueue: a waiting put takes its place by priority, not by arrival", async () => {
  const queue = new PriorityQueue<unknown>({ maxsize: 2 });
  queue.putNowait(5);
  queue.putNowait(6);
  const gate = new Gate();
  const putter = begin(here, putOne, queue, "blocking", gate.buffer, 1 as unknown);
  await gate.waitArrived(1);
  assert.is(queue.getNowait(), 5);
  await results([putter]);
  assert.equal([queue.getNowait(), queue.getNowait()], [1, 6]);
});

test.run();
