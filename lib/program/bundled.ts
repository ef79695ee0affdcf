/** Keeps a program that is one file, with the library inside, from starting what would need the library's files. */

import { fileURLToPath } from "node:url";
import { isExecutable } from "../runtime/current.ts";
import { home, isWhole } from "../runtime/home.ts";
import { RuntimeError } from "../errors.ts";

const ADVICE = "Keep interleave out of the bundle and install it beside it (esbuild: " +
  "--packages=external; Bun: --packages external; Rollup: external, webpack: externals, with " +
  "/^interleave\\//). What threads and processes are to run must be exported by a module that is a " +
  "file of its own: the bundle's entry, or another";

let whole: boolean | undefined;

/**
 * Throws if this program cannot start a `what` ("thread", "process"), because a bundler has put the
 * library into another file, or because there is no runtime that a child could be started with.
 */
export function refuseInBundle(what: "thread" | "process"): void {
  whole ??= isWhole();
  if (!whole) {
    throw new RuntimeError(
      `Cannot start ${what}: the library was bundled into the program, and its files, which each ` +
        `new ${what} begins with, are not there: no system/boot.mjs in ${fileURLToPath(home)}. ` +
        ADVICE,
    );
  }
  if (what === "process" && isExecutable()) {
    throw new RuntimeError(
      "Cannot start process: this program is one executable with its runtime inside, and to start " +
        "it again would run the whole program again, and again. Use threads, or run the program by " +
        "its runtime: node, deno run or bun",
    );
  }
}
