/** What a part of `npm run check` is, and how it runs other programs. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { run } from "../process.ts";
import { findRuntimes, root, type Runtime, thisRuntime } from "../runtimes.ts";

/** One part: its name on the command line, and what it looks at. */
export interface Part {
  readonly name: string;
  readonly what: string;
  /** Answers what is wrong, one text for each problem; none if all is well. */
  check(args: readonly string[]): Promise<string[]>;
}

let runtimes: Runtime[] | undefined;

/** The Deno of this project or of this machine. */
export function deno(): Runtime {
  runtimes ??= findRuntimes();
  const found = runtimes.find((runtime) => runtime.kind === "deno");
  if (!found) throw new Error("Deno is needed for this part: npm install, or deno on PATH");
  return found;
}

/** With node_modules Deno uses what is there; without, its own cache. */
export function modulesFlag(): string[] {
  return existsSync(join(root, "node_modules")) ? ["--node-modules-dir=manual"] : [];
}

/** Runs a program; answers its whole output when it fails, and nothing when it does not. */
export async function problemsOf(file: string, args: readonly string[]): Promise<string[]> {
  const ended = await run({ file, args }, {
    deadline: 5 * 60_000,
    cwd: root,
    env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" },
  }).ended;
  if (ended.code === 0) return [];
  const how = ended.killed ? "killed after five minutes" : `exit ${ended.code ?? ended.signal}`;
  return [`${ended.output.trimEnd()}\n(${how})`];
}

/** Runs a plain JavaScript program of node_modules on the runtime that runs this. */
export function packageProgram(path: string, args: readonly string[]): Promise<string[]> {
  const program = join(root, "node_modules", path);
  if (!existsSync(program)) throw new Error(`node_modules/${path} is needed: npm install`);
  const { kind, file } = thisRuntime();
  return problemsOf(file, [...(kind === "deno" ? ["run", "-A"] : []), program, ...args]);
}
