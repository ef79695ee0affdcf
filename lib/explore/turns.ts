/** Gives turns to the threads of an execution, and waits until they have come to rest again. */

import { ExploreError } from "../errors.ts";
import { block } from "../memory/block.ts";
import { handleOf } from "../memory/handles.ts";
import { spinWhile } from "../memory/mutex.ts";
import { receive } from "../memory/message.ts";
import { type Details, Root, Slot, Status, Turn } from "../memory/slots.ts";
import { timeNow } from "../runtime/clock.ts";
import { memory } from "../system/shared.ts";
import { terminateThread } from "../threading/terminate.ts";
import type { Thread } from "../threading/thread.ts";
import { nameOf } from "../threading/record.ts";
import { hostOf, root, slots, word } from "./standing.ts";

/** A thread that does not come to its next step within so many ms has failed. */
const PATIENCE = 10_000;

const silent = new WeakSet<Error>();

/** The failure of such a thread. */
export function silentError(thread: string): Error {
  const error = new Error(
    `Thread '${thread}' did not come to its next step within ${PATIENCE / 1000} seconds: ` +
      `it computes for ever, or is blocked in what is not explored`,
  );
  silent.add(error);
  return error;
}

/** Is it the failure of such a thread? To see it once more takes as long each time. */
export function isSilent(error: Error | null): boolean {
  return error !== null && silent.has(error);
}

/** Why an exploration ends: a thread waits for what is not explored, after its last step at a place. */
export class Stuck extends ExploreError {
  readonly thread: number;

  constructor(thread: number, name: string, last = "") {
    super(
      `Cannot explore: thread '${name}' waits for something that is not explored: a socket, a file, ` +
        `a promise that nobody settles${last}. Leave it out of the scenario, or put what it gives ` +
        `into the arguments`,
    );
    this.thread = thread;
  }
}

/** How many slots are in use: of threads, and of asynchronous calls. */
export const count = (): number => Atomics.load(memory, root + Root.count);

/** The record of a thread; see lib/threading/record.ts. */
export const recordOf = (thread: number): number => word(thread, Slot.record);

/** The name of a thread of the execution that goes on. */
export function threadName(thread: number): string {
  return nameOf(recordOf(thread));
}

/** The object that the thread is going to use. */
export function objectOf(thread: number): number {
  return word(thread, Slot.object);
}

/** Is there nothing that it is going to do? */
export function isOver(thread: number): boolean {
  return word(thread, Slot.status) === Status.over;
}

/** Does it wait for something that is not explored? */
export function isStuck(thread: number): boolean {
  return word(thread, Slot.status) === Status.stuck;
}

/**
 * Refuses to judge what looks like a deadlock while the event loop of a thread that has come to rest waits
 * for something that is not explored: that may end it.
 */
export function checkOutside(): void {
  for (let thread = 0; thread < count(); thread++) {
    const rests = word(thread, Slot.status) === Status.resting;
    if (rests && word(thread, Slot.outside) > 0) throw new Stuck(thread, threadName(thread));
  }
}

/** Refuses to judge what a thread did that cannot be explored, whether it has caught the error or not. */
export function checkRefused(): void {
  const message = memory[root + Root.refusal]!;
  if (message === 0) return;
  memory[root + Root.refusal] = 0;
  throw new ExploreError((receive(message) as Details).operation);
}

/** How many threads there are. */
export function threadCount(): number {
  return slots.slice(0, count()).filter((slot) => memory[slot + Slot.host] === 0).length;
}

/** Waits while the word at `at` is `value`; false if that takes too long. */
export function waitWhile(at: number, value: number): boolean {
  spinWhile(at, value);
  const deadline = timeNow() + PATIENCE;
  for (;;) {
    const bell = Atomics.load(memory, root + Root.bell);
    if (Atomics.load(memory, at) !== value) return true;
    if (!block(root + Root.bell, bell, deadline)) return false;
  }
}

/** Lets a thread, or one of its calls, go on to where it stops next; false if it does not come there. */
export function give(thread: number, turn: number): boolean {
  const slot = slots[thread]!, host = slots[hostOf(thread)]!;
  // A call's turn is looked for only when its thread has one. The thread runs as soon as it has: it
  // may stand at its next step before this function goes on, so nothing of it is written after that.
  if (slot !== host) Atomics.store(memory, slot + Slot.turn, turn);
  Atomics.store(memory, host + Slot.status, Status.running);
  Atomics.store(memory, host + Slot.turn, turn);
  Atomics.notify(memory, host + Slot.turn);
  return waitWhile(host + Slot.status, Status.running);
}

/** Ends the threads that are left, through their own code, so that what they hold is given up. */
export function unwind(): void {
  Atomics.store(memory, root + Root.unwinding, 1);
  for (let thread = 0; thread < count(); thread++) {
    if (word(thread, Slot.status) === Status.coming) {
      waitWhile(slots[thread]! + Slot.status, Status.coming);
    }
    if (isOver(thread) || hostOf(thread) !== thread) continue;
    // It sees by itself that the execution is over.
    if (isStuck(thread) && waitWhile(slots[thread]! + Slot.status, Status.stuck)) continue;
    if (word(thread, Slot.status) === Status.running || !give(thread, Turn.unwind)) {
      terminateThread(handleOf(recordOf(thread)) as unknown as Thread);
    }
  }
}
