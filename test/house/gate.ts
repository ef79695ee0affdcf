/** `.ci/run`, the gate: what is required there and cannot be had ends it, with a word on what that is. */

import { chmodSync, copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { programOf } from "../tools/needed.ts";
import { temporary } from "../tools/lab.ts";
import { type Ended, run } from "../tools/process.ts";

const test = suite("the gate");

/** What the script itself calls. */
const TOOLS = ["bash", "dirname", "mkdir", "cat", "sed", "tail", "tee", "grep"];

/**
 * Runs the gate in a folder of its own, where npm does nothing at once, nothing can be installed, and of
 * the programs that suites need there are `present`.
 */
async function gate(present: readonly string[]): Promise<Ended> {
  let ended: Ended | undefined;
  await temporary(async (folder) => {
    const programs = join(folder, "bin");
    for (const name of [".ci", "bin"]) mkdirSync(join(folder, name));
    copyFileSync(".ci/run", join(folder, ".ci", "run"));
    for (const tool of TOOLS) symlinkSync(programOf(tool)!, join(programs, tool));
    const program = (name: string, script: string) => {
      writeFileSync(join(programs, name), `#!/usr/bin/env bash\n${script}\n`);
      chmodSync(join(programs, name), 0o755);
    };
    program(
      "npm",
      'case "$*" in test*) echo "tests of $*";; esac; echo "1 passed, 0 failed"',
    );
    program("node", "echo 20");
    program("apt-get", 'echo "no network"; exit 100');
    for (const name of present) program(name, "exit 0");
    ended = await run({ file: programOf("bash")!, args: [join(folder, ".ci", "run")] }, {
      deadline: 30_000,
      env: { PATH: programs },
    }).ended;
  });
  return ended!;
}

test("without Chromium the gate fails, and says so", async () => {
  const { code, stdout } = await gate(["redis-server", "openssl"]);
  assert.is(code, 1, stdout);
  assert.match(stdout, "no network");
  assert.match(stdout, /Chromium could not be installed: .*page of a recording/);
  assert.match(stdout, /0 passed, 1 failed\n$/);
  assert.not.match(stdout, "tests of");
});

test("with it the suites run", async () => {
  const { code, stdout } = await gate(["redis-server", "openssl", "chromium"]);
  assert.is(code, 0, stdout);
  assert.match(stdout, "tests of test --silent -- --require node20,node24,deno,bun");
});

test.run();
