/** The Python of this machine, as suites of the twins use it: required in CI, said to be missing elsewhere. */

import { spawnSync } from "node:child_process";
import process from "node:process";
import type { Test } from "uvu";
import * as assert from "uvu/assert";
import { type Ended, run } from "./process.ts";
import { root } from "./runtimes.ts";

const probe = spawnSync("python3", [
  "-c",
  "import sys; assert sys.version_info >= (3, 9); print(sys.executable)",
], { encoding: "utf8" });

/** Its interpreter, or undefined where there is none that is new enough for the twins. */
export const python: string | undefined = probe.status === 0 ? probe.stdout.trim() : undefined;

/** A test that needs Python. */
export function inPython(test: Test, name: string, body: () => Promise<void>): void {
  if (python !== undefined) return void test(name, body);
  const required = /^(1|true)$/.test(process.env["CI"] ?? "");
  test(`${name} (python3 of 3.9 or later is missing)`, () => {
    assert.not.ok(required, "in CI python3 is required");
  });
}

/** Runs a program of Python; `script` is a path from the project's folder. */
export function spawnPython(
  script: string,
  args: readonly string[],
  options: { env?: Record<string, string | undefined>; cwd?: string; deadline?: number } = {},
): Promise<Ended> {
  return run({ file: python!, args: ["-B", script, ...args] }, {
    deadline: 30_000,
    cwd: root,
    ...options,
  }).ended;
}
