/** The suite of queues whose processes end, spin, stall or close them; the rest is in contract/queue.ts. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Event, Process, Queue, RuntimeError, Value } from "../../lib/multiprocessing.ts";
import {
  here,
  putAll,
  putAndExit,
  putBigAndExit,
  putUnawaited,
  takeAll,
  takeAndDie,
  takeStalling,
  takeThenSpin,
} from "../fixtures/processes.ts";
import { rejection } from "../fixtures/outcomes.ts";
import { until, within } from "../kit.ts";

const test = suite("multiprocessing_queue");

function start<A extends unknown[], R>(
  target: (...args: A) => R | Promise<R>,
  ...args: A
): Process<A, R> {
  const child = new Process({ target, args, module: here }) as unknown as Process<A, R>;
  child.start();
  return child;
}

test("what was put before a process ends is delivered", async () => {
  for (const target of [putAndExit, putUnawaited]) {
    const queue = new Queue<number>();
    const child = start(target, queue, 2000);
    assert.equal(
      await within(10_000, takeAll(queue, 2000)),
      Array.from({ length: 2000 }, (_, i) => i),
    );
    await child.join();
    assert.is(child.exitcode, 0);
  }
  const big = new Queue<Uint8Array>();
  const child = start(putBigAndExit, big, 5_000_000);
  assert.is((await within(10_000, big.get())).length, 5_000_000);
  await child.join();
  const bounded = new Queue<number>({ maxsize: 3 });
  const waiting = start(putUnawaited, bounded, 10);
  assert.equal(await within(10_000, takeAll(bounded, 10)), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  await waiting.join();
});

test("a consumer that dies takes nothing with it but what it got", async () => {
  const queue = new Queue<number>();
  for (let i = 0; i < 500; i++) await queue.put(i);
  const child = start(takeAndDie, queue as Queue<unknown>, 100);
  await child.join();
  const left = await queue.qsize();
  const rest = await takeAll(queue, left) as number[];
  assert.equal(rest, Array.from({ length: left }, (_, i) => 500 - left + i));
  assert.ok(left >= 400, `${left} are left`);
});

test("a consumer that spins keeps nothing from the others", async () => {
  const queue = new Queue<number>(), taken = new Event();
  for (let i = 0; i < 300; i++) await queue.put(i);
  const child = start(takeThenSpin, queue as Queue<unknown>, 100, taken);
  await taken.wait();
  assert.equal(
    await within(2000, takeAll(queue, 200)),
    Array.from({ length: 200 }, (_, i) => 100 + i),
  );
  child.kill();
  await child.join();
});

test("nobody gets an item after a newer one, also when a quick consumer stalls", async () => {
  const queue = new Queue<number>(), stalled = new Value("int32"), mine: number[] = [];
  const numbers = Array.from({ length: 400 }, (_, i) => i);
  await start(putAll, queue as Queue<unknown>, numbers).join(); // from here nothing would be lent
  const child = start(takeStalling, queue as Queue<unknown>, 20, stalled);
  await until(() => stalled.value === 1, "a consumer that stalls");
  for (let item: unknown = 0; item !== undefined;) {
    item = await queue.get({ timeout: 500 }).catch(() => undefined);
    if (item !== undefined) mine.push(item as number);
  }
  await queue.put(-1);
  const others = await child.result();
  for (const own of [mine, others]) assert.equal(own, [...own].sort((a, b) => a - b));
  assert.is(new Set([...mine, ...others]).size, 400);
});

test("a closed queue takes and gives nothing here, but lives on elsewhere", async () => {
  const queue = new Queue<number>(), out = new Queue<unknown>();
  await queue.put(1);
  const child = start(takeAll, queue as Queue<unknown>, 1);
  await queue.close();
  await queue.close();
  assert.instance(await rejection(queue.put(2)), RuntimeError);
  assert.instance(await rejection(queue.get()), RuntimeError);
  assert.equal(await child.result(), [1]);
  await out.close();
});

test.run();
