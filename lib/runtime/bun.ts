/** Bun: what differs from Node and Deno. */

import process from "node:process";
import { fileURLToPath } from "node:url";
import type { Command, Differences } from "./types.ts";

declare const Bun: { gc(force: boolean): void };

function command(script: string | URL, args: readonly string[] = []): Command {
  const path = script instanceof URL || script.startsWith("file:") ? fileURLToPath(script) : script;
  return { file: process.execPath, args: [...process.execArgv, path, ...args] };
}

function loadable(module: string): string {
  return module;
}

function mayRun(_path: string): boolean {
  return true;
}

function workerFlags(): undefined {
  return undefined;
}

function collectGarbage(): void {
  Bun.gc(true);
}

export const bun: Differences = {
  name: "bun",
  version: process.versions.bun ?? "",
  command,
  loadable,
  mayRun,
  workerFlags,
  collectGarbage,
};
