/** What every queue does: run for Queue, LifoQueue, PriorityQueue and, in part, SimpleQueue. */

import type { uvu } from "uvu";
import * as assert from "uvu/assert";
import { Empty, Full, type Queue } from "../../lib/queue.ts";
import {
  type AnyQueue,
  consume,
  END,
  getOne,
  here,
  produce,
  putOne,
  type Style,
} from "../fixtures/queues.ts";
import {
  assertTimeout,
  begin,
  fails,
  type Form,
  formOf,
  forms,
  isPending,
  PATIENCE,
  results,
} from "./threads.ts";
import { Gate, within } from "./waiting.ts";

type Options = { blocking?: boolean; timeout?: number };

export const get = (queue: AnyQueue, form: Form, options?: Options) =>
  form === "blocking" ? queue.getSync(options) : queue.get(options);
export const put = (queue: AnyQueue, form: Form, item: unknown, options?: Options) =>
  form === "blocking" ? queue.putSync(item, options) : queue.put(item, options);

/** Adds the tests that hold for each kind of queue. `order`: what becomes of [111, 333, 222]. */
export function addQueueTests(
  test: uvu.Test<Record<string, unknown>>,
  what: string,
  make: () => AnyQueue,
  order: readonly number[],
): void {
  for (const form of forms) {
    test(`${what}, ${form}: begins empty, gives what was put, in its order`, async () => {
      const queue = make();
      for (let time = 0; time < 2; time++) {
        assert.equal([queue.qsize(), queue.empty()], [0, true]);
        for (const item of [111, 333, 222]) await put(queue, form, item);
        assert.equal([queue.qsize(), queue.empty()], [3, false]);
        const seen = [await get(queue, form), await get(queue, form), await get(queue, form)];
        assert.equal(seen, order);
      }
      assert.equal([queue.qsize(), queue.empty()], [0, true]);
    });

    test(`${what}, ${form}: an empty one throws Empty, at once or in time`, async () => {
      const queue = make();
      const error = await fails(() => get(queue, form, { blocking: false }), Empty);
      assert.is(error.name, "Empty");
      await fails(() => get(queue, form, { timeout: 0 }), Empty);
      const start = performance.now();
      await fails(() => get(queue, form, { timeout: 40 }), Empty);
      assertTimeout(performance.now() - start, 40);
      assert.throws(() => queue.getNowait(), (error: Error) => error instanceof Empty);
      await put(queue, form, 1);
      assert.is(await get(queue, form, { blocking: false }), 1);
      assert.is(queue.qsize(), 0);
    });

    test(`${what}, ${form}: impossible times are refused and take nothing`, async () => {
      const queue = make();
      await put(queue, form, 1);
      for (const timeout of [-1, NaN]) {
        await fails(() => get(queue, form, { timeout }), RangeError, /timeout/);
      }
      await fails(() => get(queue, form, { blocking: false, timeout: 1 }), RangeError);
      assert.is(queue.qsize(), 1);
    });

    test(`${what}, ${form}: a get waits for a put of another thread, and main for a thread's`, async () => {
      const queue = make();
      const gate = new Gate();
      const getter = begin(here, getOne, queue, form, gate.buffer);
      await gate.waitArrived(1);
      assert.ok(await isPending(getter.result()));
      queue.putNowait("for you");
      assert.equal(await results([getter]), ["for you"]);
      for (
        const options of [{}, { timeout: PATIENCE }, { timeout: Infinity }, { timeout: 2 ** 40 }]
      ) {
        const putter = begin(here, putOne, queue, form, gate.buffer, "for main" as unknown);
        assert.is(await get(queue, form, options), "for main");
        await results([putter]);
      }
    });
  }

  test(`${what}: a put wakes one waiter, blocking or not; nobody is passed over`, async () => {
    const queue = make();
    const gate = new Gate();
    const getters = Array.from(
      { length: 4 },
      (_, index) => begin(here, getOne, queue, formOf(index), gate.buffer),
    );
    const own = queue.get();
    await gate.waitArrived(4);
    for (let item = 1; item <= 5; item++) queue.putSync(item);
    const seen = [await within(PATIENCE, own), ...await results(getters)] as number[];
    assert.equal(seen.sort(), [1, 2, 3, 4, 5]);
    assert.is(queue.qsize(), 0);
  });

  const styles: Style[] = ["blocking", "asynchronous", "without waiting", "with timeouts"];
  for (const style of styles) {
    test(`${what}, consumers ${style}: nothing is lost or doubled among four and four`, async () => {
      const queue = make();
      const consumers = Array.from({ length: 4 }, () => begin(here, consume, queue, style));
      const producers = [0, 1, 2, 3].map((number) =>
        begin(here, produce, queue, formOf(number), number, 250)
      );
      await results(producers);
      // A LIFO queue would give the ends before what is left.
      await within(
        PATIENCE,
        (async () => {
          while (!queue.empty()) await new Promise((go) => setTimeout(go, 1));
        })(),
      );
      for (let end = 0; end < 4; end++) queue.putSync(END);
      const all = (await results(consumers)).flat().map(([who, item]) => who * 1000 + item);
      assert.is(new Set(all).size, 1000);
      assert.is(all.length, 1000);
      assert.equal([queue.qsize(), queue.empty()], [0, true]);
    });
  }

  test(`${what}: an asynchronous put into a free place is done when it is called`, async () => {
    const queue = make();
    const putting = queue.put(5);
    assert.is(queue.qsize(), 1);
    assert.is(queue.getNowait(), 5);
    assert.is(await within(PATIENCE, putting), undefined);
  });
}

