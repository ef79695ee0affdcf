/** The learner's copy of a puzzle, in my/ of the working folder, which git does not see. */

import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { isPackage } from "../../runtime/home.ts";
import { workingFolder } from "../../system/programs.ts";
import { ROOT, typed } from "../runtimes.ts";

/** A file of scripts/puzzles/, as it is run here. */
export function puzzleFile(name: string): string {
  return join(ROOT, "scripts", "puzzles", `${name}.${isPackage ? "js" : "ts"}`);
}

/** Where the learner's copy is, and as it is typed. */
export function copyOf(name: string): { readonly file: string; readonly shown: string } {
  const file = join(
    workingFolder(),
    "my",
    `${name}.${isPackage ? "mjs" : "ts"}`,
  );
  return { file, shown: typed(file) };
}

/** The folder of the library, as a program in my/ imports from it. */
export function library(): string {
  const beside = !isPackage && resolve(workingFolder()) === resolve(ROOT);
  return beside ? "../lib/" : `${pathToFileURL(join(ROOT, "lib")).href}/`;
}

/** The program of `path` with its imports as they have to be in my/. */
function moved(path: string): string {
  return readFileSync(path, "utf8")
    .replace(/(from ")(?:\.\.\/)+lib\//g, `$1${library()}`)
    .replace(/^\/\/# sourceMappingURL=.*\n?/m, "");
}

/** Makes the copy if there is none. Was one made? */
export function makeCopy(name: string): boolean {
  const { file } = copyOf(name);
  if (existsSync(file)) return false;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, moved(puzzleFile(name)));
  return true;
}

/** Makes the copy anew. What was in it is kept beside it: the answer is where. */
export function resetCopy(name: string): string | undefined {
  const { file, shown } = copyOf(name);
  const before = (path: string) => path.replace(/(\.m?[jt]s)$/, ".before$1");
  const kept = existsSync(file);
  if (kept) renameSync(file, before(file));
  makeCopy(name);
  return kept ? before(shown) : undefined;
}

/** The program that solves it. */
export function solutionOf(name: string): string {
  return moved(puzzleFile(join("solved", name)));
}
