/**
 * Blocking a thread. The main thread does not sleep for longer than a slice at a time: other threads
 * may need it to create a worker or to hand over a buffer, which only it can do, and it has no event
 * loop while it is blocked. A slice costs one wake-up of about 5 us in 20 ms.
 */

import { timeNow } from "../runtime/clock.ts";
import { inWorker } from "../runtime/current.ts";
import { endIfClosed } from "../system/output.ts";
import { memory, Word } from "../system/shared.ts";

const SLICE = 20;

let served = 0;
/** Does the main thread serve from its event loop, or between two pieces of its own code? */
export type Serving = "turning" | "between";

let serve: (how: Serving) => void = () => {};

/** Says what the main thread does when another thread asked for something. */
export function onRequests(handler: (how: Serving) => void): void {
  serve = handler;
}

/** Called before the main thread sleeps. */
let sleeps: (() => void) | undefined;

/** Says what is to be done before the main thread sleeps, again each time; undefined: nothing. */
export function beforeSleep(handler: (() => void) | undefined): void {
  sleeps = handler;
}

/** Does what other threads have asked the main thread for. */
export function serveRequests(how: Serving = "between"): void {
  const asked = Atomics.load(memory, Word.requests);
  if (asked === served) return;
  served = asked;
  endIfClosed();
  serve(how);
}

/** The moment until which `ms` milliseconds from now last. Only this thread can compare it. */
export function deadlineIn(ms: number): number {
  return ms === Infinity ? Infinity : timeNow() + ms;
}

/**
 * Blocks while the word at `at` is `value`, until somebody notifies it or until `deadline`. False
 * when the deadline has passed. It may also return true for no reason: callers look again.
 */
export function block(at: number, value: number, deadline: number): boolean {
  for (;;) {
    const left = deadline === Infinity ? Infinity : deadline - timeNow();
    if (left <= 0) return false;
    if (inWorker) return Atomics.wait(memory, at, value, left) !== "timed-out";
    serveRequests();
    sleeps?.();
    if (Atomics.wait(memory, at, value, Math.min(left, SLICE)) !== "timed-out") return true;
  }
}
