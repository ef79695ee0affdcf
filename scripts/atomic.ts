/** Counting and selling without a lock, in one step or in two. */

import assert from "node:assert/strict";
import { lesson, type Values } from "../lib/lesson.ts";
import { Barrier, main, print, Thread, Value } from "../lib/threading.ts";
import { about, say } from "./about/atomic.ts";

const module = import.meta.url;

export function count(total: Value, times: number, atomic: boolean, together: Barrier): void {
  together.waitSync(); // starting a thread takes longer than its work
  for (let i = 0; i < times; i++) {
    if (atomic) total.add(1); // one step
    else total.value += 1; // a read, then a write
  }
}

export function sell(seats: Value, atomic: boolean, together: Barrier): number {
  together.waitSync();
  let sold = 0;
  for (let free = seats.value; free > 0; free = seats.value) {
    if (!atomic) seats.add(-1); // each of the two steps is atomic, both together are not
    else if (seats.compareExchange(free, free - 1) !== free) continue; // not as it was seen
    sold++;
  }
  return sold;
}

function startCounting(total: Value, threads: number, times: number, atomic: boolean) {
  const together = new Barrier(threads);
  return started(threads, () => {
    return new Thread({ target: count, args: [total, times, atomic, together], module });
  });
}

function startSelling(seats: Value, threads: number, atomic: boolean) {
  const together = new Barrier(threads);
  return started(threads, () => {
    return new Thread({ target: sell, args: [seats, atomic, together], module });
  });
}

function started<T extends { start(): void }>(many: number, make: () => T): T[] {
  const threads = Array.from({ length: many }, make);
  for (const thread of threads) thread.start();
  return threads;
}

/** Every interleaving of it: npm start -- explore atomic */
export async function scenario({ threads, times, atomic }: Values<typeof about.parameters>) {
  const total = new Value("int32", 0, { name: "total" });
  for (const thread of startCounting(total, threads, times, atomic)) await thread.join();
  assert.equal(total.value, threads * times);
}

/** And of the other half: npm start -- explore scripts/atomic.ts#selling */
export async function selling(
  { threads, seats, atomic } = { threads: 2, seats: 1, atomic: false },
) {
  const left = new Value("int32", seats, { name: "seats" });
  let sold = 0;
  for (const thread of startSelling(left, threads, atomic)) sold += await thread.result();
  assert.equal(sold, seats);
}

const program = lesson(about, async ({ threads, times, seats: many, atomic }) => {
  const total = new Value("int32");
  for (const thread of startCounting(total, threads, times, atomic)) await thread.join();
  print(say("counted", total.value, threads * times));

  const seats = new Value("int32", many);
  const sellers = startSelling(seats, threads, atomic);
  const sold = await Promise.all(sellers.map((thread) => thread.result()));
  print(say("sold", sold.reduce((sum, n) => sum + n, 0), many));
  return { total: total.value, expected: threads * times, sold, left: seats.value };
});

main(import.meta, program);
