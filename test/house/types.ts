/** The suite of the public types: what must compile and what must not, on the oldest TypeScript and the newest. */
// deadline: 300 s

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { root, runtime } from "../kit.ts";

const test = suite("types");

/** The oldest TypeScript that knows typed arrays of shared memory; see CONTRIBUTING.md for how to have it. */
const compilers = {
  "TypeScript 5.7": join(root, ".cache/typescript57/node_modules/typescript/bin/tsc"),
  "the newest TypeScript": join(root, "node_modules/typescript/bin/tsc"),
};
const required = /^(1|true)$/.test(process.env["CI"] ?? "");

for (const [name, tsc] of Object.entries(compilers)) {
  for (const [module, resolution] of [["nodenext", "nodenext"], ["esnext", "bundler"]] as const) {
    const missing = !existsSync(tsc);
    // The compilers are programs for Node: elsewhere there is nothing else to learn of them.
    const skipped = runtime !== "node" ? " (only on Node)" : missing ? " (it is not here)" : "";
    test(`${name}, ${resolution}: what is right compiles, what is wrong does not${skipped}`, () => {
      assert.not.ok(runtime === "node" && missing && required, `${name} is required in CI`);
      if (skipped !== "") return;
      const project = join(root, "test/types/tsconfig.json");
      const words = [tsc, "-p", project, "--module", module, "--moduleResolution", resolution];
      const { stdout, status } = spawnSync(process.execPath, words, {
        cwd: root,
        encoding: "utf8",
      });
      assert.is(stdout, "");
      assert.is(status, 0);
    });
  }
}

test.run();
