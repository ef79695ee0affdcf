/** Modules by their paths below a root folder: how they travel, and how a worker finds them. */

import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { given } from "../arguments.ts";

/** The folder that `root` names, with all links followed. */
export function rootFolder(act: string, root: unknown): string {
  const isPath = typeof root === "string" && root !== "";
  if (!isPath && !(root instanceof URL)) {
    throw new TypeError(
      `Cannot ${act}: root must be the folder with the modules, a path or a file URL, but it is ${
        given(root)
      }`,
    );
  }
  const isUrl = root instanceof URL || root.startsWith("file:");
  const path = resolve(isUrl ? fileURLToPath(root) : root);
  if (!existsSync(path) || !statSync(path).isDirectory()) {
    throw new TypeError(`Cannot ${act}: root must be a folder, but there is none at ${path}`);
  }
  return realpathSync(path);
}

/** The path of `file` below `folder`, divided by slashes, or undefined if it is not in there. */
function below(folder: string, file: string): string | undefined {
  const path = relative(folder, file);
  if (path === "" || path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path)) {
    return undefined;
  }
  return path.split(sep).join("/");
}

/** The nearest folder above a file that has a package.json or deno.json, or else its own. */
function projectOf(file: string): string {
  for (let folder = dirname(file);; folder = dirname(folder)) {
    for (const name of ["package.json", "deno.json", "deno.jsonc"]) {
      if (existsSync(join(folder, name))) return folder;
    }
    if (folder === dirname(folder)) return dirname(file);
  }
}

/**
 * The path by which the module travels to the workers.
 *
 * @param root the folder that the caller named; without one that of the module's project
 * @throws {TypeError} if the module is not a file below it
 */
function pathOfModule(module: string, root: string | undefined): string {
  if (!module.startsWith("file:")) {
    throw new TypeError(
      `Cannot call a function of ${module} on another machine: its module must be a file there and here`,
    );
  }
  const path = fileURLToPath(module);
  const file = existsSync(path) ? realpathSync(path) : path;
  const folder = root ?? projectOf(file);
  const found = below(folder, file);
  if (found !== undefined) return found;
  throw new TypeError(
    `Cannot call a function of ${file} on another machine: it is not below root, which is ${folder}`,
  );
}

/** `pathOfModule` below one root. It looks once for each: following links takes as long as sending a task. */
export function pathsBelow(root: string | undefined): (module: string) => string {
  const paths = new Map<string, string>();
  return (module) => {
    const path = paths.get(module) ?? pathOfModule(module, root);
    paths.set(module, path);
    return path;
  };
}

/** Does a path fit one of the patterns, in which * stands for anything? */
function isAmong(path: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const parts = pattern.replace(/^\.\//, "").split("*");
    const source = parts.map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&")).join(".*");
    return new RegExp(`^${source}$`, "s").test(path);
  });
}

/** Is it part of a package, or named by a pattern that says so itself? */
function isOwn(path: string, only: readonly string[] | undefined): boolean {
  const isPackages = (text: string): boolean => text.split("/").includes("node_modules");
  return !isPackages(path) || isAmong(path, (only ?? []).filter(isPackages));
}

/**
 * The URL of a module that a worker is asked for.
 *
 * @param root a folder, with all links followed
 * @param only patterns of paths below it; undefined for all
 * @throws {TypeError} if the worker does not serve it: outside of root, through a link too; not
 * there; not a file; not among `only`; of a package. It does not say which, nor where root is.
 */
export function servedModule(
  path: string,
  root: string,
  only: readonly string[] | undefined,
  worker: string,
): string {
  const real = realPath(root, path);
  if (real !== undefined && (only === undefined || isAmong(real, only)) && isOwn(real, only)) {
    return pathToFileURL(join(root, real)).href;
  }
  throw new TypeError(
    `Cannot find target: ${worker} does not serve ${
      given(path)
    }. It serves modules below its --root` +
      `${
        only === undefined ? "" : ", those that --only names"
      }; paths are relative to it and to the ` +
      "caller's root",
  );
}

/** Where below `root` a file is, links followed; undefined if it is not there, or outside. */
export function realPath(root: string, path: string): string | undefined {
  if (isAbsolute(path) || path.includes("\0")) return undefined;
  try {
    const file = realpathSync(join(root, path));
    return statSync(file).isFile() ? below(root, file) : undefined;
  } catch {
    return undefined; // there is none, or it may not be read
  }
}
