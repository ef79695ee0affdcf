/** The runtimes on this machine that can run a lesson, and how each is told to. */

import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, isAbsolute, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { home, isPackage } from "../runtime/home.ts";
import { name as ownName, version as ownVersion } from "../runtime/current.ts";
import {
  everyOnPath,
  firstProgram,
  onPath,
  ownProgram,
  startProgram,
  workingFolder,
} from "../system/programs.ts";

/** The folder of the project. */
export const ROOT: string = fileURLToPath(new URL("../", home));

/** A file of the project: beside the compiled ones in the package, or above them. */
export function projectFile(path: string): string {
  const own = join(ROOT, path);
  return !isPackage || existsSync(own) ? own : join(ROOT, "..", path);
}

export interface Runtime {
  readonly name: "node" | "deno" | "bun";
  readonly version: string;
  /** The program as a person types it here: a bare name where the PATH has it. */
  readonly program: string;
  /** Is it the one that the REPL itself runs on? */
  readonly own: boolean;
}

const NAMES = ["node", "deno", "bun"] as const;

/** The oldest versions that package.json allows: { node: [20, 17], ... }. */
function oldest(): Record<string, number[]> {
  const { engines } = JSON.parse(readFileSync(projectFile("package.json"), "utf8")) as {
    engines: Record<string, string>;
  };
  return Object.fromEntries(
    Object.entries(engines).map(([name, wanted]) => [name, numbers(wanted)]),
  );
}

function numbers(version: string): number[] {
  return version.replace(/^\D+/, "").split(/\D+/).slice(0, 2).map(Number);
}

/** Is `version` the one in `wanted` or newer? */
export function isNewEnough(version: string, wanted: readonly number[]): boolean {
  const [major = 0, minor = 0] = numbers(version);
  const [needed = 0, least = 0] = wanted;
  return major > needed || (major === needed && minor >= least);
}

/** Node before 24 reads the project's TypeScript only through tsx; see lib/runtime/launch.mjs. */
function needsLauncher({ name, version }: Pick<Runtime, "name" | "version">): boolean {
  return !isPackage && name === "node" && !isNewEnough(version, [24, 0]);
}

/** A path as it is typed in the working folder. */
export function typed(path: string): string {
  const near = relative(workingFolder(), path);
  if (near === "" || near.startsWith("..") || isAbsolute(near)) return path;
  return dirname(near) === "." ? `./${near}` : near; // a bare name would be looked for on the PATH
}

/** The words of the command that runs the script of a lesson. */
export function commandFor(runtime: Runtime, lesson: string, flags: readonly string[]): string[] {
  return commandOf(runtime, join("scripts", lesson), flags);
}

/** The words of the command that runs the lab itself. */
export function labCommand(runtime: Runtime, words: readonly string[]): string[] {
  return commandOf(runtime, "repl", words);
}

function commandOf(runtime: Runtime, file: string, flags: readonly string[]): string[] {
  return programCommand(runtime, join(ROOT, `${file}.${isPackage ? "js" : "ts"}`), flags);
}

/** The words of the command that runs the program in `file`, of whoever it is. */
export function programCommand(
  runtime: Runtime,
  file: string,
  flags: readonly string[],
): string[] {
  const script = typed(file);
  const before = needsLauncher(runtime)
    ? [typed(join(ROOT, "lib", "runtime", "launch.mjs"))]
    : runtime.name === "deno"
    ? ["run", "-A"]
    : [];
  return [runtime.program, ...before, script, ...flags];
}

/**
 * The same command for a terminal that a menu draws on: Deno by itself clears the line when it loads a
 * module, unless it is told to be quiet.
 */
export function quietly(runtime: Runtime, [program = "", ...words]: readonly string[]): string[] {
  return runtime.name === "deno"
    ? [program, ...words.slice(0, 1), "-q", ...words.slice(1)]
    : [program, ...words];
}

/** A command as it is typed into a shell. */
export function quotedCommand(words: readonly string[]): string {
  const plain = /^[\w@%+=:,./\\-]+$/;
  return words.map((word) => plain.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`).join(
    " ",
  );
}

async function versionOf(file: string): Promise<string | undefined> {
  try {
    const { code, output } = await startProgram({ file, args: ["--version"] }, {
      taken: "all",
      timeout: 10_000,
    }).ended;
    return code === 0 ? /\d+\.\d+\.\d+/.exec(output)?.[0] : undefined;
  } catch {
    return undefined; // not a program of this machine
  }
}

const BINS = join(isPackage ? workingFolder() : ROOT, "node_modules", ".bin");

/** The runtime that this program itself runs on, by the shortest name that leads to it. */
export function ownRuntime(): Runtime {
  const same = (file: string | undefined) =>
    file !== undefined && realpathSync(file) === realpathSync(ownProgram);
  const local = join(BINS, ownName);
  const program = same(onPath(ownName))
    ? ownName
    : typed(same(firstProgram([local])) ? local : ownProgram);
  return { name: ownName, version: ownVersion, program, own: true };
}

async function candidate(
  name: Runtime["name"],
  program: string,
  file: string,
): Promise<Runtime | undefined> {
  const version = await versionOf(file);
  return version === undefined ? undefined : { name, version, program, own: false };
}

/**
 * All runtimes that can run a lesson: this program's own first, then those on the PATH and those
 * installed with the project.
 */
export async function findRuntimes(): Promise<Runtime[]> {
  const found = await Promise.all(NAMES.flatMap((name) => {
    const [path, ...others] = everyOnPath(name);
    const local = firstProgram([join(BINS, name)]);
    return [
      path === undefined ? undefined : candidate(name, name, path),
      local === undefined ? undefined : candidate(name, typed(local), local),
      ...others.map((file) => candidate(name, typed(file), file)),
    ];
  }));
  const limits = oldest();
  const hasTsx = existsSync(join(ROOT, "node_modules", "tsx"));
  const usable: Runtime[] = [];
  for (const runtime of [ownRuntime(), ...found]) {
    if (!runtime || (needsLauncher(runtime) && !hasTsx)) continue;
    if (!isNewEnough(runtime.version, limits[runtime.name] ?? [])) continue;
    const known = usable.some(({ name, version }) =>
      name === runtime.name && version === runtime.version
    );
    if (!known) usable.push(runtime);
  }
  return usable;
}

/** "Node 20.20.2" */
export function label({ name, version }: Pick<Runtime, "name" | "version">): string {
  return `${name[0]!.toUpperCase()}${name.slice(1)} ${version}`;
}
