/** A program that something else runs: tsx, node --test, deno test, bun test. */
// deadline: 400 s

import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { root, runtime } from "../kit.ts";
import { Project } from "../tools/packed.ts";

const test = suite("Run by others");

const starts = readFileSync(join(root, "test/consumers/starts.txt"), "utf8");

const tested = readFileSync(join(root, "test/consumers/tested.txt"), "utf8");

const project = new Project("runners", {
  "package.json": '{ "name": "runners", "type": "module" }',
  "main.ts": starts.replace("(n)", "(n: number)")
    .replace("(what, act)", "(what: string, act: () => unknown)")
    .replace("(task)", "(task: Thread | Process)").replace("(pool)", "(pool: Pool | ThreadPool)"),
  "tasks.mjs": "export const where = import.meta.url;\nexport const double = (n) => n * 2;\n",
  "tasks.test.mjs": tested,
});

if (runtime === "node") {
  project.borrow("tsx", "esbuild", "@esbuild");
  const tsx = "node_modules/tsx/dist/cli.mjs";
  for (
    const [name, words] of [["tsx main.ts", [tsx]], ["node --import tsx", ["--import", "tsx"]]]
  ) {
    test(`TypeScript by ${name}`, () => {
      const { stdout, stderr, status } = project.run([...words!, "main.ts"]);
      assert.is(stderr, "");
      assert.is(stdout, "thread 42\nprocess 42\npool 2,4\nthreads 2,4\n");
      assert.is(status, 0);
    });
  }
}

const commands = {
  node: ["--test", "tasks.test.mjs"],
  // With types it needs @types/node beside the package, as any that uses it does.
  deno: ["test", "-A", "--no-check", "--node-modules-dir=manual", "tasks.test.mjs"],
  bun: ["test", "--timeout", "100000", "tasks.test.mjs"],
};

test(`a test of a thread, a process and a pool, by ${runtime}'s own test runner`, () => {
  const { stdout, stderr, status } = project.command([process.execPath, ...commands[runtime]]);
  assert.is(status, 0, stdout + stderr);
  assert.match(stdout + stderr, /1 pass|pass 1|1 passed/);
});

test.run();
