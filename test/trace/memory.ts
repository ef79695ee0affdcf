/** A recording takes no more memory than its capacity needs, however much is done. */
// deadline: 300 s

import process from "node:process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Process } from "../../lib/multiprocessing.ts";
import { collectGarbage } from "../../lib/runtime/current.ts";
import { Event, Thread } from "../../lib/threading.ts";
import { trace } from "../../lib/trace.ts";
import * as fixtures from "../fixtures/traced_much.ts";
import { within } from "../kit.ts";

const test = suite("memory of a recording");
const { here, turns, turnsAwaited, turnsWhenTold, grown } = fixtures;

/** What is kept, and how many turns of two operations are done: first a few, so that all is warm, and then many, three times. */
const capacity = 100, FEW = 200_000, MANY = 1_000_000, ALL = FEW + 3 * MANY;

/** In MiB. To keep two million operations takes 86 in shared memory; a number for each takes 16 of the heap. */
const WHOLE = 40, HEAP = 5;

interface Used {
  readonly heap: number;
  readonly whole: number;
}

function used(): Used {
  collectGarbage();
  const { heapUsed, rss } = process.memoryUsage();
  return { heap: heapUsed / 2 ** 20, whole: rss / 2 ** 20 };
}

/** By how much it grows when `act` is done, the least of three times: garbage of threads may come at any time. */
async function growth(act: (time: number) => unknown): Promise<Used> {
  const grown: Used[] = [];
  for (let time = 0; time < 3; time++) {
    const before = used();
    await act(time);
    const { heap, whole } = used();
    grown.push({ heap: heap - before.heap, whole: whole - before.whole });
  }
  return {
    heap: Math.min(...grown.map(({ heap }) => heap)),
    whole: Math.min(...grown.map(({ whole }) => whole)),
  };
}

function small({ heap, whole }: Used): void {
  assert.ok(heap < HEAP, `the heap grew by ${heap} MiB`);
  assert.ok(whole < WHOLE, `the process grew by ${whole} MiB`);
}

test("a million turns with a lock in this thread", async () => {
  const { value, dropped } = await trace(() => {
    turns(FEW);
    return growth(() => turns(MANY));
  }, { capacity });
  small(value);
  assert.is(dropped, 2 * ALL - capacity);
});

test("a quarter of a million turns that are awaited", async () => {
  const { value, dropped } = await trace(async () => {
    await turnsAwaited(FEW / 4);
    return await growth(() => turnsAwaited(MANY / 4));
  }, { capacity });
  small(value);
  assert.is(dropped, ALL / 2 - capacity);
});

test("a million turns in another thread", async () => {
  const { value, dropped } = await trace(async () => {
    const times = [FEW, MANY, MANY, MANY];
    const [done, go] = [times.map(() => new Event()), times.map(() => new Event())];
    const thread = new Thread({ target: turnsWhenTold, args: [times, done, go], module: here });
    thread.start();
    await within(30_000, done[0]!.wait());
    const value = await growth(async (time) => {
      go[time]!.set();
      await within(30_000, done[time + 1]!.wait());
    });
    go.at(-1)!.set();
    await within(10_000, thread.join());
    return value;
  }, { capacity });
  small(value);
  assert.ok(dropped >= 2 * ALL - capacity, `${dropped} dropped`);
});

test("a million turns in a child", async () => {
  const { value, dropped } = await trace(async () => {
    const child = new Process({ target: grown, args: [FEW, MANY], module: here });
    child.start();
    const value = await within(60_000, child.result());
    await within(10_000, child.join());
    return value;
  }, { capacity });
  assert.ok(value < WHOLE, `the child grew by ${value} MiB`);
  assert.ok(dropped >= 2 * ALL - capacity, `${dropped} dropped`);
});

test.run();
