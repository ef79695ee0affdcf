/** Suites that need a program which is not everywhere: where it is missing, they say so by their name. */

import { delimiter, join } from "node:path";
import process from "node:process";
import { suite, type Test } from "uvu";
import { firstProgram } from "../../lib/system/on_path.ts";

/** The first of `names` that is found on the PATH, or undefined. */
export function programOf(...names: readonly string[]): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return firstProgram(folders.flatMap((folder) => names.map((name) => join(folder, name))));
}

/**
 * A suite that needs `program`. Where there is none it passes with one test whose name says what is
 * missing, as the suites that need a terminal do; on CI that is a failure, unless `excuse` is set in the
 * environment.
 */
export function suiteWith(
  name: string,
  program: string | undefined,
  missing: string,
  excuse: string,
): Test {
  const test = suite(name);
  if (program !== undefined) return test;
  const required = process.env["CI"] && !process.env[excuse];
  test(`${name}: ${missing}`, () => {
    if (required) throw new Error(missing);
  });
  const left = (() => {}) as unknown as Test;
  left.run = test.run;
  return left;
}
