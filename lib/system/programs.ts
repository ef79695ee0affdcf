/** Other programs, as the REPL needs them: asked for their version, run in this terminal. */

import { spawn } from "node:child_process";
import process from "node:process";
import type { Command } from "../runtime/types.ts";
import { readTexts } from "./texts.ts";

export { everyOnPath, firstProgram, onPath } from "./on_path.ts";

/** How a program ended: with a code, or by a signal; `output` and `errors` if they were taken. */
export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly output: string;
  readonly errors: string;
}

export interface Program {
  kill(signal: "SIGINT" | "SIGTERM" | "SIGKILL" | "SIGHUP"): void;
  /** Settles when it has ended and all its output is here; rejects if it could not be started. */
  readonly ended: Promise<Ended>;
}

/**
 * Starts a program that reads nothing and, unless `taken`, writes where this one does.
 *
 * @param taken what is not shown but handed over: its standard output, or all it writes, or "both" its
 *   standard output and its standard error, each by itself
 * @param env what it finds in its environment beside what is in this program's; undefined: that is not there
 * @param timeout milliseconds after which it is killed
 */
export function startProgram(
  { file, args }: Command,
  { taken, timeout, env }: {
    taken?: "output" | "all" | "both";
    timeout?: number;
    env?: Readonly<Record<string, string | undefined>>;
  } = {},
): Program {
  const wrong = taken === "both" ? "pipe" : taken === "all" ? "ignore" : "inherit";
  const found = Object.entries({ ...process.env, ...env }).filter(([, text]) => text !== undefined);
  const child = spawn(file, args, {
    stdio: ["ignore", taken ? "pipe" : "inherit", wrong],
    ...(env === undefined ? {} : { env: Object.fromEntries(found) }),
    ...(timeout === undefined ? {} : { timeout, killSignal: "SIGKILL" as const }),
  });
  let output = "", errors = "";
  if (child.stderr) readTexts(child.stderr, (text) => errors += text);
  if (child.stdout) readTexts(child.stdout, (text) => output += text);
  const ended = new Promise<Ended>((settle, fail) => {
    child.on("error", fail);
    child.on("close", (code, signal) => settle({ code, signal, output, errors }));
  });
  return { kill: (signal) => void child.kill(signal), ended };
}

/** The file that runs this very program: node, deno or bun itself. */
export const ownProgram: string = process.execPath;

/** The folder that relative paths start from. */
export function workingFolder(): string {
  return process.cwd();
}
