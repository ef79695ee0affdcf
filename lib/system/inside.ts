/** What a worker does to its own global scope, so that a thread's code behaves as in a program. */

import process from "node:process";

/** Ends this worker. */
export function endWorker(): never {
  return process.exit(0);
}

/** What this worker is exiting with. */
export function exitCode(): number {
  return Number(process.exitCode ?? 0);
}

/**
 * Calls `handler` with an error that nobody caught or a rejection that nobody handled. Without it
 * Deno prints them by itself, and Bun loses their class.
 */
export function onUncaught(handler: (error: unknown) => void): void {
  for (const event of FAILURES) process.on(event, handler);
  uncaught = handler;
}

const FAILURES = ["uncaughtException", "unhandledRejection"] as const;
let uncaught: (error: unknown) => void = () => {};

/** Removes the listeners that a thread has added beside `onUncaught`: they are not the next one's. */
export function forgetListeners(): void {
  for (const event of FAILURES) {
    if (process.listenerCount(event) === 1) continue;
    process.removeAllListeners(event);
    process.on(event, uncaught);
  }
}

/**
 * How many timers run, also those of node:timers and node:timers/promises that `trackTimers` cannot
 * see. Always 0 on Bun 1.4.5, which does not tell.
 */
export function timersRunning(): number {
  let count = 0;
  for (const what of process.getActiveResourcesInfo()) {
    if (what === "Timeout" || what === "Immediate") count++;
  }
  return count;
}

/**
 * How much this worker's event loop waits for: sockets, files, timers. What comes and goes by itself is left
 * out. Always 0 on Bun 1.4.5, which does not tell.
 */
export function outside(): number {
  return process.getActiveResourcesInfo().filter((what) => !OF_WORKERS.has(what)).length;
}

const OF_WORKERS = new Set(["Immediate", "CloseReq", "MessagePort"]);

type Start = (...args: unknown[]) => unknown;

/**
 * Notes the timers that are started in this worker from now on. The answer clears those that have
 * not fired: a thread's timers end with it.
 */
export function trackTimers(): () => void {
  const scope = globalThis as unknown as Record<string, Start>;
  const clearings: (() => void)[] = [];
  for (const what of ["Timeout", "Interval", "Immediate"]) {
    const start = scope[`set${what}`]!, clear = scope[`clear${what}`]!;
    const started = new Set<unknown>();
    const tracked = (callback: Start, ...rest: unknown[]) => {
      const fire = (...args: unknown[]) => {
        if (what !== "Interval") started.delete(timer);
        return callback(...args);
      };
      const timer = start(typeof callback === "function" ? fire : callback, ...rest);
      started.add(timer);
      return timer;
    };
    // Keeps util.promisify(setTimeout) and the like.
    for (const key of Object.getOwnPropertySymbols(start)) {
      const descriptor = Object.getOwnPropertyDescriptor(start, key)!;
      Object.defineProperty(tracked, key, { ...descriptor, configurable: true });
    }
    scope[`set${what}`] = tracked as Start;
    scope[`clear${what}`] = (timer) => {
      started.delete(timer);
      clear(timer);
    };
    clearings.push(() => {
      for (const timer of started) clear(timer);
      started.clear();
    });
  }
  return () => {
    for (const clear of clearings) clear();
  };
}
