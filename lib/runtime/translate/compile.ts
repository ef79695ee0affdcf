/**
 * Plain JavaScript for Node's workers and child processes. tsx does not reach worker threads, and to
 * register it in each costs 100 to 400 ms and one more thread per worker (measured); Node's own type
 * stripping costs each worker 20 ms. So a module and all that it imports are translated once, into a
 * folder of plain modules that import each other and the library's bundle. A file is translated again
 * when it changed.
 */

import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { crypto } from "../builtin.ts";
import { bundled, bundleFolder, esbuild } from "./bundle.ts";

const HEADER = "// imports ";

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
  writeFileSync(unfinished, `${code}\n${HEADER}${JSON.stringify(imports)}`);
  renameSync(unfinished, out); // whole or not at all: other programs may be compiling the same file
  return imports;
}

function importsOf(path: string): string[] {
  const out = target(path);
  if (bundled(path)) return [];
  if (existsSync(out) && statSync(out).mtimeMs > statSync(path).mtimeMs) {
    const text = readFileSync(out, "utf8");
    return JSON.parse(text.slice(text.lastIndexOf(HEADER) + HEADER.length)) as string[];
  }
  return compile(path, out);
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
