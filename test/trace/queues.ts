/** What a recording says of queues of threads: which item went from whom to whom, and how many were there. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import * as processes from "../../lib/multiprocessing.ts";
import { LifoQueue, PriorityQueue, Queue, SimpleQueue } from "../../lib/queue.ts";
import { Thread } from "../../lib/threading.ts";
import { type Recording, trace, type TraceEvent } from "../../lib/trace.ts";
import * as fixtures from "../fixtures/traced.ts";
import { within } from "../kit.ts";
import { checked } from "../tools/trace_format.ts";

const test = suite("trace of queues");

type Item = [string, number];
type Got = Record<string, Item[]>;

const thread = <R>(name: string, target: (...args: never[]) => R, ...args: unknown[]) =>
  new Thread<never[], R>({ target, args: args as never[], name, module: fixtures.here });

/** Two producers and two consumers, and what each consumer got. */
async function busy(queue: Queue<Item> | SimpleQueue<Item>, each: number): Promise<Got> {
  const producers = ["p1", "p2"].map((name) => thread(name, fixtures.putsNamed, queue, name, each));
  const consumers = ["g1", "g2"].map((name) => thread(name, fixtures.getsAll, queue, each));
  const got: Got = {};
  for (const each of [...consumers, ...producers]) each.start();
  for (const each of consumers) got[each.name] = await within(30_000, each.result());
  for (const each of producers) await within(10_000, each.join());
  return got;
}

/** From each get an arrow to the very put of the item that it gave. */
function right({ lanes, events, value }: Recording<Got>): void {
  const own = (name: string, kind: string): TraceEvent[] =>
    events.filter((event) => lanes[event.lane]!.name === name && event.kind === kind);
  let wrong = 0;
  for (const [name, items] of Object.entries(value)) {
    const gets = own(name, "got");
    assert.is(gets.length, items.length, name);
    for (const [at, [producer, number]] of items.entries()) {
      const put = events[gets[at]!.cause!];
      if (put !== own(producer, "put")[number]) wrong++;
      assert.ok(put!.time <= gets[at]!.time);
    }
  }
  assert.is(wrong, 0, `${wrong} arrows go to who did not get that item`);
}

const kinds = [
  ["Queue", () => new Queue<Item>({ maxsize: 4, name: "line" })],
  ["Queue without a limit", () => new Queue<Item>({ name: "line" })],
  ["SimpleQueue", () => new SimpleQueue<Item>({ name: "line" })],
  ["LifoQueue", () => new LifoQueue<Item>({ maxsize: 4, name: "line" })],
  ["PriorityQueue", () => new PriorityQueue<Item>({ maxsize: 4, name: "line" })],
] as const;

for (const [name, make] of kinds) {
  test(`${name}: each arrow goes from an item's put to its get, whoever was faster`, async () => {
    const recording = await trace(() => busy(make(), 500));
    right(recording);
    assert.equal(checked(recording.json()).problems, []);
  });
}

for (const maxsize of [0, 4]) {
  test(`between processes, maxsize ${maxsize}: each arrow goes from an item's put to its get`, async () => {
    const recording = await trace(async () => {
      const queue = new processes.Queue<Item>({ maxsize }), names = ["p1", "p2"];
      const back = new processes.Queue<[string, Item[]]>();
      const child = (name: string, target: (...args: never[]) => unknown, ...args: unknown[]) =>
        new processes.Process({ target, args: args as never[], name, module: fixtures.here });
      const children = [
        ...names.map((name) => child(name, fixtures.sendsNamed, queue, name, 100)),
        ...["g1", "g2"].map((name) => child(name, fixtures.receivesAll, queue, back, name, 100)),
      ];
      for (const each of children) each.start();
      const got = [await within(30_000, back.get()), await within(30_000, back.get())];
      for (const each of children) await within(10_000, each.join());
      return Object.fromEntries(got) as Got;
    });
    right(recording);
    assert.equal(checked(recording.json()).problems, []);
  });
}

test("without blocking: what waits to put and what waits to get finds its item", async () => {
  const recording = await trace(async () => {
    const queue = new Queue<Item>({ maxsize: 1, name: "line" });
    const put = (from: number) => [0, 1, 2].map((n) => queue.put(["MainThread", from + n]));
    const get = () => [0, 1, 2].map(() => queue.get());
    const puts = put(0), first = await within(10_000, Promise.all(get()));
    await within(10_000, Promise.all(puts));
    const gets = get();
    await within(10_000, Promise.all(put(3)));
    return { MainThread: [...first, ...await within(10_000, Promise.all(gets))] };
  });
  assert.equal(recording.value["MainThread"]!.map(([, n]) => n), [0, 1, 2, 3, 4, 5]);
  right(recording);
});

/** What the counter of the queue shows, in the order of the file. */
function counter(recording: Recording): number[] {
  const { entries, problems } = checked(recording.json());
  assert.equal(problems, []);
  return entries.filter(({ ph }) => ph === "C").map(({ args }) => args!["items"] as number);
}

for (const maxsize of [1, 3]) {
  test(`the counter never shows more than maxsize ${maxsize} nor less than nothing, and each step`, async () => {
    const recording = await trace(() => busy(new Queue({ maxsize, name: "line" }), 300));
    const counts = counter(recording);
    assert.ok(counts.length >= 600, `${counts.length} counts`);
    assert.is(Math.max(...counts), maxsize);
    assert.is(Math.min(...counts), 0);
    let last = 0;
    for (const items of counts) {
      assert.ok(Math.abs(items - last) <= 1, `${items} after ${last}`);
      last = items;
    }
    assert.is(last, 0);
  });
}

test("the counter knows what was there before, and who waits for room is not in", async () => {
  const queue = new Queue<Item>({ maxsize: 2, name: "line" });
  queue.putSync(["before", 0]);
  const recording = await trace(async () => {
    queue.putSync(["MainThread", 0]);
    const waits = [1, 2].map((n) => queue.put(["MainThread", n]));
    for (let i = 0; i < 4; i++) queue.getSync();
    await within(10_000, Promise.all(waits));
  });
  assert.equal(counter(recording), [2, 1, 2, 1, 2, 1, 0]);
});

test("between processes the counter counts what was put and not yet got", async () => {
  const recording = await trace(async () => {
    const queue = new processes.Queue<number>();
    await queue.put(1);
    await queue.put(2);
    await within(10_000, queue.get());
    await within(10_000, queue.get());
  });
  assert.equal(counter(recording), [1, 2, 1, 0]);
});

test("items that were there before have no arrow, and take no other's", async () => {
  const queue = new Queue<Item>({ name: "line" });
  queue.putSync(["before", 0]);
  const recording = await trace(() => {
    queue.putSync(["MainThread", 0]);
    return [queue.getSync(), queue.getSync()];
  });
  const gets = recording.events.filter(({ kind }) => kind === "got");
  assert.equal(gets.map(({ cause }) => cause && recording.events[cause]!.kind), [undefined, "put"]);
});

test.run();
