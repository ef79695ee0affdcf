/**
 * `setTimeout` and its kin for an explored thread, those of node:timers and node:timers/promises and
 * `AbortSignal.timeout`, too: they fire in virtual time, in every order of those that are due together.
 */

import { replaceTimerModules } from "../system/timer_modules.ts";
import { takeTurns } from "../turns.ts";
import { steered } from "./steering.ts";
import { callLater, callSoon } from "./strands.ts";

type Callback = (...args: unknown[]) => unknown;

const STARTS = ["setTimeout", "setInterval", "setImmediate"];
const CLEARS = ["clearTimeout", "clearInterval", "clearImmediate"];
const scope = globalThis as unknown as Record<string, unknown>;
const real: [string, unknown][] = [];

/** What `setTimeout` gives: as much of Node's `Timeout` as programs use. */
class VirtualTimer {
  #cancel: () => void;
  readonly #again: () => () => void;

  constructor(callback: Callback, ms: number, args: unknown[], repeats: boolean) {
    const fire = () => {
      if (repeats) this.refresh();
      callback(...args);
    };
    this.#again = () => callLater(ms, fire);
    this.#cancel = this.#again();
  }

  refresh(): this {
    this.#cancel();
    this.#cancel = this.#again();
    return this;
  }

  close(): this {
    this.#cancel();
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }

  [Symbol.dispose](): void {
    this.#cancel();
  }
}

/** As the real ones do: what is no number, or less than one, is at once. */
function delay(ms: unknown): number {
  const number = Number(ms);
  return number >= 1 && number <= 2 ** 31 - 1 ? Math.trunc(number) : 0;
}

function start(repeats: boolean) {
  return (callback: Callback, ms?: unknown, ...args: unknown[]) => {
    return new VirtualTimer(callback, repeats ? Math.max(delay(ms), 1) : delay(ms), args, repeats);
  };
}

function clear(timer: unknown): void {
  if (timer instanceof VirtualTimer) timer.close();
}

interface Options {
  readonly signal?: AbortSignal;
}

/** A promise of `value` in virtual time. */
function promised<T>(ms: number, value: T, options: Options | undefined): Promise<T> {
  const signal = options?.signal;
  return new Promise((resolve, reject) => {
    const abort = () => {
      stop();
      const error = new Error("The operation was aborted", { cause: signal!.reason });
      reject(Object.assign(error, { name: "AbortError", code: "ABORT_ERR" }));
    };
    let stop = () => {};
    if (signal?.aborted) return abort();
    stop = callLater(ms, () => {
      signal?.removeEventListener("abort", abort);
      resolve(value);
    });
    signal?.addEventListener("abort", abort, { once: true });
  });
}

/** What node:timers/promises exports. */
const promises: Record<string, Callback> = {
  setTimeout: (ms: unknown, value: unknown, options?: Options) =>
    promised(delay(ms), value, options),
  setImmediate: (value: unknown, options?: Options) => promised(0, value, options),
  async *setInterval(ms: unknown, value: unknown, options?: Options) {
    for (;;) yield await promised(Math.max(delay(ms), 1), value, options);
  },
  wait: (ms: unknown, options?: Options) => promised(delay(ms), undefined, options),
  yield: () => promised(0, undefined, undefined),
} as Record<string, Callback>;

/** Whoever imports timers from a module has these: to be called before the program is loaded. */
export function replaceImportedTimers(): void {
  replaceTimerModules((name, given, isPromise) => (...args: unknown[]) => {
    const plain = given as Callback;
    if (steered === 0) return plain(...args);
    return (isPromise ? promises[name]! : scope[name] as Callback)(...args);
  });
}

function signalLater(ms: unknown): AbortSignal {
  const controller = new AbortController();
  const reason = () => new DOMException("The operation was aborted due to timeout", "TimeoutError");
  callLater(delay(ms), () => controller.abort(reason()));
  return controller.signal;
}

const realSignal = AbortSignal.timeout;

/** From here on the timers of this thread are virtual, and its event loops explored. */
export function replaceTimers(): void {
  for (const name of [...STARTS, ...CLEARS]) real.push([name, scope[name]]);
  scope["setTimeout"] = start(false);
  scope["setInterval"] = start(true);
  scope["setImmediate"] = (callback: Callback, ...args: unknown[]) => {
    return new VirtualTimer(callback, 0, args, false);
  };
  for (const name of CLEARS) scope[name] = clear;
  AbortSignal.timeout = signalLater;
  let tasks = 0;
  takeTurns({ soon: callSoon, later: callLater, serial: () => ++tasks });
}

/** Undoes `replaceTimers`. */
export function restoreTimers(): void {
  for (const [name, value] of real.splice(0)) scope[name] = value;
  AbortSignal.timeout = realSignal;
  takeTurns(null);
}
