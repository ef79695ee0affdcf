/** Queue, LifoQueue, PriorityQueue: order, places, tasks. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { LifoQueue, PriorityQueue, Queue } from "../../lib/queue.ts";
import { Value } from "../../lib/threading.ts";
import {
  addUp,
  consume,
  END,
  here,
  joinQueue,
  lineUp,
  produce,
  putOne,
} from "../fixtures/queues.ts";
import { Gate, until, within } from "../kit.ts";
import { addBoundedTests, addQueueTests } from "../tools/queue_tests.ts";
import { begin, fails, formOf, forms, isPending, PATIENCE, results } from "../tools/threads.ts";

const test = suite("Queue");

for (const Kind of [Queue, LifoQueue]) {
  addQueueTests(test, Kind.name, () => new Kind());
  addBoundedTests(test, Kind.name, (maxsize) => new Kind({ maxsize }));
}

for (const Kind of [Queue, LifoQueue, PriorityQueue]) {
  const what = Kind.name;

  test(`${what}: one taskDone too many is a RangeError`, async () => {
    const queue = new Kind();
    await fails(() => queue.taskDone(), RangeError, /task/);
    queue.putNowait(1);
    queue.getNowait();
    queue.taskDone();
    await fails(() => queue.taskDone(), RangeError);
    await within(PATIENCE, queue.join());
  });

  for (const form of forms) {
    test(`${what}, ${form}: join waits until all that was put is done, twice over`, async () => {
      const queue = new Kind<number>();
      if (form === "blocking") queue.joinSync();
      else await within(PATIENCE, queue.join());
      for (let time = 1; time <= 2; time++) {
        const sum = new Value("int32", 0);
        const workers = [0, 1].map((index) => begin(here, addUp, queue, formOf(index), sum));
        for (let item = 0; item < 100; item++) queue.putSync(item);
        if (form === "blocking") queue.joinSync();
        else await within(PATIENCE, queue.join());
        assert.is(sum.value, 4950);
        for (let end = 0; end < 2; end++) queue.putSync(-1);
        if (form === "blocking") queue.joinSync();
        else await within(PATIENCE, queue.join());
        await results(workers);
      }
      await fails(() => queue.taskDone(), RangeError);
    });
  }
}

test("Queue: join counts puts, not what is left in the queue", async () => {
  const queue = new Queue<number>();
  queue.putNowait(1);
  queue.putNowait(2);
  const gate = new Gate();
  const joiners = forms.map((form) =>
    begin(here, joinQueue, queue as Queue<unknown>, form, gate.buffer)
  );
  const own = queue.join();
  await gate.waitArrived(2);
  queue.getNowait();
  queue.getNowait();
  assert.ok(await isPending(own));
  queue.taskDone();
  assert.ok(await isPending(own));
  queue.putNowait(3);
  queue.taskDone();
  assert.ok(await isPending(own));
  queue.getNowait();
  queue.taskDone();
  await within(PATIENCE, own);
  assert.equal(await results(joiners), ["joined", "joined"]);
});

test("Queue: order of each producer is kept, whatever the forms", async () => {
  const queue = new Queue<unknown>({ maxsize: 5 });
  const producers = [0, 1, 2].map((number) =>
    begin(here, produce, queue, formOf(number), number, 200)
  );
  const consumer = begin(here, consume, queue, "blocking");
  await results(producers);
  queue.putSync(END);
  const [seen] = await results([consumer]);
  for (const producer of [0, 1, 2]) {
    const own = seen!.filter(([who]) => who === producer).map(([, item]) => item);
    assert.equal(own, Array.from({ length: 200 }, (_, item) => item));
  }
});

test("Queue: one producer and one consumer, in the order of the puts", async () => {
  for (const producer of forms) {
    for (const consumer of forms) {
      const queue = new Queue<unknown>();
      const getter = begin(here, consume, queue, consumer);
      const putter = begin(here, produce, queue, producer, 7, 500);
      await results([putter]);
      queue.putSync(END);
      const [seen] = await results([getter]);
      assert.equal(seen, Array.from({ length: 500 }, (_, item) => [7, item]));
    }
  }
});

test("Queue: getters are served in order of arrival, whatever their thread", async () => {
  const [queue, log] = [new Queue<unknown>(), new Queue<unknown>()];
  const crowd = [];
  for (const marks of [[0, 1], [2], [3, 4], [5]]) {
    const gate = new Gate();
    crowd.push(begin(here, lineUp, queue, marks, gate.buffer, log));
    await gate.waitArrived(1);
  }
  const seen: unknown[] = [];
  for (let item = 0; item < 6; item++) {
    queue.putSync(item * 10);
    seen.push(await within(PATIENCE, log.get()));
  }
  assert.equal(seen, [0, 1, 2, 3, 4, 5].map((mark) => [mark, mark * 10]));
  await results(crowd);
});

test("Queue: putters are served in order of arrival", async () => {
  const queue = new Queue<unknown>({ maxsize: 1 });
  queue.putNowait(0);
  const putters = [];
  for (let item = 1; item <= 4; item++) {
    const gate = new Gate();
    putters.push(begin(here, putOne, queue, "asynchronous", gate.buffer, item as unknown));
    await gate.waitArrived(1);
  }
  const own = queue.put(5);
  const seen: unknown[] = [];
  for (let item = 0; item <= 5; item++) {
    seen.push(await within(PATIENCE, queue.get()));
    if (item < 5) await until(() => queue.full(), "the next put");
  }
  await own;
  assert.equal(await results(putters), Array(4).fill("put"));
  assert.equal(seen, [0, 1, 2, 3, 4, 5]);
});

test("LifoQueue: the last put is the first got, across threads", async () => {
  const queue = new LifoQueue<unknown>();
  await results([begin(here, produce, queue, "blocking", 1, 5)]);
  queue.putSync("last");
  assert.is(queue.getSync(), "last");
  const seen = [];
  while (!queue.empty()) seen.push(queue.getNowait());
  assert.equal(seen, [4, 3, 2, 1, 0].map((item) => [1, item]));
});

test.run();
