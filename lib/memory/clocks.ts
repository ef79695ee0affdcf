/** The clocks and the chance of an explored thread. */

const real = { random: Math.random, date: Date.now, performance: performance.now };

/** Chance and time are the same in every execution: `now` is the time, `seed` begins the numbers. */
export function replaceClocks(seed: number, now: () => number): void {
  let state = seed + 1;
  Math.random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
  Date.now = now;
  performance.now = now;
}

/** Undoes `replaceClocks`. */
export function restoreClocks(): void {
  Math.random = real.random;
  Date.now = real.date;
  performance.now = real.performance;
}
