/**
 * A hand-over between two threads without this library: how long one takes there and back, by how each
 * side waits. What a pool of threads cannot be faster than.
 */

import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import process from "node:process";

const ROUNDS = 2000, BATCHES = 7;
const ways = {
  "postMessage there, postMessage back": ["post", "post"],
  "waitAsync there, waitAsync back": ["async", "async"],
  "wait there, waitAsync back": ["block", "async"],
  "wait there, wait back": ["block", "block"],
};

/** Waits until the word is no longer `value`. */
async function change(words, at, value, how) {
  while (Atomics.load(words, at) === value) {
    if (how === "block") Atomics.wait(words, at, value, 1000);
    else {
      const woken = Atomics.waitAsync(words, at, value);
      if (woken.async) await woken.value;
    }
  }
}

function ring(words, at) {
  Atomics.add(words, at, 1);
  Atomics.notify(words, at);
}

if (isMainThread) {
  for (const [name, [there, back]] of Object.entries(ways)) {
    const words = new Int32Array(new SharedArrayBuffer(8));
    const worker = new Worker(new URL(import.meta.url), { workerData: { words, there } });
    await new Promise((resolve) => worker.once("message", resolve));
    let answered;
    worker.on("message", () => answered());
    const one = there === "post"
      ? () => new Promise((resolve) => (answered = resolve, worker.postMessage(1)))
      : async () => {
        const before = Atomics.load(words, 1);
        ring(words, 0);
        await change(words, 1, before, back);
      };
    let least = Infinity;
    for (let batch = 0; batch < BATCHES; batch++) {
      const start = performance.now();
      for (let i = 0; i < ROUNDS; i++) await one();
      least = Math.min(least, performance.now() - start);
    }
    process.stdout.write(`${name}: ${(1000 * least / ROUNDS).toFixed(1)} us\n`);
    await worker.terminate();
  }
} else {
  const { words, there } = workerData;
  if (there === "post") {
    parentPort.on("message", () => parentPort.postMessage(1));
    parentPort.postMessage(0);
  } else {
    setInterval(() => {}, 1 << 30); // waitAsync keeps no thread alive
    parentPort.postMessage(0);
    for (let seen = 0;; seen++) {
      await change(words, 0, seen, there);
      ring(words, 1);
    }
  }
}
