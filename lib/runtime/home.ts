/** Where the library's own modules are, for whoever starts one of them. */

import { statSync } from "node:fs";

/** Undefined where a bundler has made CommonJS of this module, whose import.meta is empty. */
const here = import.meta.url as string | undefined;

/**
 * The folder lib/. The only module of the library that asks where it is: in the bundle that Node's
 * workers load (see bundle.ts) all modules are in one place, and there the answer is put in.
 */
export const home: URL = new URL("../", here ?? "file:///nowhere/lib/");

/** True in the package, whose modules are plain JavaScript: nothing has to be translated there. */
export const isPackage: boolean = !here?.endsWith(".ts");

/** A module of the library, by its path below lib/ without an ending: "multiprocessing/child". */
export function libraryModule(path: string): URL {
  return new URL(`${path}${isPackage ? ".js" : ".ts"}`, home);
}

function isThere(path: string): boolean {
  try {
    return statSync(new URL(path, home)).isFile();
  } catch (error) {
    // Who may not look (Deno, with few permissions) is not told that it is missing.
    return !/^(ENOENT|ENOTDIR)$/.test((error as { code?: string }).code ?? "");
  }
}

/**
 * Are the files that workers and children begin with where this module says that it is? Not if a
 * bundler has put this module into another file.
 */
export function isWhole(): boolean {
  return isThere("system/boot.mjs") && isThere("system/boot_child.mjs");
}
