/** Which runtimes this machine has, and how each runs a TypeScript file of this project. */

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { Command } from "./process.ts";

/** The folder of package.json. */
export const root: string = fileURLToPath(new URL("../..", import.meta.url));

/** One runtime that was found. */
export interface Runtime {
  /** "node20", "node24", "deno" or "bun": for Node its major version is part of the name. */
  readonly name: string;
  readonly kind: "node" | "deno" | "bun";
  readonly version: string;
  /** The executable. */
  readonly file: string;
}

/** Node from this version on reads the project's TypeScript by itself. */
const READS_TYPESCRIPT = 24;

/** What is run where nobody says otherwise, and how to get what is missing. */
export const wanted: readonly { name: string; has: (r: Runtime) => boolean; get: string }[] = [
  {
    name: "node20",
    has: (r) => r.kind === "node" && major(r) < READS_TYPESCRIPT,
    get: "a Node from 20.17 to 23 on PATH, or its path in INTERLEAVE_NODE",
  },
  {
    name: "node24",
    has: (r) => r.kind === "node" && major(r) >= READS_TYPESCRIPT,
    get: "npm install --no-save --prefix .cache/node24 node@24, or its path in INTERLEAVE_NODE",
  },
  { name: "deno", has: (r) => r.kind === "deno", get: "npm install, or deno on PATH" },
  { name: "bun", has: (r) => r.kind === "bun", get: "npm install, or bun on PATH" },
];

function major(runtime: { version: string }): number {
  return Number(runtime.version.split(".")[0]);
}

/** Asks an executable who it is: a `node` on PATH may be Bun under another name, or a shim. */
function ask(file: string): Runtime | undefined {
  const question = "const v = process.versions;" +
    "console.log(JSON.stringify([v.bun ? 'bun' : v.deno ? 'deno' : 'node', v.bun || v.deno || v.node, process.execPath]))";
  const answer = spawnSync(file, [/deno[^/\\]*$/.test(file) ? "eval" : "-e", question], {
    encoding: "utf8",
    timeout: 20_000,
    stdio: ["ignore", "pipe", "ignore"],
  });
  try {
    const [kind, version, path] = JSON.parse(answer.stdout) as [Runtime["kind"], string, string];
    const name = kind === "node" ? `node${major({ version })}` : kind;
    return { name, kind, version, file: path };
  } catch {
    return undefined; // not there, or not a runtime
  }
}

/** The runtime that runs this program. */
export function thisRuntime(): Runtime {
  const { bun, deno, node } = process.versions;
  const kind = bun ? "bun" : deno ? "deno" : "node";
  const version = bun ?? deno ?? node;
  return {
    name: kind === "node" ? `node${major({ version })}` : kind,
    kind,
    version,
    file: process.execPath,
  };
}

/** Executables to try, best first: the project's own before those of the machine. */
function* candidates(): Generator<string> {
  yield* (process.env["INTERLEAVE_NODE"] ?? "").split(delimiter);
  const cache = join(root, ".cache");
  for (const folder of existsSync(cache) ? readdirSync(cache).sort() : []) {
    if (/^node\d+$/.test(folder)) yield join(cache, folder, "node_modules/node/bin/node");
  }
  yield join(root, "node_modules/.bin/deno");
  yield join(root, "node_modules/.bin/bun");
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    for (const name of ["node", "deno", "bun"]) if (folder) yield join(folder, name);
  }
}

/** Every runtime of this machine, once per name, in the order of `wanted`. */
export function findRuntimes(): Runtime[] {
  const found = new Map<string, Runtime>([[thisRuntime().name, thisRuntime()]]);
  for (const file of candidates()) {
    if (file === "" || !existsSync(file)) continue;
    const runtime = ask(file);
    if (runtime && !found.has(runtime.name)) found.set(runtime.name, runtime);
  }
  const rank = (r: Runtime) => wanted.findIndex((w) => w.has(r)) * 1000 + major(r);
  return [...found.values()].sort((a, b) => rank(a) - rank(b));
}

/** How `runtime` runs the TypeScript file `script`. */
export function commandFor(
  runtime: Runtime,
  script: string,
  args: readonly string[] = [],
): Command {
  const { kind, file } = runtime;
  if (kind === "bun") return { file, args: [script, ...args] };
  if (kind === "deno") {
    // deno.json says "none", for clones without node_modules; where they are, they are used.
    const modules = existsSync(join(root, "node_modules")) ? ["--node-modules-dir=manual"] : [];
    // Quiet, or it clears the line of a terminal when it loads a module.
    return { file, args: ["run", "-A", "-q", ...modules, script, ...args] };
  }
  const loader = major(runtime) < READS_TYPESCRIPT ? [join(root, "lib/runtime/launch.mjs")] : [];
  return { file, args: [...loader, script, ...args] };
}
