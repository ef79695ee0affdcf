/** How many wait at a queue of threads just now: what no public call tells, and tests must know. */

import { cellOf } from "../../lib/memory/handles.ts";
import type { Queue, SimpleQueue } from "../../lib/queue.ts";
import { memory } from "../../lib/system/shared.ts";

/** Where lib/queue/channel.ts has its lists, and lib/memory/waitlist.ts the next waiter of one. */
const GETTERS = 7, PUTTERS = 9, NEXT = 1;

/** How many getters or putters stand in line; the line may move while they are counted. */
export function waiting(
  queue: Queue<unknown> | SimpleQueue<unknown>,
  who: "getters" | "putters",
): number {
  const head = cellOf(queue) + (who === "getters" ? GETTERS : PUTTERS);
  let count = 0;
  for (let at = Atomics.load(memory, head); at !== 0; at = Atomics.load(memory, at + NEXT)) count++;
  return count;
}
