/** How a thread that is explored waits in the list of a primitive, and how it sleeps: see steering.ts. */

import { memory } from "../system/shared.ts";
import { Looks, Slot, Status, Turn } from "./slots.ts";
import { announce, setDeadline, steered, stop } from "./steering.ts";

/** Waits in a list until the word at `waiter` says that something was granted. True if it woke for no reason. */
export function listed(waiter: number, ms: number, steps: ListedSteps): boolean {
  enlist(steered, waiter, ms, steps);
  return stop(Status.listed) === Turn.wake;
}

/** What an exploration has to know of who waits in a list. */
export interface ListedSteps {
  /** Going on is no step. */
  readonly quiet?: boolean;
  /** A lock that must be free besides. */
  readonly needs?: number;
  /** What is waited for, where no step before has told it. */
  readonly of?: readonly [operation: string, cell: number];
}

/** What a wait that woke for no reason was granted: nothing, but it goes on. */
export const WOKEN = 1;

export const QUIET: ListedSteps = { quiet: true };

/** Writes into the slot what is waited for: see `listed`. */
export function enlist(slot: number, waiter: number, ms: number, steps: ListedSteps): void {
  memory[slot + Slot.waiter] = waiter;
  memory[slot + Slot.looks] = Looks.both;
  memory[slot + Slot.needs] = steps.needs ?? 0;
  memory[slot + Slot.quiet] = steps.quiet ? 1 : 0;
  setDeadline(slot, ms);
  if (steps.of) announce(slot, ...steps.of);
}

/** Sleeps in virtual time. */
export function sleepSteered(ms: number): void {
  layDown(steered, ms);
  stop(Status.asleep);
}

/** Writes into the slot how long is slept. */
export function layDown(slot: number, ms: number): void {
  setDeadline(slot, ms);
  memory.fill(0, slot + Slot.words, slot + Slot.words + 3);
  memory[slot + Slot.needs] = 0;
  announce(slot, "sleep", 0);
  memory[slot + Slot.quiet] = 1;
}
