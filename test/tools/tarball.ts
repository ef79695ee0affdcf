/**
 * The package as `npm pack` makes it, made once for all suites and runtimes, and again when a file that
 * goes into it has changed. tsc takes four seconds.
 */

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findRuntimes, root } from "./runtimes.ts";

/** What goes into the package as it is. */
const AS_IT_IS = [
  "package.json",
  "README.md",
  "README.zh.md",
  "CHANGELOG.md",
  "LICENSE",
  "scripts",
];

/** What it is built from. */
const SOURCES = [
  ...["lib", "repl.ts", "tsconfig.json", "tsconfig.build.json", "test/tools/build.ts"],
  ...AS_IT_IS,
];

const PLACE = join(root, ".cache/packed");

/** A tarball, and the names of the files in it. */
export interface Tarball {
  readonly path: string;
  readonly files: readonly string[];
}

function* filesOf(path: string): Generator<string> {
  if (!statSync(path).isDirectory()) return yield path;
  for (const name of readdirSync(path).sort()) yield* filesOf(join(path, name));
}

function stamp(): string {
  const hash = createHash("sha256");
  for (const file of SOURCES.flatMap((name) => [...filesOf(join(root, name))])) {
    hash.update(file).update(readFileSync(file));
  }
  return hash.digest("hex").slice(0, 16);
}

function make(into: string): void {
  const source = join(into, "source");
  mkdirSync(source);
  for (const name of AS_IT_IS) cpSync(join(root, name), join(source, name), { recursive: true });
  // The compiler is a program for Node, whichever runtime is tested.
  const node = findRuntimes().find(({ kind }) => kind === "node")!;
  const build = [join(root, "lib/runtime/launch.mjs"), join(root, "test/tools/build.ts")];
  execFileSync(node.file, [...build, join(source, "dist")], { stdio: "inherit" });
  const npm = ["pack", "--ignore-scripts", "--json", "--pack-destination", into];
  const [told] = JSON.parse(execFileSync("npm", npm, { cwd: source, encoding: "utf8" })) as [
    { filename: string; files: { path: string }[] },
  ];
  const files = told.files.map(({ path }) => path);
  writeFileSync(join(into, "told.json"), JSON.stringify({ name: told.filename, files }));
  rmSync(source, { recursive: true });
}

/** The package of this checkout as it is now. */
export function tarball(): Tarball {
  const place = join(PLACE, stamp());
  if (!existsSync(place)) {
    mkdirSync(PLACE, { recursive: true });
    const unfinished = mkdtempSync(join(PLACE, "unfinished-"));
    make(unfinished);
    try {
      renameSync(unfinished, place); // whole or not at all
    } catch {
      rmSync(unfinished, { recursive: true, force: true }); // another suite was faster
    }
  }
  const { name, files } = JSON.parse(readFileSync(join(place, "told.json"), "utf8")) as {
    name: string;
    files: string[];
  };
  return { path: join(place, name), files };
}
