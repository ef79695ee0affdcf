/** What queues of every kind promise alike, between threads and between processes. */
// deadline: 300 s

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Empty, Full } from "../../lib/errors.ts";
import { LifoQueue, PriorityQueue, SimpleQueue } from "../../lib/queue.ts";
import { type AnyQueue, get, getOne, here, put, putOne } from "../fixtures/kinds.ts";
import { within } from "../kit.ts";
import { fails, isPending, PATIENCE, results } from "../tools/threads.ts";
import { worlds } from "../tools/worlds.ts";

/** A kind of queue, and what becomes of [111, 333, 222] in it. */
interface Kind {
  readonly what: string;
  readonly order: readonly number[];
  make(maxsize?: number): AnyQueue;
  /** Has it a maximum? */
  readonly bounded: boolean;
}

for (const { Event, forms, JoinableQueue, Queue, start, world } of worlds) {
  const test = suite(`kinds of queues of ${world}`);
  const first = { order: [111, 333, 222], bounded: true };
  const kinds: readonly Kind[] = [
    { ...first, what: "Queue", make: (maxsize) => new Queue({ maxsize }) },
    ...(world === "processes"
      ? [{
        ...first,
        what: "JoinableQueue",
        make: (maxsize?: number) => new JoinableQueue({ maxsize }),
      }]
      : [
        {
          what: "LifoQueue",
          order: [222, 333, 111],
          bounded: true,
          make: (maxsize?: number) => new LifoQueue({ maxsize }),
        },
        {
          what: "PriorityQueue",
          order: [111, 222, 333],
          bounded: true,
          make: (maxsize?: number) => new PriorityQueue<unknown>({ maxsize }),
        },
        { ...first, what: "SimpleQueue", bounded: false, make: () => new SimpleQueue() },
      ]),
  ];
  const sizes = async (queue: AnyQueue) => [await queue.qsize(), await queue.empty()];

  for (const { what, order, make, bounded } of kinds) {
    for (const form of forms) {
      test(`${what}, ${form}: begins empty, gives what was put, in its order`, async () => {
        const queue = make();
        for (let time = 0; time < 2; time++) {
          assert.equal(await sizes(queue), [0, true]);
          for (const item of [111, 333, 222]) await put(queue, form, item);
          assert.equal(await sizes(queue), [3, false]);
          const seen = [await get(queue, form), await get(queue, form), await get(queue, form)];
          assert.equal(seen, order);
        }
        assert.equal(await sizes(queue), [0, true]);
      });

      test(`${what}, ${form}: an empty one throws Empty, at once or in time`, async () => {
        const queue = make();
        const error = await fails(() => get(queue, form, { blocking: false }), Empty);
        assert.is(error.name, "Empty");
        for (const timeout of [0, 10]) await fails(() => get(queue, form, { timeout }), Empty);
        await fails(() => queue.getNowait(), Empty);
        await put(queue, form, 1);
        assert.is(await get(queue, form, { blocking: false }), 1);
        assert.is(await queue.qsize(), 0);
      });

      test(`${what}, ${form}: impossible times are refused and take nothing`, async () => {
        const queue = make();
        await put(queue, form, 1);
        for (const timeout of [-1, -0.001, -Infinity, NaN]) {
          await fails(() => get(queue, form, { timeout }), RangeError, /timeout/);
        }
        for (const timeout of [0, 1]) {
          await fails(() => get(queue, form, { blocking: false, timeout }), RangeError);
        }
        assert.is(await queue.qsize(), 1);
      });

      test(`${what}, ${form}: a get waits for another one's put, here and there`, async () => {
        const queue = make(), asks = new Event();
        const getter = start(here, getOne, queue, form, asks);
        await within(PATIENCE, asks.wait());
        assert.ok(await isPending(getter.result()));
        await queue.putNowait("for you");
        assert.equal(await results([getter]), ["for you"]);
        const timeouts = [{}, { timeout: PATIENCE }, { timeout: Infinity }, { timeout: 2 ** 40 }];
        for (const options of timeouts) {
          const putter = start(here, putOne, queue, form, new Event(), "for main" as unknown);
          assert.is(await get(queue, form, options), "for main");
          await results([putter]);
        }
      });
    }

    test(`${what}: a put wakes one waiter, whatever its form; nobody is passed over`, async () => {
      const queue = make();
      const getters = [0, 1, 2, 3].map((index) => {
        const asks = new Event();
        return { asks, it: start(here, getOne, queue, forms[index % forms.length]!, asks) };
      });
      const own = queue.get();
      for (const { asks } of getters) await within(PATIENCE, asks.wait());
      for (let item = 1; item <= 5; item++) await put(queue, forms[0]!, item);
      const seen = [await within(PATIENCE, own), ...await results(getters.map(({ it }) => it))];
      assert.equal(seen.map(Number).sort(), [1, 2, 3, 4, 5]);
      assert.is(await queue.qsize(), 0);
    });

    if (!bounded) continue;
    const makeFull = async (maxsize: number, ...items: unknown[]) => {
      const queue = make(maxsize) as AnyQueue & { full(): boolean | Promise<boolean> };
      for (const item of items) await queue.putNowait(item);
      return queue;
    };

    test(`${what}: maxsize says when it is full; none or nothing means never`, async () => {
      const queue = await makeFull(2);
      for (const item of [1, 2]) {
        assert.is(await queue.full(), false);
        await queue.putNowait(item);
      }
      assert.equal([await queue.full(), await queue.qsize()], [true, 2]);
      await fails(() => queue.putNowait(3), Full);
      await queue.getNowait();
      assert.is(await queue.full(), false);
      for (const maxsize of [0, -1]) {
        const endless = await makeFull(maxsize);
        await Promise.all(Array.from({ length: 3000 }, (_, item) => endless.putNowait(item)));
        assert.equal([await endless.full(), await endless.qsize()], [false, 3000]);
      }
      for (const bad of [NaN, 1.5, "2" as unknown as number]) await fails(() => make(bad), Error);
    });

    for (const form of forms) {
      test(`${what}, ${form}: a full one throws Full, at once or in time, and is unchanged`, async () => {
        const queue = await makeFull(2, 1);
        await put(queue, form, 2, { timeout: 5 });
        const error = await fails(() => put(queue, form, 3, { blocking: false }), Full);
        assert.is(error.name, "Full");
        for (const timeout of [0, 10]) await fails(() => put(queue, form, 3, { timeout }), Full);
        for (const timeout of [-1, -0.001, -Infinity, NaN]) {
          await fails(() => put(queue, form, 3, { timeout }), RangeError, /timeout/);
        }
        for (const timeout of [0, 1]) {
          await fails(() => put(queue, form, 3, { blocking: false, timeout }), RangeError);
        }
        assert.is(await queue.qsize(), 2);
        const left = [await queue.getNowait(), await queue.getNowait()];
        assert.equal(left.map(Number).sort(), [1, 2]);
      });

      test(`${what}, ${form}: a put waits for a place, here and there`, async () => {
        const queue = await makeFull(1, "first"), asks = new Event(), asksToo = new Event();
        const putter = start(here, putOne, queue, form, asks, "second" as unknown);
        await within(PATIENCE, asks.wait());
        assert.ok(await isPending(putter.result()));
        assert.is(await queue.getNowait(), "first");
        assert.ok(await queue.qsize() <= 1);
        assert.is(await get(queue, form), "second");
        await results([putter]);
        await queue.putNowait("third");
        const getter = start(here, getOne, queue, form, asksToo);
        await put(queue, form, "fourth", { timeout: PATIENCE });
        assert.equal(await results([getter]), ["third"]);
        assert.is(await queue.getNowait(), "fourth");
      });
    }
  }

  test.run();
}
