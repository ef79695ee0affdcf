/** `setTimeout` and its kin for an explored thread: they fire in virtual time, in every order of those that are due together. */

import { takeTurns } from "../turns.ts";
import { callLater, callSoon } from "./strands.ts";

type Callback = (...args: unknown[]) => void;

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

/** From here on the timers of this thread are virtual, and its event loops explored. */
export function replaceTimers(): void {
  for (const name of [...STARTS, ...CLEARS]) real.push([name, scope[name]]);
  scope["setTimeout"] = start(false);
  scope["setInterval"] = start(true);
  scope["setImmediate"] = (callback: Callback, ...args: unknown[]) => {
    return new VirtualTimer(callback, 0, args, false);
  };
  for (const name of CLEARS) scope[name] = clear;
  let tasks = 0;
  takeTurns({ soon: callSoon, later: callLater, serial: () => ++tasks });
}

/** Undoes `replaceTimers`. */
export function restoreTimers(): void {
  for (const [name, value] of real.splice(0)) scope[name] = value;
  takeTurns(null);
}
