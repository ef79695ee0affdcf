/**
 * Time as it really passes. Frameworks for tests replace timers and clocks by ones that stand still;
 * what the library needs is taken once, when it is loaded, so a wait with a timeout ends all the same.
 */

// Loaded at once, not when it is needed: what Bun's node:timers has are the global functions of the
// moment when it is loaded, and those of a worker are replaced; see trackTimers in inside.ts.
import * as timers from "node:timers";

const { performance } = globalThis;
const real = performance.now;

/** Milliseconds since some moment, as `performance.now` gave them when the library was loaded. */
export const timeNow = (): number => real.call(performance);

const { timeOrigin } = performance;

/**
 * Milliseconds since 1970 that never go back, the same in all threads of a process (measured: within 1 us
 * on Node, Deno and Bun; `process.hrtime` is off by hundreds of ms in workers of Deno and Bun).
 */
export const clockNow = (): number => timeOrigin + real.call(performance);

export const setTimeout: typeof globalThis.setTimeout = globalThis.setTimeout;
export const clearTimeout: typeof globalThis.clearTimeout = globalThis.clearTimeout;
export const setInterval: typeof globalThis.setInterval = globalThis.setInterval;
export const queueMicrotask: typeof globalThis.queueMicrotask = globalThis.queueMicrotask;
/** As setInterval, with `ref` and `unref` also on Deno, where the global one answers a number. */
export const setHeldInterval: typeof timers.setInterval = timers.setInterval;
export const clearHeldInterval: typeof timers.clearInterval = timers.clearInterval;
export const setImmediate: typeof timers.setImmediate = timers.setImmediate;
export const clearImmediate: typeof timers.clearImmediate = timers.clearImmediate;

/** The longest delay that timers take, in ms; a longer wait is cut into such pieces, or is for ever. */
export const LONGEST = 2 ** 31 - 1;
