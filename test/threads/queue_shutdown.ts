/** Queue.shutdown, as in CPython 3.13. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { LifoQueue, PriorityQueue, Queue, ShutDown } from "../../lib/queue.ts";
import { consume, getOne, here, joinQueue, produce, putOne } from "../fixtures/queues.ts";
import { Gate, within } from "../kit.ts";
import { get, put } from "../tools/queue_tests.ts";
import { begin, fails, formOf, forms, isPending, PATIENCE, results } from "../tools/threads.ts";

const test = suite("Queue.shutdown");

for (const Kind of [Queue, LifoQueue, PriorityQueue]) {
  const what = Kind.name;
  for (const form of forms) {
    test(`${what}, ${form}: shut down empty, it takes and gives nothing`, async () => {
      for (const immediate of [false, true]) {
        const queue = new Kind<unknown>({ maxsize: 2 });
        queue.shutdown(immediate);
        const error = await fails(() => get(queue, form), ShutDown);
        assert.is(error.name, "ShutDown");
        const options = [{}, { blocking: false }, { timeout: 0 }, { timeout: 10 }];
        for (const option of options) {
          await fails(() => get(queue, form, option), ShutDown);
          await fails(() => put(queue, form, 1, option), ShutDown);
        }
        await fails(() => queue.getNowait(), ShutDown);
        await fails(() => queue.putNowait(1), ShutDown);
        assert.equal([queue.qsize(), queue.empty(), queue.full()], [0, true, false]);
        await within(PATIENCE, queue.join());
      }
    });

    test(`${what}, ${form}: what is in it can still be got, unless it was at once`, async () => {
      const queue = new Kind<unknown>({ maxsize: 3 });
      for (const item of [1, 2, 3]) queue.putNowait(item);
      queue.shutdown();
      assert.is(queue.qsize(), 3);
      await fails(() => put(queue, form, 4), ShutDown);
      await fails(() => queue.putNowait(4), ShutDown);
      const seen = [await get(queue, form), await get(queue, form, { timeout: 5 })] as number[];
      seen.push(queue.getNowait() as number);
      assert.equal(seen.sort(), [1, 2, 3]);
      await fails(() => get(queue, form), ShutDown);

      const gone = new Kind<unknown>();
      gone.putNowait(1);
      gone.putNowait(2);
      gone.shutdown(true);
      await fails(() => get(gone, form), ShutDown);
      assert.equal([gone.qsize(), gone.empty()], [0, true]);
      await within(PATIENCE, gone.join());
    });

    test(`${what}, ${form}: waiting gets end with ShutDown`, async () => {
      for (const immediate of [false, true]) {
        const queue = new Kind<unknown>();
        const gate = new Gate();
        const getters = [0, 1, 2].map(() => begin(here, getOne, queue, form, gate.buffer));
        const own = fails(() => within(PATIENCE, queue.get()), ShutDown);
        await gate.waitArrived(3);
        queue.shutdown(immediate);
        assert.equal(await results(getters), Array(3).fill("ShutDown"));
        await own;
      }
    });

    test(`${what}, ${form}: waiting puts end with ShutDown, and put nothing`, async () => {
      for (const immediate of [false, true]) {
        const queue = new Kind<unknown>({ maxsize: 1 });
        queue.putNowait(1);
        const gate = new Gate();
        const putters = [0, 1].map(() =>
          begin(here, putOne, queue, form, gate.buffer, 2 as unknown)
        );
        const own = fails(() => within(PATIENCE, queue.put(3)), ShutDown);
        await gate.waitArrived(2);
        queue.shutdown(immediate);
        assert.equal(await results(putters), ["ShutDown", "ShutDown"]);
        await own;
        assert.is(queue.qsize(), immediate ? 0 : 1);
        if (!immediate) assert.is(queue.getNowait(), 1);
      }
    });

    test(`${what}, ${form}: join still waits for what can be done`, async () => {
      const queue = new Kind<unknown>();
      queue.putNowait(1);
      queue.putNowait(2);
      const gate = new Gate();
      const joiner = begin(here, joinQueue, queue, form, gate.buffer);
      await gate.waitArrived(1);
      queue.shutdown();
      assert.ok(await isPending(joiner.result()));
      queue.getNowait();
      queue.taskDone();
      queue.getNowait();
      assert.ok(await isPending(joiner.result()));
      queue.taskDone();
      assert.equal(await results([joiner]), ["joined"]);
      await fails(() => queue.taskDone(), RangeError);
    });

    test(`${what}, ${form}: at once, what was in it counts as done`, async () => {
      const queue = new Kind<unknown>();
      for (const item of [1, 2, 3]) queue.putNowait(item);
      queue.getNowait();
      const gate = new Gate();
      const joiner = begin(here, joinQueue, queue, form, gate.buffer);
      await gate.waitArrived(1);
      queue.shutdown(true);
      assert.ok(await isPending(joiner.result()), "one was got and is not done");
      queue.taskDone();
      assert.equal(await results([joiner]), ["joined"]);
      await fails(() => queue.taskDone(), RangeError);
    });
  }

  test(`${what}: at once, tasks are never counted below nothing`, async () => {
    const queue = new Kind<unknown>();
    queue.putNowait(1);
    queue.putNowait(2);
    queue.taskDone(); // without a get
    queue.shutdown(true);
    await within(PATIENCE, queue.join());
    await fails(() => queue.taskDone(), RangeError);
  });

  test(`${what}: shut down again, gently or at once`, async () => {
    const queue = new Kind<unknown>();
    queue.putNowait(1);
    queue.putNowait(2);
    queue.shutdown();
    queue.shutdown();
    assert.is(queue.qsize(), 2);
    queue.shutdown(true);
    assert.is(queue.qsize(), 0);
    queue.shutdown();
    await fails(() => queue.getNowait(), ShutDown);
    await fails(() => queue.putNowait(1), ShutDown);
  });
}

test("Queue.shutdown: consumers of several threads share the items and all end", async () => {
  const queue = new Queue<unknown>({ maxsize: 4 });
  const styles = ["for await", "for await", "blocking", "asynchronous"] as const;
  const consumers = styles.map((style) => begin(here, consume, queue, style));
  const producers = [0, 1, 2].map((number) =>
    begin(here, produce, queue, formOf(number), number, 200)
  );
  await results(producers);
  queue.shutdown();
  const seen = (await results(consumers)).flat().map(String);
  assert.equal([seen.length, new Set(seen).size], [600, 600]);
  await within(PATIENCE, queue.join());
});

test("Queue.shutdown: at once, in the middle of it all: every thread ends", async () => {
  for (let round = 0; round < 10; round++) {
    const queue = new Queue<unknown>({ maxsize: 3 });
    const gate = new Gate();
    const putters = [0, 1, 2, 3, 4, 5].map((index) =>
      begin(here, putOne, queue, formOf(index), gate.buffer, index as unknown)
    );
    const getters = [0, 1].map((index) => begin(here, getOne, queue, formOf(index), gate.buffer));
    await gate.waitArrived(4 + round % 5);
    queue.shutdown(true);
    for (const end of await results(putters)) assert.ok(["put", "ShutDown"].includes(end));
    for (const item of await results(getters)) {
      assert.ok(typeof item === "number" || item === "ShutDown", `${item}`);
    }
    assert.is(queue.qsize(), 0);
  }
});

test.run();
