/** Replaces the timers that a program imports from modules, in a worker. */

import { createRequire, syncBuiltinESMExports } from "node:module";
import { promisify } from "node:util";

type Timers = Record<string, unknown>;

const require = createRequire(import.meta.url);
let done = false;

/**
 * Puts `instead` of what node:timers and node:timers/promises export, once and for good. To be called before
 * the modules of a program are loaded: on Deno 2.9 and Bun 1.4 they keep what was there when they were, and
 * what the library itself has imported: node:timers.
 *
 * @param instead gets what there is, and from which module
 */
export function replaceTimerModules(
  instead: (name: string, real: unknown, promises: boolean) => unknown,
): void {
  if (done) return;
  done = true;
  const timers = require("node:timers") as Timers;
  const promises = require("node:timers/promises") as Timers;
  const scheduler = promises["scheduler"] as Timers | undefined;
  const replace = (of: Timers, name: string, isPromise: boolean) => {
    const real = of[name];
    if (typeof real !== "function") return;
    const value = instead(name, real.bind(of), isPromise);
    try {
      Object.defineProperty(of, name, {
        value,
        configurable: true,
        writable: true,
        enumerable: true,
      });
    } catch {
      // It stays what it is.
    }
  };
  for (const name of ["setTimeout", "setInterval", "setImmediate"]) {
    replace(promises, name, true);
    replace(timers, name, false);
    replace(timers, `clear${name.slice(3)}`, false);
  }
  if (scheduler) {
    replace(scheduler, "wait", true);
    replace(scheduler, "yield", true);
  }
  for (const name of ["setTimeout", "setImmediate"] as const) {
    const custom = { value: promises[name], configurable: true };
    Object.defineProperty(globalThis[name], promisify.custom, custom);
    Object.defineProperty(timers[name], promisify.custom, custom);
  }
  syncBuiltinESMExports();
}
