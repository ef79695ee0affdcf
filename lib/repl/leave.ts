/** The ways out of a session that is asking something: each is polite and has its exit code. */

import { onSignal } from "../runtime/current.ts";
import { onEndOfInput } from "../system/programs.ts";

const CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
export type Interrupt = keyof typeof CODES;

export interface Exits {
  /** Aborted when the session has to end. */
  readonly signal: AbortSignal;
  /** What it then ends with. */
  readonly code: () => number;
  /** While a lesson runs, signals are for the lesson: `handler` gets them. Null gives them back. */
  redirect(handler: ((signal: Interrupt) => void) | null): void;
  close(): void;
}

/**
 * Watches for signals and, where there are prompts (`keys`), for Ctrl-D. Ctrl-C at a prompt is a key,
 * which the prompt itself reports.
 */
export function watchExits({ keys }: { keys: boolean }): Exits {
  const controller = new AbortController();
  let code = 130;
  let lesson: ((signal: Interrupt) => void) | null = null;
  const leave = (with_: number) => {
    code = with_;
    controller.abort();
  };
  const removers = (Object.keys(CODES) as Interrupt[]).map((signal) =>
    onSignal(signal, () => {
      if (lesson) lesson(signal);
      if (!lesson || signal !== "SIGINT") leave(CODES[signal]);
    })
  );
  const endOfInput = () => {
    if (!lesson) leave(0);
  };
  if (keys) removers.push(onEndOfInput(endOfInput));
  return {
    signal: controller.signal,
    code: () => code,
    redirect: (handler) => void (lesson = handler),
    close: () => removers.forEach((remove) => remove()),
  };
}
