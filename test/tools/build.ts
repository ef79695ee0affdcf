/**
 * Builds the package: plain JavaScript, declarations and source maps by tsc, and what is JavaScript
 * already. Into dist/, or into the folder that is named.
 */

import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";
import { root } from "./runtimes.ts";

const dist = resolve(process.argv[2] ?? join(root, "dist"));
rmSync(dist, { recursive: true, force: true });
const tsc = join(root, "node_modules/typescript/bin/tsc");
const words = [tsc, "-p", join(root, "tsconfig.build.json"), "--outDir", dist];
const { status } = spawnSync(process.execPath, words, { stdio: "inherit" });
if (status !== 0) process.exit(status ?? 1);
cpSync(join(root, "lib"), join(dist, "lib"), {
  recursive: true,
  filter: (path) => !path.endsWith(".ts"),
});
chmodSync(join(dist, "repl.js"), 0o755);