/** Adds what a queue with a maximum does. */
export function addBoundedTests(
  test: uvu.Test<Record<string, unknown>>,
  what: string,
  make: (maxsize: number) => Queue<unknown>,
): void {
  test(`${what}: maxsize says when it is full; none or nothing means never`, async () => {
    const queue = make(2);
    assert.is(queue.full(), false);
    queue.putNowait(1);
    assert.is(queue.full(), false);
    queue.putNowait(2);
    assert.equal([queue.full(), queue.qsize()], [true, 2]);
    await fails(() => queue.putNowait(3), Full);
    queue.getNowait();
    assert.is(queue.full(), false);
    for (const maxsize of [0, -1]) {
      const endless = make(maxsize);
      for (let item = 0; item < 3000; item++) endless.putNowait(item);
      assert.equal([endless.full(), endless.qsize()], [false, 3000]);
    }
    for (const bad of [NaN, 1.5, "2" as unknown as number]) await fails(() => make(bad), Error);
  });

  for (const form of forms) {
    test(`${what}, ${form}: a full one throws Full, at once or in time, and is unchanged`, async () => {
      const queue = make(2);
      await put(queue, form, 1);
      await put(queue, form, 2, { timeout: 5 });
      const error = await fails(() => put(queue, form, 3, { blocking: false }), Full);
      assert.is(error.name, "Full");
      await fails(() => put(queue, form, 3, { timeout: 0 }), Full);
      const start = performance.now();
      await fails(() => put(queue, form, 3, { timeout: 40 }), Full);
      assertTimeout(performance.now() - start, 40);
      for (const timeout of [-1, NaN]) {
        await fails(() => put(queue, form, 3, { timeout }), RangeError, /timeout/);
      }
      await fails(() => put(queue, form, 3, { blocking: false, timeout: 1 }), RangeError);
      assert.is(queue.qsize(), 2);
      assert.equal([queue.getNowait(), queue.getNowait()].sort(), [1, 2]);
    });

    test(`${what}, ${form}: a put waits for a place, in a thread and in main`, async () => {
      const queue = make(1);
      queue.putNowait("first");
      const gate = new Gate();
      const putter = begin(here, putOne, queue, form, gate.buffer, "second" as unknown);
      await gate.waitArrived(1);
      assert.ok(await isPending(putter.result()));
      assert.equal([queue.getNowait(), queue.qsize() <= 1], ["first", true]);
      assert.is(await get(queue, form), "second");
      assert.equal(await results([putter]), ["put"]);
      queue.putNowait("third");
      const getter = begin(here, getOne, queue, form, gate.buffer);
      await put(queue, form, "fourth", { timeout: PATIENCE });
      assert.equal(await results([getter]), ["third"]);
      assert.is(queue.getNowait(), "fourth");
    });
  }

  test(`${what}: a small one is never over its maximum, and loses nothing`, async () => {
    const queue = make(3);
    const producers = [0, 1, 2, 3].map((number) =>
      begin(here, produce, queue, formOf(number), number, 250)
    );
    const styles: Style[] = ["blocking", "asynchronous", "with timeouts"];
    const consumers = styles.map((style) => begin(here, consume, queue, style));
    let most = 0;
    const all = results(producers);
    while (await isPending(all)) most = Math.max(most, queue.qsize());
    await within(PATIENCE, queue.join());
    for (let end = 0; end < 3; end++) await within(PATIENCE, queue.put(END));
    const seen = (await results(consumers)).flat();
    assert.is(seen.length, 1000);
    assert.is(new Set(seen.map(String)).size, 1000);
    assert.ok(most <= 3, `${most} in a queue of 3`);
  });
}
