/** The suite of what threads and children write: all of it, as the runtime's own streams would. */
// deadline: 500 s

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { root, runtime, spawnScript } from "../kit.ts";
import { commandFor, thisRuntime } from "../tools/runtimes.ts";

const test = suite("output");
const run = (...args: string[]) => spawnScript("test/fixtures/console.ts", { args });

for (const how of ["console", "stdout", "stderr", "exit"]) {
  test(`a child's lines are all there before join() settles: ${how}`, async () => {
    for (const fails of how === "exit" ? [""] : ["", "fails"]) {
      for (let round = 0; round < 2; round++) {
        const ended = await run(how, fails);
        const lines = (how === "stderr" ? ended.stderr : ended.stdout).match(/^child \d+ y{80}$/gm);
        assert.is(lines?.length, 1500, ended.output.slice(-500));
        const code = how === "exit" ? 3 : fails ? 1 : 0;
        assert.is(ended.stdout.trimEnd().split("\n").at(-1), `joined ${code}`);
      }
    }
  });
}

test("nothing of what is given to Bun's console.write is lost", async () => {
  if (!("write" in console)) return; // only Bun has it
  const { file, args } = commandFor(thisRuntime(), join(root, "test/fixtures/console.ts"));
  // A slow reader, without which all would be taken in time; the pause decides nothing else.
  const words = ["-c", '"$@" write | { sleep 1; cat; }', "sh", file, ...args];
  const { stdout } = spawnSync("sh", words, { cwd: root, encoding: "utf8", timeout: 60_000 });
  assert.is(stdout.match(/^child \d+ y{80}$/gm)?.length, 1500);
  assert.match(stdout, /\nwrote true\njoined 0\n$/);
});

test("threads and children write what the program itself would", async () => {
  const plain = await run("plain");
  for (const how of ["thread", "child"]) {
    const ended = await run(how);
    const known = runtime === "node" ? plain : await run("thread");
    assert.is(ended.stdout, known.stdout, how);
    assert.is(ended.stderr, known.stderr, how);
  }
  const { stdout } = await run("child");
  assert.match(stdout, "\u{1f600}\n");
  assert.match(stdout, "outer\n  inside\n  of it\n    deeper\noutside");
});

test("a trace has its text and the place", async () => {
  const { stderr } = await run("trace");
  assert.match(stderr, /Trace: here I am\n\s+at .*console\.ts/);
});

test("the callbacks of the streams come, in order", async () => {
  const ended = await run("callbacks");
  assert.is(ended.stdout, "ab\na b\nab\na b\n");
});

test("after a process ran, a thread's lines are not lost", async () => {
  const ended = await run("process then thread");
  assert.not.match(ended.stderr, /Bad file descriptor/);
  assert.match(ended.stdout, "outside\n");
  assert.is(ended.code, 0);
});

test.run();
