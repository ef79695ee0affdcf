/** Deno: what differs from Node and Bun. */

import { closeSync, openSync, readFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { v8, vm } from "./builtin.ts";
import { inWorker } from "./common.ts";
import { flagsOf } from "./deno_flags.ts";
import { startByNode } from "./start.ts";
import type { Command, Differences } from "./types.ts";
import { watchProcessEnv } from "./watched_env.ts";

type Permission = "read" | "write" | "net" | "env" | "run" | "sys" | "ffi" | "import";

declare const Deno: {
  args: string[];
  build: { standalone?: boolean; os: string };
  env: { toObject(): Record<string, string> };
  addSignalListener(signal: "SIGCHLD", listener: () => void): void;
  removeSignalListener(signal: "SIGCHLD", listener: () => void): void;
  permissions: {
    querySync(
      what: { name: Permission; command?: string; path?: string },
    ): { state: string; partial: boolean };
  };
};

const PERMISSIONS: readonly Permission[] = [
  "read",
  "write",
  "net",
  "env",
  "run",
  "sys",
  "ffi",
  "import",
];

/**
 * Deno's execArgv is empty (2.9), so the flags of this program are read where Linux keeps them: a
 * child has to get the same permissions, lists and denials included.
 */
function flagsOfThisProgram(): string[] | undefined {
  try {
    const words = readFileSync("/proc/self/cmdline", "utf8").split("\0");
    return flagsOf(words.slice(1, -1), Deno.args);
  } catch {
    return undefined; // Not Linux, or no permission to read it.
  }
}

/** Without the flags themselves: what is granted in full, and nothing that is granted in part. */
function grantedFlags(): string[] {
  const granted = PERMISSIONS.filter((name) => {
    const { state, partial } = Deno.permissions.querySync({ name });
    return state === "granted" && !partial;
  });
  if (granted.length === PERMISSIONS.length) return ["-A"];
  return ["--no-prompt", ...granted.map((name) => `--allow-${name}`)];
}

let flags: string[] | undefined;

function command(script: string | URL, args: readonly string[] = []): Command {
  flags ??= flagsOfThisProgram() ?? grantedFlags();
  const path = script instanceof URL || script.startsWith("file:") ? fileURLToPath(script) : script;
  return { file: process.execPath, args: ["run", ...flags, path, ...args] };
}

function loadable(module: string): string {
  return module;
}

function isExecutable(): boolean {
  return Deno.build.standalone === true;
}

function mayRun(path: string): boolean {
  return Deno.permissions.querySync({ name: "run", command: path }).state === "granted";
}

/**
 * Deno (2.9.6) ends by an uncaught error at once: no event "exit" follows, and no microtask. A listener that
 * came later may yet keep the program alive, which cannot be known here.
 */
function onFatal(last: () => void): () => void {
  type Listener = (event: { type: string; defaultPrevented: boolean }) => void;
  const target = globalThis as unknown as Record<
    "addEventListener" | "removeEventListener",
    (kind: string, listener: Listener) => void
  >;
  const kinds = { error: "uncaughtException", unhandledrejection: "unhandledRejection" };
  const listener: Listener = ({ type, defaultPrevented }) => {
    if (!defaultPrevented && process.listenerCount(kinds[type as keyof typeof kinds]) === 0) last();
  };
  for (const kind of Object.keys(kinds)) target.addEventListener(kind, listener);
  return () => {
    for (const kind of Object.keys(kinds)) target.removeEventListener(kind, listener);
  };
}

function mayRead(path: string): boolean {
  return Deno.permissions.querySync({ name: "read", path }).state === "granted";
}

let prepared = false;

/**
 * When its first child ends, Deno (2.9.6) begins to listen to signals, and panics if the two descriptors
 * that takes are not free. It begins here instead, after a look whether they are.
 */
function prepareChild(): void {
  if (prepared || Deno.build.os === "windows") return;
  const held: number[] = [];
  try {
    for (let more = 3; more > 0; more--) held.push(openSync("/dev/null", "r"));
  } finally {
    held.forEach((descriptor) => closeSync(descriptor));
  }
  const nothing = () => {};
  Deno.addSignalListener("SIGCHLD", nothing);
  Deno.removeSignalListener("SIGCHLD", nothing);
  prepared = true;
}

/** What a family of processes uses: a file and a socket that they share, executables, their environment. */
const FOR_PROCESSES: readonly Permission[] = ["read", "write", "net", "run", "env"];

/**
 * Of all that is missing at once, and not one after the other. Deno itself (2.9.6) names the last folder
 * that was tried, or asks for all permissions where one for the net is missing.
 */
function refusal(error: unknown): string | undefined {
  if ((error as Error | undefined)?.name !== "NotCapable") return undefined;
  const flag = (name: Permission) => `--allow-${name}`;
  const missing = FOR_PROCESSES.filter((name) =>
    Deno.permissions.querySync({ name }).state !== "granted"
  );
  return `Deno gives this program too few permissions. Processes need ${
    FOR_PROCESSES.map(flag).join(" ")
  }; not given, or not for everything: ${missing.map(flag).join(" ")}`;
}

function workerFlags(): undefined {
  return undefined;
}

function childEnv(): undefined {
  return undefined;
}

let mayReadEnv: boolean | undefined;

/** In the main thread by one call, and not by one for each variable: 10 us, not 100 (Deno 2.9.6). */
function environment(): Record<string, string> | undefined {
  mayReadEnv ??= Deno.permissions.querySync({ name: "env" }).state === "granted";
  if (!mayReadEnv) return undefined;
  return inWorker ? { ...process.env } as Record<string, string> : Deno.env.toObject();
}

function collectGarbage(): void {
  v8().setFlagsFromString("--expose-gc");
  // This flavour gives pages back that hold little: what is left in use took 2.5 times as much.
  vm().runInNewContext("gc")({ type: "major", execution: "sync", flavor: "last-resort" });
}

export const deno: Differences = {
  name: "deno",
  version: process.versions["deno"] ?? "",
  command,
  loadable,
  importModule: (module) => import(module),
  isExecutable,
  mayRun,
  mayRead,
  onFatal,
  prepareChild,
  startProgram: startByNode,
  refusal,
  workerFlags,
  workerLoader: () => undefined,
  childEnv,
  environment,
  watchEnvironment: watchProcessEnv, // of a worker it is an object like others (2.9.6)
  sharesDescriptors: false, // 2.9.6: each worker numbers what it has opened by itself
  collectGarbage,
};
