/** Bun: what differs from Node and Deno. */

import process from "node:process";
import { fileURLToPath } from "node:url";
import { withoutFlags } from "./flags.ts";
import type { Command, Differences, Started, StartOptions } from "./types.ts";

interface Subprocess {
  readonly pid: number;
  kill(signal: string): void;
  unref(): void;
}

declare const Bun: {
  gc(force: boolean): void;
  isStandaloneExecutable?: boolean;
  spawn(words: readonly string[], options: {
    stdio: readonly unknown[];
    env: Record<string, string | undefined>;
    onExit(child: Subprocess, code: number | null, signal: string | null): void;
  }): Subprocess;
};

/**
 * Flags of this very program that make no sense for another one. Bun 1.4.5 ends a child at once whose
 * inspector finds the port taken.
 */
function forChildren(): string[] {
  return withoutFlags(
    process.execArgv,
    /^(-e|--eval|-p|--print|--watch|--hot|--no-clear-screen)$|^--inspect/,
    /^(-e|--eval|-p|--print)$/,
  );
}

function command(script: string | URL, args: readonly string[] = []): Command {
  const path = script instanceof URL || script.startsWith("file:") ? fileURLToPath(script) : script;
  return { file: process.execPath, args: [...forChildren(), path, ...args] };
}

function loadable(module: string): string {
  return module;
}

function isExecutable(): boolean {
  return Bun.isStandaloneExecutable === true;
}

function mayRun(_path: string): boolean {
  return true;
}

function mayRead(_path: string): boolean {
  return true;
}

/** Not by node:child_process, which says in a tick, by `process.nextTick`, that a child ended (1.4.5). */
function startProgram(file: string, args: readonly string[], options: StartOptions): Started {
  const { stdio, env = process.env, exited } = options;
  try {
    const child = Bun.spawn([file, ...args], {
      stdio,
      env,
      onExit: (_child, code, signal) => exited(code, signal),
    });
    return { pid: child.pid, kill: (signal) => child.kill(signal), unref: () => child.unref() };
  } catch {
    return { pid: undefined, kill() {}, unref() {} };
  }
}

function refusal(_error: unknown): undefined {
  return undefined;
}

function workerFlags(): undefined {
  return undefined;
}

function childEnv(): Record<string, string | undefined> | undefined {
  if (!Object.keys(process.env).some((name) => name.startsWith("BUN_INSPECT"))) return undefined;
  const entries = Object.entries(process.env);
  return Object.fromEntries(entries.filter(([name]) => !name.startsWith("BUN_INSPECT")));
}

function environment(): Record<string, string> {
  return { ...process.env } as Record<string, string>;
}

function collectGarbage(): void {
  Bun.gc(true);
}

export const bun: Differences = {
  name: "bun",
  version: process.versions["bun"] ?? "",
  command,
  loadable,
  importModule: (module) => import(module),
  isExecutable,
  mayRun,
  mayRead,
  onFatal: () => () => {},
  prepareChild: () => {},
  startProgram,
  refusal,
  workerFlags,
  workerLoader: () => undefined,
  childEnv,
  environment,
  watchEnvironment: () => undefined, // Bun.env is another way in; reading all takes 14 us (1.4.5)
  sharesDescriptors: true,
  collectGarbage,
};
