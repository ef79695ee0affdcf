/**
 * The library for Node's workers: one bundle of plain JavaScript. Ten workers that each read the
 * library's hundred TypeScript files take 700 ms on Node 24 and cannot at all on Node 20; with the
 * bundle they take 200, of which 150 are Node's own (measured). It is made by the esbuild that tsx
 * brings, once, in 50 ms, and made again when a file of the library changed.
 */

import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { crypto } from "../builtin.ts";
import { home } from "../home.ts";

interface Esbuild {
  transformSync(source: string, options: Record<string, unknown>): { code: string };
  buildSync(options: Record<string, unknown>): unknown;
}

const LIB = fileURLToPath(home);
const CACHE = fileURLToPath(new URL("../.cache/compiled/", home));

let place: string | null | undefined;
let loaded: Esbuild | undefined;

/** Where the esbuild of tsx is, or null where neither is installed. Cheap: it is not loaded for that. */
function findEsbuild(): string | null {
  if (place === undefined) {
    try {
      const tsx = createRequire(new URL("runtime/", home)).resolve("tsx");
      place = createRequire(tsx).resolve("esbuild");
    } catch {
      place = null;
    }
  }
  return place;
}

/** Can a bundle be made? */
export function canBundle(): boolean {
  return findEsbuild() !== null;
}

/**
 * esbuild. It keeps a process of its own for later calls unless it is told not to when it is loaded,
 * and then each call is one short process: a program has no other children than those it started.
 */
export function esbuild(): Esbuild {
  const path = findEsbuild();
  if (path === null) {
    throw new Error(
      "Cannot start a thread or process: Node before 24 needs tsx to translate TypeScript. Run npm ci",
    );
  }
  if (!loaded) {
    const before = process.env["ESBUILD_WORKER_THREADS"];
    process.env["ESBUILD_WORKER_THREADS"] = "0";
    loaded = createRequire(path)(path) as Esbuild;
    if (before === undefined) delete process.env["ESBUILD_WORKER_THREADS"];
    else process.env["ESBUILD_WORKER_THREADS"] = before;
  }
  return loaded;
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "repl" ? [] : filesOf(path);
    return entry.name.endsWith(".ts") ? [path] : [];
  }).sort();
}

/**
 * Modules that something else loads by their place: the public ones, and where threads and children begin.
 *
 * @param path below lib/
 */
export function isEntry(path: string): boolean {
  return /^[^/]+\.[tj]s$|^(threading\/worker_main|multiprocessing\/(child|pool\/inside\/(thread|process))|distributed\/inside|trace\/(inside|program))\.[tj]s$/
    .test(path);
}

function stampOf(files: readonly string[]): string {
  const hash = crypto().createHash("sha256").update(process.version);
  for (const file of files) {
    const { mtimeMs, size } = statSync(file);
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return hash.digest("hex").slice(0, 16);
}

function build(entryPoints: string[], folder: string): void {
  const unfinished = `${folder}.${process.pid}`;
  esbuild().buildSync({
    entryPoints,
    outdir: unfinished,
    outbase: LIB,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: `node${process.versions.node}`,
    sourcemap: true,
    define: { "import.meta.url": JSON.stringify(new URL("runtime/home.ts", home).href) },
    logLevel: "silent",
  });
  try {
    renameSync(unfinished, folder); // whole or not at all
  } catch {
    rmSync(unfinished, { recursive: true, force: true }); // another program was faster
  }
  // Old bundles stay: a program that runs for days may yet load from one, and no clock can tell.
}

let folder: string | undefined;

/** The folder of the bundle, which is made if need be. Compiled modules of others go there, too. */
export function bundleFolder(): string {
  if (folder === undefined) {
    const files = filesOf(LIB);
    const place = join(CACHE, stampOf(files));
    if (!existsSync(place)) {
      mkdirSync(CACHE, { recursive: true });
      build(files.filter((path) => isEntry(path.slice(LIB.length))), place);
    }
    folder = place;
  }
  return folder;
}

/** Where the module of the library at `path` is in the bundle; undefined if it is not of the library. */
export function bundled(path: string): string | undefined {
  if (!path.startsWith(LIB) || path.startsWith(join(LIB, "repl"))) return undefined;
  if (!isEntry(path.slice(LIB.length))) {
    throw new Error(
      `Cannot load ${path} in a thread or child process: it is an inner module of the library. ` +
        `Import one of the modules directly in lib/, such as lib/threading.ts`,
    );
  }
  return join(bundleFolder(), path.slice(LIB.length).replace(/ts$/, "mjs"));
}
