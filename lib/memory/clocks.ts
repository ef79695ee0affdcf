/** The clocks and the chance of an explored thread. */

const real = {
  random: Math.random,
  date: Date.now,
  performance: performance.now,
  Date: globalThis.Date,
};

/** Chance and time are the same in every execution: `now` is the time, `seed` begins the numbers. */
export function replaceClocks(seed: number, now: () => number): void {
  let state = seed + 1;
  Math.random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
  real.Date.now = () => Math.floor(now());
  performance.now = now;
  useDate(
    new Proxy(real.Date, {
      construct: (target, args, called) =>
        Reflect.construct(target, args.length === 0 ? [now()] : args, called),
      apply: () => new real.Date(now()).toString(),
    }),
  );
}

/** Undoes `replaceClocks`. */
export function restoreClocks(): void {
  Math.random = real.random;
  real.Date.now = real.date;
  performance.now = real.performance;
  useDate(real.Date);
}

/** Dates know their class, too: `new date.constructor()` is the same time as `new Date()`. */
function useDate(constructor: DateConstructor): void {
  globalThis.Date = constructor;
  real.Date.prototype.constructor = constructor;
}
