/**
 * How a worker or child of a checkout loads modules on Node. Whoever imports a file of lib/, by whatever
 * path and from whatever kind of module, gets the bundle's module of it: there is one copy of the library.
 * Before Node 24 TypeScript is translated as it is read, from where it lies: packages, #imports, JSON and
 * dynamic imports are found as Node finds them.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import module, { createRequire } from "node:module";
import process from "node:process";
import { fileURLToPath } from "node:url";

const LIB = new URL("../../", import.meta.url).href;
const BUNDLES = new URL("../../../.cache/compiled/", import.meta.url).href;
const TRANSLATED = new URL("../../../.cache/translated/", import.meta.url);
const { node, bun, deno } = process.versions;
const READS_TYPESCRIPT = Number(node.split(".")[0]) >= 24 || bun !== undefined ||
  deno !== undefined;

const require = createRequire(import.meta.url);

/** Is this a worker or child of a checkout? */
let prepared = false;

/** Of the bundle that this worker or child loaded; undefined in a program that is neither, or has none. */
let folder;

const isTypeScript = (url) => url.startsWith("file:") && /\.[mc]?tsx?(?:$|[?#])/.test(url);

/** Where a module that was found is loaded from. */
function led(found) {
  const { url } = found;
  if (
    folder === undefined || !url.startsWith(LIB) || !url.endsWith(".ts") ||
    url.startsWith(`${LIB}repl/`)
  ) {
    return found;
  }
  const inBundle = new URL(folder + url.slice(LIB.length, -2) + "mjs");
  if (existsSync(inBundle)) return { url: inBundle.href, format: "module", shortCircuit: true };
  throw new Error(
    `Cannot load ${fileURLToPath(url)} in a thread or child process: it is an inner module of ` +
      `the library. Import one of the modules directly in lib/, such as lib/threading.ts`,
  );
}

/** The TypeScript that is meant by the name of what it will be, or by no ending: "./a.js" or "./a". */
function meant(specifier, { parentURL }, error) {
  if (READS_TYPESCRIPT || !/^(\.{1,2}\/|file:|\/)/.test(specifier)) throw error;
  const { href } = new URL(specifier, parentURL);
  const names = [href.replace(/\.([mc]?)js$/, ".$1ts"), `${href}.ts`, `${href}/index.ts`];
  const url = names.find((name) => name !== href && existsSync(new URL(name)));
  if (url === undefined) throw error;
  return { url, format: "module", shortCircuit: true };
}

let esbuild;

/** The esbuild of tsx. It is told not to keep a process of its own. */
function translator() {
  if (!esbuild) {
    const before = process.env.ESBUILD_WORKER_THREADS;
    process.env.ESBUILD_WORKER_THREADS = "0";
    esbuild = createRequire(require.resolve("tsx"))("esbuild");
    if (before === undefined) delete process.env.ESBUILD_WORKER_THREADS;
    else process.env.ESBUILD_WORKER_THREADS = before;
  }
  return esbuild;
}

/** Plain JavaScript of a file, kept for all that load it later, where there is a place for it. */
function translated(url) {
  const path = fileURLToPath(url);
  const { mtimeMs, size } = statSync(path);
  const key = `${process.version} ${path} ${mtimeMs} ${size}`;
  const name = require("node:crypto").createHash("sha256").update(key).digest("hex").slice(0, 24);
  const place = new URL(`${name}.mjs`, TRANSLATED);
  try {
    return readFileSync(place, "utf8");
  } catch {
    // not yet
  }
  const { code } = translator().transformSync(readFileSync(path, "utf8"), {
    loader: path.endsWith("x") ? "tsx" : "ts",
    format: "esm",
    target: `node${process.versions.node}`,
    sourcemap: "inline",
    sourcefile: url,
  });
  try {
    mkdirSync(TRANSLATED, { recursive: true });
    const unfinished = new URL(`${name}.${process.pid}`, TRANSLATED);
    writeFileSync(unfinished, code);
    renameSync(unfinished, place); // whole or not at all
  } catch {
    // read-only, or somebody else's: it is translated again next time
  }
  return code;
}

function own(url) {
  if (READS_TYPESCRIPT || !isTypeScript(url)) return undefined;
  return { format: "module", source: translated(url), shortCircuit: true };
}

const inThread = {
  resolve(specifier, context, next) {
    let found;
    try {
      found = next(specifier, context);
    } catch (error) {
      found = meant(specifier, context, error);
    }
    return led(found);
  },
  load: (url, context, next) => own(url) ?? next(url, context),
};

/** To be called first by a worker or child of a checkout, which begins with `entry`. */
export function prepare(entry) {
  if (!entry.startsWith("file:") || entry.endsWith(".js")) return; // of the package: nothing to do
  if (entry.startsWith(BUNDLES)) folder = entry.slice(0, entry.indexOf("/", BUNDLES.length) + 1);
  else if (READS_TYPESCRIPT) return;
  prepared = true;
  if (module.registerHooks) module.registerHooks(inThread);
  else if (folder === undefined) readAll();
}

let reading = false;

/**
 * From here on all modules are loaded from where they lie, also before Node 22.15: by a thread more, which
 * doubles a worker's time to start. So it is only called for what a translated copy could not be (compile.ts).
 */
export function readAll() {
  if (reading || !prepared || module.registerHooks) return;
  reading = true;
  module.register(import.meta.url, { data: folder });
}

/** The rest is called by Node, in its thread for such hooks. */
export function initialize(data) {
  folder = data;
}

export async function resolve(specifier, context, next) {
  let found;
  try {
    found = await next(specifier, context);
  } catch (error) {
    found = meant(specifier, context, error);
  }
  return led(found);
}

export function load(url, context, next) {
  return own(url) ?? next(url, context);
}
