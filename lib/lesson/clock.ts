/**
 * Starts a clock. The answer gives the seconds since then, to the millisecond.
 *
 * It runs on the thread that started it: the clocks of two threads do not agree on Deno and Bun, so
 * moments of other threads and processes are taken with `Date.now()`, which is one for the machine.
 */
export function clock(): () => number {
  const began = performance.now();
  return () => Math.round(performance.now() - began) / 1000;
}
