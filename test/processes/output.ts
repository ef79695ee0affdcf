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

test("nothing of what is given to Bun's console.write is lost", () => {
  if (!("write" in console)) return; // only Bun has it
  const { file, args } = commandFor(thisRuntime(), join(root, "test/fixtures/console.ts"));
  // A slow reader, without which all would be taken in time; the pause decides nothing else.
  const words = ["-c", '"$@" write | { sleep 1; cat; }', "sh", file, ...args];
  const { stdout } = spawnSync("sh", words, { cwd: root, encoding: "utf8", timeout: 60_000 });
  assert.is(stdout.match(/^child \d+ y{80}$/gm)?.length, 1500);
  assert.match(stdout, /\nwrote true\njoined 0\n$/);
});

/** The very bytes, since as text all that is no text is the same. Latin1 has one character for each. */
function bytesOf(...args: string[]): { stdout: string; stderr: string } {
  const { file, args: words } = commandFor(thisRuntime(), "test/fixtures/console.ts", args);
  const ended = spawnSync(file, words, { cwd: root, encoding: "latin1", timeout: 60_000 });
  assert.is(ended.status, 0, ended.stderr);
  return { stdout: ended.stdout, stderr: ended.stderr };
}

test("threads and children write what the program itself would, byte for byte", () => {
  const plain = bytesOf("plain", "common");
  const begin = "\xff\x80\n\xf0\x9f\x98\x80\nlog a 1\nouter\n  inside\n    deeper\n";
  assert.is(plain.stdout.slice(0, begin.length), begin);
  assert.match(plain.stderr, /\xfe\n$/);
  for (const how of ["thread", "child"]) assert.equal(bytesOf(how, "common"), plain, how);
});

test("encodings and the console's own forms are those of Node in threads and children", () => {
  const thread = bytesOf("thread");
  assert.match(thread.stdout, "\n\xe9\xe8\xe9\nhi\nouter\n  inside\n  of it\n{ a: { b: 1 } }\n");
  assert.match(thread.stderr, "Assertion failed: shown\n");
  assert.equal(bytesOf("child"), thread);
  if (runtime === "node") assert.equal(bytesOf("plain"), thread);
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
