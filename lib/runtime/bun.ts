/** Bun: what differs from Node and Deno. */

import process from "node:process";
import { fileURLToPath } from "node:url";
import type { Command, Differences } from "./types.ts";

export * from "./common.ts";

declare const Bun: { gc(force: boolean): void };

export const name = "bun" satisfies Differences["name"];
export const version: string = process.versions.bun!;

export function command(script: string | URL, args: readonly string[] = []): Command {
  const path = script instanceof URL || script.startsWith("file:") ? fileURLToPath(script) : script;
  return { file: process.execPath, args: [...process.execArgv, path, ...args] };
}

export function loadable(module: string): string {
  return module;
}

export function mayRun(_path: string): boolean {
  return true;
}

export function workerFlags(): undefined {
  return undefined;
}

export function collectGarbage(): void {
  Bun.gc(true);
}
