/**
 * Plain JavaScript for Node's workers and child processes. tsx does not reach worker threads, and to
 * register it in each costs 100 to 400 ms and one more thread per worker (measured); Node's own type
 * stripping costs each worker 20 ms. So a module and all that it imports are translated once, into a
 * folder of plain modules that import each other and the library's bundle. A file is translated again
 * when it changed: when its time or its size is another, not when it is newer, for clocks go back, too.
 */

import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { crypto } from "../builtin.ts";
import { bundled, bundleFolder, esbuild } from "./bundle.ts";

/** Before the last line of a copy: what it was made of, and what that imports. */
const HEADER = "// made of ";

interface Made {
  readonly stamp: string;
  readonly imports: string[];
}

function stampOf(path: string): string {
  const { mtimeMs, size } = statSync(path);
  return `${mtimeMs} ${size}`;
}

/** A static import or export with its source, as esbuild prints it, and a literal dynamic import. */
const STATIC = /^((?:import|export)\b[^"'`;]*?)"([^"\n]+)"/gm;
const DYNAMIC = /\bimport\("(\.[^"\n]+)"\)/g;

/** The file that `specifier` means in the module at `importer`, or undefined if it is not ours to find. */
function find(specifier: string, importer: string): string | undefined {
  if (!/^(\.{1,2}\/|\/|file:)/.test(specifier)) return undefined;
  const path = specifier.startsWith("file:")
    ? fileURLToPath(specifier)
    : resolve(dirname(importer), specifier);
  return [path, `${path}.ts`, path.replace(/\.js$/, ".ts"), `${path}/index.ts`].find((candidate) =>
    existsSync(candidate) && statSync(candidate).isFile()
  );
}

function target(path: string): string {
  const name = crypto().createHash("sha256").update(path).digest("hex").slice(0, 24);
  return bundled(path) ?? join(bundleFolder(), `module-${name}.mjs`);
}

function compile(path: string, out: string): string[] {
  const imports: string[] = [];
  const stamp = stampOf(path); // before it is read: a change meanwhile makes the copy old
  const url = pathToFileURL(path).href;
  const place = (specifier: string): string => {
    const file = find(specifier, path);
    if (!file) return specifier;
    if (!/\.[mc]?tsx?$/.test(file)) return pathToFileURL(file).href;
    if (!imports.includes(file)) imports.push(file);
    return pathToFileURL(target(file)).href;
  };
  const code = esbuild().transformSync(readFileSync(path, "utf8"), {
    loader: path.endsWith("x") ? "tsx" : "ts",
    format: "esm",
    target: `node${process.versions.node}`,
    sourcemap: "inline",
    sourcefile: url,
    define: {
      "import.meta.url": JSON.stringify(url),
      "import.meta.filename": JSON.stringify(path),
      "import.meta.dirname": JSON.stringify(dirname(path)),
    },
  }).code
    .replace(STATIC, (_, head, specifier) => `${head}"${place(specifier)}"`)
    .replace(DYNAMIC, (_, specifier) => `import("${place(specifier)}")`);
  const unfinished = `${out}.${process.pid}`;
  // Behind the code, so that each line stays where its source map says.
  const made: Made = { stamp, imports };
  writeFileSync(unfinished, `${code}\n${HEADER}${JSON.stringify(made)}`);
  renameSync(unfinished, out); // whole or not at all: other programs may be compiling the same file
  return imports;
}

/** What the copy at `out` was made of; undefined where there is none, or a damaged one. */
function madeOf(out: string): Made | undefined {
  try {
    const text = readFileSync(out, "utf8");
    return JSON.parse(text.slice(text.lastIndexOf(HEADER) + HEADER.length)) as Made;
  } catch {
    return undefined;
  }
}

function importsOf(path: string): string[] {
  const out = target(path);
  if (bundled(path)) return [];
  const made = madeOf(out);
  return made?.stamp === stampOf(path) ? made.imports : compile(path, out);
}

const done = new Set<string>();
const places = new Map<string, string>();

/** The URL of the plain copy of `module`, after it and all that it imports have been translated. */
export function compiled(module: string): string {
  const known = places.get(module);
  if (known !== undefined) return known;
  if (!module.startsWith("file:") || !/\.[mc]?tsx?$/.test(module)) return module;
  const entry = fileURLToPath(module);
  if (!existsSync(entry)) return module; // the import of it fails, and names it
  const open = [entry];
  const seen = new Set<string>();
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (done.has(path) || seen.has(path)) continue;
    seen.add(path);
    open.push(...importsOf(path));
  }
  for (const path of seen) done.add(path);
  const place = pathToFileURL(target(entry)).href;
  places.set(module, place);
  return place;
}
