/** Gives out the slots of an exploration: to its threads and to their asynchronous calls. */

import { ExploreError } from "../errors.ts";
import { memory } from "../system/shared.ts";
import { message } from "./telling.ts";
import { MOST_THREADS, Root, Slot, Status, Turn } from "./slots.ts";

/** What cannot be judged, although the program may catch the error: explore() rejects. */
export function refusal(root: number, what: string): ExploreError {
  memory[root + Root.refusal] ||= message(what);
  return new ExploreError(what);
}

/** The next slot of the exploration at `root`. Its order says who came first. */
export function newSlot(root: number): number {
  const count = memory[root + Root.count]!;
  if (count >= MOST_THREADS) {
    throw refusal(
      root,
      `Cannot explore: the scenario has more than ${
        MOST_THREADS - 1
      } threads and asynchronous calls ` +
        `under way at once. Use fewer`,
    );
  }
  const slot = memory[memory[root + Root.list]! + count]!;
  memory[slot + Slot.root] = root;
  memory[slot + Slot.host] = 0;
  memory[slot + Slot.status] = Status.coming;
  Atomics.store(memory, root + Root.count, count + 1);
  return slot;
}

/** A slot for a call of the thread whose slot is `host`: `wanted` if that is free, else the oldest free one. */
export function callSlot(root: number, host: number, wanted: number): number {
  const count = memory[root + Root.count]!;
  const isFree = (slot: number) =>
    memory[slot + Slot.host] === host && memory[slot + Slot.status] === Status.over;
  let slot = wanted !== 0 && isFree(wanted) ? wanted : 0;
  for (let i = 0; i < count && slot === 0; i++) {
    const other = memory[memory[root + Root.list]! + i]!;
    if (isFree(other)) slot = other;
  }
  if (slot === 0) slot = newSlot(root);
  memory[slot + Slot.host] = host;
  memory[slot + Slot.record] = memory[host + Slot.record]!;
  memory[slot + Slot.turn] = Turn.none;
  return slot;
}
