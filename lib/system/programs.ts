/** Other programs, as the REPL needs them: found, asked for their version, run in this terminal. */

import { spawn } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import process from "node:process";
import type { Command } from "../runtime/types.ts";

/** How a program ended: with a code, or by a signal; `output` if it was taken. */
export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly output: string;
}

export interface Program {
  kill(signal: "SIGINT" | "SIGTERM" | "SIGKILL" | "SIGHUP"): void;
  /** Settles when it has ended and all its output is here; rejects if it could not be started. */
  readonly ended: Promise<Ended>;
}

/**
 * Starts a program that reads nothing and, unless `taken`, writes where this one does.
 *
 * @param taken what is not shown but handed over: its standard output, or all it writes
 * @param env what it finds in its environment beside what is in this program's
 * @param timeout milliseconds after which it is killed
 */
export function startProgram(
  { file, args }: Command,
  { taken, timeout, env }: {
    taken?: "output" | "all";
    timeout?: number;
    env?: Readonly<Record<string, string>>;
  } = {},
): Program {
  const child = spawn(file, args, {
    stdio: ["ignore", taken ? "pipe" : "inherit", taken === "all" ? "ignore" : "inherit"],
    ...(env === undefined ? {} : { env: { ...process.env, ...env } }),
    ...(timeout === undefined ? {} : { timeout, killSignal: "SIGKILL" as const }),
  });
  let output = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => output += text);
  const ended = new Promise<Ended>((settle, fail) => {
    child.on("error", fail);
    child.on("close", (code, signal) => settle({ code, signal, output }));
  });
  return { kill: (signal) => void child.kill(signal), ended };
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The file that runs this very program: node, deno or bun itself. */
export const ownProgram: string = process.execPath;

/** Folders that npm and Bun put on the PATH for the time of a script; Bun's has a `node` that is Bun. */
const PASSING = /node_modules[\\/]\.bin[\\/]?$|[\\/]bun-node[^\\/]*[\\/]?$/;

/**
 * Where `name` is found on the PATH, as it will be when this program has ended: a command that is
 * shown has to work afterwards as well.
 */
export function onPath(name: string): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter)
    .filter((folder) => folder !== "" && !PASSING.test(folder));
  return firstProgram(folders.map((folder) => join(folder, name)));
}

/** The first of `paths` that is a program. */
export function firstProgram(paths: readonly string[]): string | undefined {
  const suffixes = process.platform === "win32" ? [".exe", ".cmd", ""] : [""];
  return paths.flatMap((path) => suffixes.map((suffix) => resolve(path + suffix))).find(isProgram);
}

/** The folder that relative paths start from. */
export function workingFolder(): string {
  return process.cwd();
}
