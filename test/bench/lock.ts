/** Locks of threads: taken by one alone, and by ten that all want it. */

import { Barrier, Lock, main, sleep, Thread, Value } from "../../lib/threading.ts";
import { best, isWanted, report } from "./kit.ts";

const THREADS = 10, ITERATIONS = 200_000;

/** Two updates of a plain element of shared memory, between acquire and release. */
export function plain(
  lock: Lock,
  buffer: SharedArrayBuffer,
  n: number,
  amount: number,
  go?: Barrier,
) {
  const score = new Int32Array(buffer);
  go?.waitSync();
  for (let i = 0; i < n; i++) {
    lock.acquireSync();
    score[0] = score[0]! + amount;
    score[0] = score[0]! - amount;
    lock.release();
  }
}

/** The same with a Value. */
export function value(lock: Lock, score: Value, n: number, amount: number, go?: Barrier) {
  go?.waitSync();
  for (let i = 0; i < n; i++) {
    lock.acquireSync();
    score.value = score.value + amount;
    score.value = score.value - amount;
    lock.release();
  }
}

/** Milliseconds from the moment when all threads are ready until the last one is done. */
async function contended<S>(
  target: (lock: Lock, score: S, n: number, amount: number, go?: Barrier) => void,
  score: S,
): Promise<number> {
  const lock = new Lock(), go = new Barrier(THREADS + 1);
  const threads = Array.from(
    { length: THREADS },
    (_, i) => new Thread({ target, args: [lock, score, ITERATIONS, i * 10, go] }),
  );
  for (const thread of threads) thread.start();
  await sleep(0);
  go.waitSync();
  const start = performance.now();
  for (const thread of threads) thread.joinSync();
  return performance.now() - start;
}

async function tasks(): Promise<void> {
  const lock = new Lock();
  let count = 0;
  const task = async () => {
    for (let i = 0; i < 20_000; i++) {
      await lock.acquire();
      count++;
      lock.release();
    }
  };
  await Promise.all(Array.from({ length: 10 }, task));
  if (count !== 200_000) throw new Error(`lost updates: ${count}`);
}

main(import.meta, async () => {
  let row = "lock, 10 threads x 200,000, plain element";
  if (isWanted(row)) report(row, await contended(plain, new SharedArrayBuffer(4)));
  row = "lock, 10 threads x 200,000, Value";
  if (isWanted(row)) report(row, await contended(value, new Value("int32", 100)));
  row = "lock, 1 thread x 2,000,000, plain element";
  const buffer = new SharedArrayBuffer(4);
  if (isWanted(row)) report(row, await best(3, () => plain(new Lock(), buffer, 2_000_000, 7)));
  row = "lock, 1 thread x 2,000,000, Value";
  const score = new Value("int32");
  if (isWanted(row)) report(row, await best(3, () => value(new Lock(), score, 2_000_000, 7)));
  row = "asynchronous lock, 10 tasks x 20,000";
  if (isWanted(row)) report(row, await best(3, tasks));
});
