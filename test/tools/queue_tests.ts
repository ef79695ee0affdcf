/** What every queue of threads does besides test/contract/queue_kinds.ts: its times, crowds of all styles. */

import type { uvu } from "uvu";
import * as assert from "uvu/assert";
import { Empty, Full, type Queue } from "../../lib/queue.ts";
import { type AnyQueue, consume, END, here, produce, type Style } from "../fixtures/queues.ts";
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
import { within } from "./waiting.ts";

type Options = { blocking?: boolean; timeout?: number };

export const get = (queue: AnyQueue, form: Form, options?: Options) =>
  form === "blocking" ? queue.getSync(options) : queue.get(options);
export const put = (queue: AnyQueue, form: Form, item: unknown, options?: Options) =>
  form === "blocking" ? queue.putSync(item, options) : queue.put(item, options);

/** Adds the tests that hold for each kind of queue. */
export function addQueueTests(
  test: uvu.Test<Record<string, unknown>>,
  what: string,
  make: () => AnyQueue,
): void {
  for (const form of forms) {
    test(`${what}, ${form}: a get from an empty one waits as long as it was told`, async () => {
      const queue = make();
      const start = performance.now();
      await fails(() => get(queue, form, { timeout: 40 }), Empty);
      assertTimeout(performance.now() - start, 40);
    });
  }

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
  for (const form of forms) {
    test(`${what}, ${form}: a put into a full one waits as long as it was told`, async () => {
      const queue = make(1);
      queue.putNowait(1);
      const start = performance.now();
      await fails(() => put(queue, form, 2, { timeout: 40 }), Full);
      assertTimeout(performance.now() - start, 40);
      assert.equal([queue.qsize(), queue.getNowait()], [1, 1]);
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
