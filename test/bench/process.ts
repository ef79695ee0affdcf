/** Processes: starting one, and what goes through a queue, and a lock that all share. */

import { Lock, main, Process, Queue } from "../../lib/multiprocessing.ts";
import { best, isWanted, report } from "./kit.ts";

const STARTS = 10;
const INTEGERS = 100_000;
const BLOCKS = 1000;
const BLOCK = 1 << 20;
const LOCKS = 2000;

export function nothing(): void {}

export async function produce(queue: Queue<number>, go: Queue<null>, count: number): Promise<void> {
  await go.get();
  for (let i = 0; i < count; i++) await queue.put(i);
}

export async function produceBlocks(
  queue: Queue<Uint8Array>,
  go: Queue<null>,
  count: number,
): Promise<void> {
  const block = new Uint8Array(BLOCK);
  await go.get();
  for (let i = 0; i < count; i++) await queue.put(block);
}

/** Says that it is ready, takes the first item, and answers how long the others took. */
export async function consume(
  queue: Queue<unknown>,
  ready: Queue<null>,
  count: number,
): Promise<number> {
  await ready.put(null);
  await queue.get();
  const start = performance.now();
  for (let i = 1; i < count; i++) await queue.get();
  return performance.now() - start;
}

export async function lockAndRelease(lock: Lock, count: number): Promise<number> {
  await lock.acquire();
  await lock.release();
  const start = performance.now();
  for (let i = 0; i < count; i++) {
    await lock.acquire();
    await lock.release();
  }
  return (performance.now() - start) / count;
}

function start<A extends unknown[], R>(target: (...args: A) => R | Promise<R>, ...args: A) {
  const process = new Process({ target, args });
  process.start();
  return process;
}

async function childToChild<T>(
  target: (queue: Queue<T>, go: Queue<null>, count: number) => Promise<void>,
  count: number,
): Promise<number> {
  const queue = new Queue<T>(), ready = new Queue<null>(), go = new Queue<null>();
  const consumer = start(consume, queue as Queue<unknown>, ready, count);
  const producer = start(target, queue, go, count);
  await ready.get();
  await go.put(null);
  const ms = await consumer.result();
  await producer.join();
  await consumer.join();
  return ms;
}

async function parentToChild(count: number): Promise<number> {
  const queue = new Queue<Uint8Array>(), ready = new Queue<null>();
  const consumer = start(consume, queue as Queue<unknown>, ready, count);
  await ready.get();
  const block = new Uint8Array(BLOCK);
  for (let i = 0; i < count; i++) await queue.put(block);
  const ms = await consumer.result();
  await consumer.join();
  return ms;
}

async function least(rounds: number, body: () => Promise<number>): Promise<number> {
  let found = Infinity;
  for (let round = 0; round < rounds; round++) found = Math.min(found, await body());
  return found;
}

const rows: Record<string, () => Promise<number>> = {
  "process start + join": () =>
    best(STARTS, async () => {
      const child = start(nothing);
      await child.join();
    }),
  "process queue, 100,000 integers": () => least(3, () => childToChild(produce, INTEGERS)),
  "process queue, 1,000 x 1 MiB, parent to child": () => least(3, () => parentToChild(BLOCKS)),
  "process queue, 1,000 x 1 MiB, child to child": () =>
    least(3, () => childToChild(produceBlocks, BLOCKS)),
  "process lock, acquire + release": () =>
    least(3, async () => await start(lockAndRelease, new Lock(), LOCKS).result()),
};

main(import.meta, async () => {
  for (const [name, body] of Object.entries(rows)) if (isWanted(name)) report(name, await body());
});
