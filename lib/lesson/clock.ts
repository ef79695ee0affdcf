/** The seconds that a lesson shows, counted from its start. */

/**
 * Starts a clock. The answer gives the seconds since then, to the millisecond.
 *
 * It runs on the thread that started it: the clocks of two threads do not agree on Deno and Bun, so
 * moments of other threads and processes are taken with `Date.now()`, which is one for the machine.
 */
export function clock(): () => number {
  const began = performance.now();
  return () => rounded((performance.now() - began) / 1000);
}

/** Seconds to the millisecond: 0.3, where 3 * 0.1 gives 0.30000000000000004. */
export function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
