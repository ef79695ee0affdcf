/** What queues carry: of any kind and size, as it was when it was put. */

import { Buffer } from "node:buffer";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Queue } from "../../lib/queue.ts";
import { block, checkBlocks, here, produceBlocks } from "../fixtures/queues.ts";
import { within } from "../kit.ts";
import { get, put } from "../tools/queue_tests.ts";
import { begin, fails, forms, PATIENCE, results } from "../tools/threads.ts";

const test = suite("Queue items");
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
  loop["self"] = loop;
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
  const list = back["list"] as unknown[];
  assert.is(back["self"], back);
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

test.run();
