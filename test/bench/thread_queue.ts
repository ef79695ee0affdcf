/** Queues between threads: integers and blocks of bytes from one to another. */

import { Queue } from "../../lib/queue.ts";
import { main, Thread } from "../../lib/threading.ts";
import { best, isWanted, report } from "./kit.ts";

const INTEGERS = 100_000, BLOCKS = 1_000, MIB = 1 << 20;

export function produceIntegers(queue: Queue<number>, n: number) {
  for (let i = 0; i < n; i++) queue.putSync(i);
}

export function consumeIntegers(queue: Queue<number>, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += queue.getSync();
  return sum;
}

export function produceBlocks(queue: Queue<Uint8Array>, n: number) {
  const block = new Uint8Array(MIB).fill(7);
  for (let i = 0; i < n; i++) queue.putSync(block);
}

export function consumeBlocks(queue: Queue<Uint8Array>, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += queue.getSync()[MIB - 1]!;
  return sum;
}

/** One thread puts, one gets. */
async function pair<T>(
  produce: (queue: Queue<T>, n: number) => void,
  consume: (queue: Queue<T>, n: number) => number,
  n: number,
  sum: number,
  maxsize = 0,
) {
  const queue = new Queue<T>({ maxsize });
  const producer = new Thread({ target: produce, args: [queue, n] });
  const consumer = new Thread({ target: consume, args: [queue, n] });
  producer.start();
  consumer.start();
  if (await consumer.result() !== sum) throw new Error("lost or doubled an item");
}

main(import.meta, async () => {
  let row = "queue, 100,000 integers, blocking";
  if (isWanted(row)) {
    const sum = INTEGERS * (INTEGERS - 1) / 2;
    report(row, await best(3, () => pair(produceIntegers, consumeIntegers, INTEGERS, sum)));
  }
  row = "queue, 1,000 x 1 MiB";
  if (isWanted(row)) {
    report(row, await best(2, () => pair(produceBlocks, consumeBlocks, BLOCKS, 7 * BLOCKS, 16)));
  }
});
