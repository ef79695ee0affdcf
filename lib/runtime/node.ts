/** Node: what differs from Deno and Bun. */

import { realpathSync } from "node:fs";
import nodeModule, { createRequire, syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { bundled, canBundle } from "./translate/bundle.ts";
import { compiled, isCopy } from "./translate/compile.ts";
import { home, isPackage } from "./home.ts";
import { sea, v8, vm } from "./builtin.ts";
import { withoutFlags } from "./flags.ts";
import { startByNode } from "./start.ts";
import type { Command, Differences, EnvWatch } from "./types.ts";
import { watchProcessEnv } from "./watched_env.ts";

const version: string = process.versions.node;

/**
 * Node 24 runs the project as it stands; before, type stripping (until 22.18) or `using` (until 24)
 * is missing, and tsx has to translate.
 */
const major = Number(version.split(".")[0]);
const readsTypeScript = major >= 24;

/** From 22.15 on a worker can say itself how modules are loaded, without a thread more. */
const hooksAreCheap = nodeModule.registerHooks !== undefined;

const LOADER = new URL("runtime/translate/loader.mjs", home).href;

const LAUNCH = fileURLToPath(new URL("runtime/launch.mjs", home));

/** Pairs of flags by which a program was started through tsx: `--import tsx`, `--require .../preflight.cjs`. */
function withoutLoader(flags: readonly string[]): string[] {
  const kept: string[] = [];
  for (let i = 0; i < flags.length; i++) {
    const flag = flags[i]!;
    if (/^(--import|--require|--loader|-r)$/.test(flag) && /tsx/.test(flags[i + 1] ?? "")) i++;
    else if (!/^(--import|--require|--loader)=.*tsx/.test(flag)) kept.push(flag);
  }
  return kept;
}

/**
 * Flags of this very program that make no sense for another one: `-e`, `-p`, `--test`, `--watch`, and
 * those of the inspector, whose port this program holds.
 */
function forChildren(flags: readonly string[]): string[] {
  return withoutFlags(
    flags,
    /^(-e|--eval|-p|--print|-pe|--test|--watch|-c|--check|-i|--interactive)$|^--(inspect|debug-port)/,
    /^(-e|--eval|-p|--print|-pe|--inspect-port|--debug-port|--inspect-publish-uid)$/,
  );
}

function command(script: string | URL, args: readonly string[] = []): Command {
  const path = realpathSync(
    script instanceof URL || script.startsWith("file:") ? fileURLToPath(script) : script,
  );
  const loader = readsTypeScript || /\.[mc]?js$/.test(path) ? [] : [LAUNCH];
  return {
    file: process.execPath,
    // The package's children have this program's loader; a checkout's need none, or have launch.mjs.
    args: [
      ...forChildren(isPackage ? process.execArgv : withoutLoader(process.execArgv)),
      ...loader,
      path,
      ...args,
    ],
  };
}

/** Does this program run under tsx, so that its modules may be written as only tsx reads them? */
function underLoader(): boolean {
  return withoutLoader(process.execArgv).length !== process.execArgv.length;
}

/**
 * The user's modules are loaded from where they are, only the library comes from a bundle (see
 * translate/loader.mjs), and from its own files where no bundle can be made or written. Before 22.15 Node
 * can do that only slowly, so what a copy can be made of is run from there.
 */
function loadable(module: string): string {
  if (isPackage || !canBundle()) return module;
  try {
    if (module.startsWith(home.href)) {
      const place = bundled(fileURLToPath(module));
      if (place !== undefined) return pathToFileURL(place).href;
    }
    if (readsTypeScript ? underLoader() : !hooksAreCheap) return compiled(module) ?? module;
  } catch (error) {
    // A checkout that is read-only, or somebody else's; without a code it is about an inner module.
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
  }
  return module;
}

async function importModule(module: string): Promise<Record<string, unknown>> {
  if (!isPackage && !hooksAreCheap && !isCopy(module)) (await import(LOADER)).readAll();
  return await import(module);
}

function isExecutable(): boolean {
  return (sea() as { isSea?(): boolean } | undefined)?.isSea?.() === true;
}

function mayRun(_path: string): boolean {
  return true;
}

function mayRead(_path: string): boolean {
  return true;
}

function refusal(_error: unknown): undefined {
  return undefined;
}

function workerFlags(): string[] | undefined {
  const kept = withoutLoader(process.execArgv);
  return kept.length === process.execArgv.length ? undefined : kept;
}

/**
 * tsx does not reach workers by itself. Where it runs a program that uses the package, it is registered
 * in each; a checkout does without (see loadable).
 */
function workerLoader(): string | undefined {
  if (!isPackage) return undefined;
  const words = process.execArgv.flatMap((flag) => flag.split("="));
  const named = words.findLast((word) => !word.startsWith("-") && /tsx/.test(word));
  if (named === undefined) return undefined;
  const from = /^(file:|[/.]|\w:)/.test(named) ? named : join(process.cwd(), "program.js");
  try {
    // The resolver of CommonJS finds tsx's twin for CommonJS, which is beside the one that is wanted.
    const place = createRequire(from).resolve("tsx/esm/api").replace(/\.cjs$/, ".mjs");
    return pathToFileURL(place).href;
  } catch {
    return undefined; // then the import of the program's module says what is missing
  }
}

function childEnv(): Record<string, string | undefined> | undefined {
  const options = process.env["NODE_OPTIONS"];
  if (options === undefined || !/--(inspect|debug-port)/.test(options)) return undefined;
  // Words in quotes are kept whole, with the space before them.
  const words = options.match(/\s*(?:"(?:\\.|[^"\\])*"|\S)+/g) ?? [];
  const kept = forChildren(words.map((word) => word.trim()));
  return { ...process.env, NODE_OPTIONS: kept.join(" ") };
}

function environment(): Record<string, string> {
  return { ...process.env } as Record<string, string>;
}

/** `loadEnvFile` writes past `process.env` (20.12). */
function watchEnvironment(written: () => void): EnvWatch {
  const watch = watchProcessEnv(written), { loadEnvFile } = process;
  if (loadEnvFile) {
    process.loadEnvFile = (...path) => {
      written();
      loadEnvFile(...path);
    };
  }
  syncBuiltinESMExports(); // for `import { env } from "node:process"`
  return watch;
}

function collectGarbage(): void {
  v8().setFlagsFromString("--expose-gc");
  const collect = vm().runInNewContext("gc");
  // Node 20 takes any argument for the wish to collect young objects only.
  if (major < 22) return collect();
  // This flavour gives pages back that hold little: what is left in use took 2.5 times as much.
  collect({ type: "major", execution: "sync", flavor: "last-resort" });
}

export const node: Differences = {
  name: "node",
  version,
  command,
  loadable,
  importModule,
  isExecutable,
  mayRun,
  mayRead,
  onFatal: () => () => {},
  prepareChild: () => {},
  startProgram: startByNode,
  refusal,
  workerFlags,
  workerLoader,
  childEnv,
  environment,
  watchEnvironment,
  sharesDescriptors: true,
  collectGarbage,
};
