import assert from "node:assert/strict";
import { lesson } from "../lib/lesson.ts";
import { Barrier, main, print, Thread, Value } from "../lib/threading.ts";
import { about, say } from "./about/atomic.ts";

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
    if (!atomic) { // each of the two steps is atomic, both together are not
      seats.add(-1);
      sold++;
    } else if (seats.compareExchange(free, free - 1) === free) { // still as it was seen
      sold++;
    }
  }
  return sold;
}

function startCounting(total: Value, threads: number, times: number, atomic: boolean) {
  return started(
    threads,
    (together) =>
      new Thread({
        target: count,
        args: [total, times, atomic, together],
        module: import.meta.url,
      }),
  );
}

function startSelling(seats: Value, threads: number, atomic: boolean) {
  return started(
    threads,
    (together) =>
      new Thread({ target: sell, args: [seats, atomic, together], module: import.meta.url }),
  );
}

function started<T extends { start(): void }>(many: number, make: (together: Barrier) => T): T[] {
  const together = new Barrier(many);
  const threads = Array.from({ length: many }, () => make(together));
  for (const thread of threads) thread.start();
  return threads;
}

/** For `explore`: two threads count to 2, or sell one seat. */
export async function scenario(what: "count" | "sell", atomic: boolean): Promise<void> {
  const value = new Value("int32", what === "count" ? 0 : 1, { name: what });
  if (what === "count") {
    for (const thread of startCounting(value, 2, 1, atomic)) await thread.join();
    return assert.equal(value.value, 2);
  }
  let sold = 0;
  for (const thread of startSelling(value, 2, atomic)) sold += await thread.result();
  assert.equal(sold, 1);
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
