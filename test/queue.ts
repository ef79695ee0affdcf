// Queue, LifoQueue, PriorityQueue: order, places, tasks.
import { Buffer } from "node:buffer";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Full, LifoQueue, PriorityQueue, Queue } from "../lib/queue.ts";
import { Value } from "../lib/threading.ts";
import {
  addUp,
  block,
  checkBlocks,
  consume,
  END,
  here,
  joinQueue,
  lineUp,
  produce,
  produceBlocks,
  putOne,
} from "./fixtures/queues.ts";
import { Gate, until, within } from "./kit.ts";
import { addBoundedTests, addQueueTests, get, put } from "./tools/queue_tests.ts";
import { begin, fails, formOf, forms, isPending, PATIENCE, results } from "./tools/threads.ts";

const test = suite("Queue");

const kinds = [
  { Kind: Queue, what: "Queue", order: [111, 333, 222] },
  { Kind: LifoQueue, what: "LifoQueue", order: [222, 333, 111] },
] as const;
for (const { Kind, what, order } of kinds) {
  addQueueTests(test, what, () => new Kind(), order);
  addBoundedTests(test, what, (maxsize) => new Kind({ maxsize }));
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

test("Queue: eight producers, eight consumers, items of all sizes", async () => {
  const queue = new Queue<unknown>({ maxsize: 20 });
  const sizes = [5, 64, 1000, 5000, 70_000, 300_000, 8, 16, 1 << 20];
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const consumers = Array.from({ length: 8 }, () => begin(here, checkBlocks, queue, sizes.length));
  const producers = Array.from({ length: 8 }, () => begin(here, produceBlocks, queue, sizes));
  const bytes = await results(consumers);
  await results(producers);
  assert.is(bytes.reduce((sum, own) => sum + own, 0), 8 * total);
  assert.is(queue.qsize(), 0);
});

test("Queue: 64 MiB in one piece, and nothing at all", async () => {
  const queue = new Queue<Uint8Array>();
  const producer = begin(here, produceBlocks, queue, [64 << 20]);
  const piece = queue.getSync();
  await results([producer]);
  assert.is(piece.length, 64 << 20);
  assert.equal(piece.subarray(0, 4), block(64 << 20).subarray(0, 4));
  assert.is(piece[100_000], 0);
  await queue.put(new Uint8Array(0));
  assert.is((await queue.get()).length, 0);
});

test("Queue: items of every size around the borders of cells and pages are whole", () => {
  const queue = new Queue<Uint8Array | string>();
  const borders = [0, 80, 92, 508, 1016, 2032, 16_256, 16_384, 65_528, 65_536, 131_056];
  const sizes = borders.flatMap((border) =>
    [-20, -4, -1, 0, 1, 4].map((by) => Math.max(0, border + by))
  );
  const fill = (size: number) => Uint8Array.from({ length: size }, (_, at) => at * 31 + size);
  for (let time = 0; time < 2; time++) {
    for (const size of sizes) {
      queue.putNowait(fill(size));
      queue.putNowait("é".repeat(size / 2));
    }
    for (const size of sizes) {
      assert.ok(Buffer.compare(queue.getNowait() as Uint8Array, fill(size)) === 0, `${size} bytes`);
      assert.is(queue.getNowait(), "é".repeat(size / 2));
    }
  }
});

test("Queue: a million numbers", () => {
  const queue = new Queue<number>();
  for (let item = 0; item < 1_000_000; item++) queue.putNowait(item);
  assert.is(queue.qsize(), 1_000_000);
  for (let item = 0; item < 1_000_000; item++) {
    if (queue.getNowait() !== item) throw new Error(`not ${item}`);
  }
});

test("Queue: unbounded means that memory is the bound", () => {
  const queue = new Queue<string>();
  const text = "x".repeat(100);
  for (let item = 0; item < 100_000; item++) queue.putNowait(text + item);
  assert.is(queue.qsize(), 100_000);
  for (let item = 0; item < 100_000; item++) assert.is(queue.getNowait(), text + item);
  assert.is(queue.empty(), true);
});

test("Queue: carries all that structured clone can", async () => {
  const shared = { name: "shared" };
  const loop: Record<string, unknown> = { list: [shared, shared] };
  loop.self = loop;
  const items: unknown[] = [
    undefined,
    null,
    0,
    -0,
    NaN,
    2 ** 53,
    -7n,
    "",
    "中文 \ud800 \0",
    true,
    new Date(0),
    /a+/giu,
    new Map<unknown, unknown>([[{ key: 1 }, new Set([1, "2"])]]),
    new Error("message"),
    new Uint16Array([1, 2, 3]),
    new ArrayBuffer(9),
    [1, , 3],
    { a: { b: { c: [{}] } } },
  ];
  const queue = new Queue<unknown>();
  for (const item of items) await queue.put(item);
  for (const item of items) {
    const back = await queue.get();
    assert.equal(back, item);
    if (typeof item === "number") assert.ok(Object.is(back, item));
  }
  queue.putSync(loop);
  const back = queue.getSync() as typeof loop;
  const list = back.list as unknown[];
  assert.is(back.self, back);
  assert.is(list[0], list[1]);
});

test("Queue: put takes a snapshot when it is called", async () => {
  for (const form of forms) {
    const queue = new Queue<{ n: number; list: number[] }>({ maxsize: 1 });
    const item = { n: 1, list: [1] };
    const first = put(queue as Queue<unknown>, form, item);
    item.n = 2;
    item.list.push(2);
    await first;
    const second = queue.put(item); // has to wait for a place
    item.n = 3;
    assert.equal(await queue.get(), { n: 1, list: [1] });
    await within(PATIENCE, second);
    assert.equal(await queue.get(), { n: 2, list: [1, 2] });
  }
});

test("Queue: what cannot be sent is refused by name, and the queue is as it was", async () => {
  const queue = new Queue<unknown>({ maxsize: 1 });
  const bad = { callback: () => {}, name: "x" };
  for (const form of forms) {
    await fails(() => put(queue, form, bad), TypeError, /item\.callback is a function/);
    await fails(() => put(queue, form, [Symbol("s")]), TypeError, /item\[0\] is a symbol/);
  }
  await fails(() => queue.putNowait(bad), TypeError, /item\.callback/);
  const getter = {
    get trap() {
      throw new EvalError("from a getter");
    },
  };
  await fails(() => queue.putNowait(getter), EvalError);
  assert.equal([queue.qsize(), queue.full()], [0, false]);
  await within(PATIENCE, queue.join());
  queue.putNowait(1);
  assert.is(await get(queue, "asynchronous"), 1);
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

test("Queue: a place that was given to a waiting put is not taken by a newcomer", async () => {
  const queue = new Queue<number>({ maxsize: 1 });
  queue.putNowait(1);
  const waiting = queue.put(2);
  assert.is(queue.getNowait(), 1);
  await fails(() => queue.putNowait(3), Full);
  await within(PATIENCE, waiting);
  assert.is(queue.getNowait(), 2);
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
