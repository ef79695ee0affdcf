/** A program of this folder in a project of its own, into which the package is installed. */

import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Project } from "../tools/packed.ts";
import { root } from "../tools/runtimes.ts";

let project: Project | undefined;

/** The path of the installed program that does what the one at `script` does from the checkout. */
export function installed(script: string): string {
  project ??= new Project("bench", { "package.json": '{ "type": "module" }' });
  const name = basename(script).replace(/\.ts$/, ".mjs");
  const program = readFileSync(join(root, script), "utf8");
  project.write({ [name]: program.replace(/"[./]*\/lib\/(\w+)\.ts"/g, '"interleave/$1"') });
  return join(project.folder, name);
}
