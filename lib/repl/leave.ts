/** The ways out of a session that is asking something: each is polite and has its exit code. */

import { onSignal } from "../runtime/current.ts";

const CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
export type Interrupt = keyof typeof CODES;

export interface Exits {
  /** Aborted when the session has to end. */
  readonly signal: AbortSignal;
  /** What it then ends with. */
  readonly code: () => number;
  /** While a lesson runs, signals are for the lesson: `handler` gets them. Null gives them back. */
  redirect(handler: ((signal: Interrupt) => void) | null): void;
  /** For so many ms from now a Ctrl-C was meant for the lesson that has just been stopped. */
  calm(ms: number): void;
  /** Until when that is, in the clock of `performance.now`. */
  readonly calmUntil: number;
  /** Ends the session, with `code`. */
  leave(code: number): void;
  close(): void;
}

/** Watches for signals. Ctrl-C at a prompt is a key, which the prompt itself reports. */
export function watchExits(): Exits {
  const controller = new AbortController();
  let code = 130, calmUntil = -Infinity;
  let lesson: ((signal: Interrupt) => void) | null = null;
  const leave = (with_: number) => {
    code = with_;
    controller.abort();
  };
  const removers = (Object.keys(CODES) as Interrupt[]).map((signal) =>
    onSignal(signal, () => {
      if (lesson) lesson(signal);
      else if (signal === "SIGINT" && performance.now() < calmUntil) return;
      if (!lesson || signal !== "SIGINT") leave(CODES[signal]);
    })
  );
  return {
    signal: controller.signal,
    code: () => code,
    redirect: (handler) => void (lesson = handler),
    calm: (ms) => void (calmUntil = performance.now() + ms),
    get calmUntil() {
      return calmUntil;
    },
    leave,
    close: () => removers.forEach((remove) => remove()),
  };
}
