/**
 * Plain JavaScript for the workers and child processes of Node before 22.15, where each worker that reads
 * TypeScript itself takes 100 to 400 ms and one more thread (measured). So a module and all that it imports
 * are translated once, into a folder of plain modules that import each other and the library's bundle; if
 * it imports nothing but TypeScript beside it, built-ins, and packages of this project, for that is all a
 * copy finds from where it lies. Anything else is loaded as loader.mjs says. A file is translated again
 * when it changed: when its time or its size is another, not when it is newer, for clocks go back, too.
 */

import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { crypto } from "../builtin.ts";
import { home } from "../home.ts";
import { bundled, bundleFolder, esbuild } from "./bundle.ts";

/** Before the last line of a copy: what it was made of, and what that imports. */
const HEADER = "// made of ";

interface Made {
  readonly stamp: string;
  /** Null where a copy would not find what the module finds. */
  readonly imports: string[] | null;
}

function stampOf(path: string): string {
  const { mtimeMs, size } = statSync(path);
  return `${mtimeMs} ${size}`;
}

/** A static import or export with its source, as esbuild prints it, and a literal dynamic import. */
const STATIC = /^((?:import|export)\b[^"'`;]*?)"([^"\n]+)"/gm;
const DYNAMIC = /\bimport\("(\.[^"\n]+)"\)/g;
const DYNAMIC_PACKAGE = /\bimport\("([^."\n][^"\n]*)"\)/g;
/** What is imported is known only when it runs. */
const VARIABLE = /\bimport\((?!"[^"\n]+"\))|\bimport\.meta\.resolve\b/;

/** Not a package. */
const PATH = /^(\.{1,2}\/|\/|file:)/;

const COPIES = new URL("../.cache/compiled/", home).href;
const PROJECT = fileURLToPath(new URL("../", home));

/** The file that `specifier` means in the module at `importer`, or undefined if it is not ours to find. */
function find(specifier: string, importer: string): string | undefined {
  if (!PATH.test(specifier)) return undefined;
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

/** Does a copy of the module at `path` find the package `specifier`? */
function isShared(specifier: string, path: string): boolean {
  return isBuiltin(specifier) || (!specifier.startsWith("#") && path.startsWith(PROJECT));
}

function compile(path: string, out: string): string[] | null {
  const imports: string[] = [];
  let plain = true;
  const stamp = stampOf(path); // before it is read: a change meanwhile makes the copy old
  const url = pathToFileURL(path).href;
  const place = (specifier: string): string => {
    if (!PATH.test(specifier)) {
      plain &&= isShared(specifier, path);
      return specifier;
    }
    const file = find(specifier, path);
    if (!file) return specifier;
    if (!/\.[mc]?tsx?$/.test(file)) {
      plain = false;
      return specifier;
    }
    if (!imports.includes(file)) imports.push(file);
    return pathToFileURL(target(file)).href;
  };
  const translated = esbuild().transformSync(readFileSync(path, "utf8"), {
    loader: path.endsWith("x") ? "tsx" : "ts",
    format: "esm",
    target: `node${process.versions.node}`,
    sourcemap: "inline",
    sourcefile: url,
    // No line of a text looks like an import.
    supported: { "template-literal": false },
    legalComments: "none",
    define: {
      "import.meta.url": JSON.stringify(url),
      "import.meta.filename": JSON.stringify(path),
      "import.meta.dirname": JSON.stringify(dirname(path)),
    },
  }).code;
  const code = translated
    .replace(STATIC, (_, head, specifier) => `${head}"${place(specifier)}"`)
    .replace(DYNAMIC, (_, specifier) => `import("${place(specifier)}")`);
  for (const [, specifier] of translated.matchAll(DYNAMIC_PACKAGE)) place(specifier!);
  if (VARIABLE.test(translated)) plain = false;
  const made: Made = { stamp, imports: plain ? imports : null };
  const unfinished = `${out}.${process.pid}`;
  // Behind the code, so that each line stays where its source map says.
  writeFileSync(unfinished, `${code}\n${HEADER}${JSON.stringify(made)}`);
  renameSync(unfinished, out); // whole or not at all: other programs may be compiling the same file
  return made.imports;
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

function importsOf(path: string): string[] | null {
  if (bundled(path)) return [];
  const out = target(path);
  const made = madeOf(out);
  return made?.stamp === stampOf(path) ? made.imports : compile(path, out);
}

const done = new Set<string>();
const places = new Map<string, string | undefined>();

/**
 * The URL of the plain copy of `module`, after it and all that it imports have been translated; undefined
 * where a copy would see less than the module does.
 */
export function compiled(module: string): string | undefined {
  if (places.has(module)) return places.get(module);
  if (!module.startsWith("file:")) return module;
  const entry = fileURLToPath(module);
  if (!/\.[mc]?tsx?$/.test(entry)) return undefined;
  if (!existsSync(entry)) return module; // the import of it fails, and names it
  const open = [entry];
  const seen = new Set<string>();
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (done.has(path) || seen.has(path)) continue;
    const imports = importsOf(path);
    if (imports === null) {
      places.set(module, undefined);
      return undefined;
    }
    seen.add(path);
    open.push(...imports);
  }
  for (const path of seen) done.add(path);
  const place = pathToFileURL(target(entry)).href;
  places.set(module, place);
  return place;
}

/** Is `module` such a copy, or of the bundle? */
export function isCopy(module: string): boolean {
  return module.startsWith(COPIES);
}
