/**
 * Builds the package: plain JavaScript, declarations and source maps by tsc, then the library's two hundred
 * modules and the lab's put together in a few files, which are read sooner. Into dist/, or into the folder
 * that is named.
 */

import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import process from "node:process";
import { isEntry } from "../../lib/runtime/translate/bundle.ts";
import { root } from "./runtimes.ts";

const dist = resolve(process.argv[2] ?? join(root, "dist"));
rmSync(dist, { recursive: true, force: true });
const tsc = join(root, "node_modules/typescript/bin/tsc");
const words = [tsc, "-p", join(root, "tsconfig.build.json"), "--outDir", dist];
const { status } = spawnSync(process.execPath, words, { stdio: "inherit" });
if (status !== 0) process.exit(status ?? 1);

/** The files below `folder` whose names end as `ending` says. */
const filesOf = (folder: string, ending: RegExp) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => ending.test(name)).map((name) => join(folder, name));

const modules = filesOf(join(dist, "lib"), /\.js$/);
const entries = modules.filter((path) => isEntry(relative(join(dist, "lib"), path)));
const { buildSync } = createRequire(createRequire(import.meta.url).resolve("tsx"))("esbuild");
const bundle = `${dist}.bundle`;
buildSync({
  entryPoints: [...entries, join(dist, "repl.js")],
  outdir: bundle,
  outbase: dist,
  // Where home.ts is: the library's folder is found from there.
  chunkNames: "lib/runtime/[name]-[hash]",
  bundle: true,
  splitting: true,
  packages: "external",
  external: [join(dist, "scripts/*")], // each lesson is a program, and has one declaration
  platform: "node",
  format: "esm",
  target: "es2022",
  keepNames: true,
  sourcemap: true,
  logLevel: "warning",
});
for (const path of modules) {
  rmSync(path);
  rmSync(`${path}.map`);
}
// What is left outside is written as seen from the folder of the bundle, whatever folder a file is in (esbuild 0.28).
const outside = `"${relative(bundle, dist)}/scripts/`;
for (const path of filesOf(bundle, /\.js$/)) {
  const inside = `"${relative(dirname(path), bundle) || "."}/scripts/`;
  writeFileSync(path, readFileSync(path, "utf8").replaceAll(outside, inside));
}
cpSync(bundle, dist, { recursive: true });
rmSync(bundle, { recursive: true });
cpSync(join(root, "lib"), join(dist, "lib"), {
  recursive: true,
  filter: (path) => !path.endsWith(".ts"),
});
chmodSync(join(dist, "repl.js"), 0o755);
