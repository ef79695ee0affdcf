/**
 * The small lock inside every primitive. It guards the primitive's words for a few hundred
 * nanoseconds and is never held while anybody waits or while a learner's code runs, so it may block
 * any thread, the main one included.
 *
 * Invariant: 0 free, 1 held, 2 held and perhaps somebody sleeps. Whoever sleeps has stored 2 before,
 * and whoever takes the lock after sleeping stores 2 again, since it cannot know whether it was the
 * only sleeper; so a release that finds 1 owes nobody a wake-up. Exchange and compareExchange order
 * all plain accesses between take and give.
 */

import { memory, Word } from "../system/shared.ts";

// Node 20 and 22 have no Atomics.pause (V8 13.3); a plain turn of the loop stands in.
const pause: (n?: number) => void = (Atomics as { pause?: (n?: number) => void }).pause ??
  (() => {});

const TRIES = 8;

/** Takes the futex at `at` after a failed first try: back-off 1, 2, 4 .. 64 pauses, then sleep. */
export function takeSlowly(at: number): void {
  if (backOff(at)) return;
  while (Atomics.exchange(memory, at, 2) !== 0) Atomics.wait(memory, at, 2);
}

/** Tries eight times with growing pauses; true when the futex was taken. */
export function backOff(at: number): boolean {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    for (let left = 1 << Math.min(attempt, 6); left > 0; left--) pause();
    if (Atomics.load(memory, at) === 0 && Atomics.compareExchange(memory, at, 0, 1) === 0) {
      return true;
    }
  }
  return false;
}

/** How often a thread looks again before it sleeps: about 10 us, which is what a wake-up costs. */
export const LOOKS = 200;

/** Waits while the word at `at` is `value`, for a moment and without giving up the processor. */
export function spinWhile(at: number, value: number): void {
  for (let looks = LOOKS; looks > 0 && Atomics.load(memory, at) === value; looks--) pause();
}

/** Waits a moment for `ready` without giving up the processor. */
export function spin(ready: () => boolean): void {
  for (let looks = LOOKS; looks > 0 && !ready(); looks--) pause();
}

export function take(at: number): void {
  if (guard !== 0) enter();
  if (Atomics.compareExchange(memory, at, 0, 1) !== 0) takeSlowly(at);
}

export function give(at: number): void {
  if (Atomics.exchange(memory, at, 0) === 2) Atomics.notify(memory, at, 1);
  if (guard !== 0) leave();
}

/**
 * A worker can be ended from outside, but never while it holds such a lock: nobody would release it.
 * Its two words at `guard` are INSIDE, which it writes itself, and TO_END, which the thread writes that
 * ends it.
 *
 * Invariant: the worker stores INSIDE before it loads TO_END, the other stores TO_END before it loads
 * INSIDE, so at least one sees the other: either the worker goes no further, or it is waited for.
 */
const INSIDE = 0, TO_END = 1;

let guard = 0;
let depth = 0;

/** From now on this worker can be ended from outside. */
export function guardWith(words: number): void {
  guard = words;
}

function enter(): void {
  if (depth++ > 0) return;
  Atomics.store(memory, guard + INSIDE, 1);
  if (Atomics.load(memory, guard + TO_END) === 0) return;
  Atomics.store(memory, guard + INSIDE, 0);
  for (;;) Atomics.wait(memory, Word.never, 0);
}

function leave(): void {
  if (--depth === 0) Atomics.store(memory, guard + INSIDE, 0);
}

/** Does what must be done as a whole: the worker is not ended from outside in the middle of it. */
export function wholly(act: () => void): void {
  if (guard === 0) return act();
  enter();
  try {
    act();
  } finally {
    leave();
  }
}

/** Says that the worker is to end. */
export function markToEnd(words: number): void {
  Atomics.store(memory, words + TO_END, 1);
}

/** Is the worker to end? Then waits, for a moment at most, until it holds no lock and takes none any more. */
export function isToEnd(words: number): boolean {
  if (Atomics.load(memory, words + TO_END) === 0) return false;
  while (Atomics.load(memory, words + INSIDE) === 1) pause();
  return true;
}
