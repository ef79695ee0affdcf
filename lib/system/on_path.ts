/** Where the executables of other programs are. */

import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import process from "node:process";

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Folders that npm and Bun put on the PATH for the time of a script; Bun's has a `node` that is Bun. */
const PASSING = /node_modules[\\/]\.bin[\\/]?$|[\\/]bun-node[^\\/]*[\\/]?$/;

/**
 * Where `name` is found on the PATH, as it will be when this program has ended: a command that is
 * shown has to work afterwards as well.
 */
export function onPath(name: string): string | undefined {
  return everyOnPath(name)[0];
}

/** Every place where `name` is found on the PATH, the first one first. */
export function everyOnPath(name: string): string[] {
  const folders = (process.env["PATH"] ?? "").split(delimiter)
    .filter((folder) => folder !== "" && !PASSING.test(folder));
  return programs(folders.map((folder) => join(folder, name)));
}

/** The first of `paths` that is a program. */
export function firstProgram(paths: readonly string[]): string | undefined {
  return programs(paths)[0];
}

function programs(paths: readonly string[]): string[] {
  const suffixes = process.platform === "win32" ? [".exe", ".cmd", ""] : [""];
  return paths.flatMap((path) => suffixes.map((suffix) => resolve(path + suffix)))
    .filter(isProgram);
}
