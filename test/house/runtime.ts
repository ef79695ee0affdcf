/**
 * The runtime layer: every member of the contract in lib/runtime/types.ts and common.ts, and each
 * difference between the runtimes that the layer is there for, asserted as it stands.
 */

import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import * as layer from "../../lib/runtime/current.ts";
import { FIRST_FREE_WORD, Word } from "../../lib/system/shared.ts";
import { hasGap, root, runtime, spawnScript, startScript, version, within } from "../kit.ts";
import { commandFor, thisRuntime } from "../tools/runtimes.ts";

const test = suite("runtime");

const program = "test/fixtures/runtime_program.ts";

test("the resolver picks the file of this runtime", () => {
  assert.is(layer.name, runtime);
  assert.is(layer.version, version);
  assert.is(layer.pid, process.pid);
  assert.ok(layer.cpuCount() >= 1);
  assert.not(layer.inWorker);
});

test("a program knows its arguments, its environment and that it is the main one", async () => {
  const { stdout, code, stderr } = await spawnScript(program, {
    args: ["tell", "--flag", "two words"],
    env: { INTERLEAVE_WORD: "value" },
  });
  assert.is(stderr, "");
  assert.is(code, 0);
  const facts = JSON.parse(stdout);
  assert.equal(facts.args, ["tell", "--flag", "two words"]);
  assert.is(facts.word, "value");
  assert.is(facts.main, true);
  assert.is(facts.other, false);
  assert.is(facts.isTTY, false);
  assert.is(facts.columns, 80);
});

test("exit codes arrive, and exit handlers run unless they were removed", async () => {
  assert.is((await spawnScript(program, { args: ["code"] })).code, 7);
  const { code, stdout } = await spawnScript(program, { args: ["exit"] });
  assert.is(code, 5);
  assert.is(stdout, "handler\n");
});

test("keepAlive holds the program until the last one lets go, which waitAsync does not", async () => {
  const { stdout, code } = await spawnScript(program, { args: ["alive"] });
  assert.is(stdout, "still here\n");
  assert.is(code, 0);
});

test("a signal handler runs instead of the end of the program", async () => {
  const running = startScript(program, {
    args: ["signal"],
    onOutput: (text) => {
      if (text.includes("ready")) process.kill(running.pid!, "SIGTERM");
    },
  });
  const { stdout, code } = await running.ended;
  assert.is(stdout, "ready\nhandled\n");
  assert.is(code, 0);
});

test("what is written arrives whole in a pipe that nobody reads for a while", async () => {
  const { file, args } = commandFor(thisRuntime(), join(root, program), ["lines"]);
  const child = spawn(file, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  await new Promise((resolve) => setTimeout(resolve, 300)); // so that the pipe is full
  let text = "";
  for await (const chunk of child.stdout) text += chunk;
  const expected = Array.from({ length: 20_000 }, (_, i) => `${i} ${"x".repeat(i % 200)}\n`);
  assert.ok(text === expected.join(""));
});

test("a reader that goes away ends the program without a word", () => {
  const { file, args } = commandFor(thisRuntime(), join(root, program), ["lines"]);
  const words = [file, ...args].map((word) => `'${word}'`).join(" ");
  const { stdout, stderr } = spawnSync("sh", ["-c", `${words} | head -n 1`], {
    cwd: root,
    encoding: "utf8",
    timeout: 20_000,
  });
  assert.is(stdout, "0 \n");
  assert.is(stderr, "");
});

test("command() runs a TypeScript file as a program of its own, on the same runtime", async () => {
  const { file, args } = layer.command(pathToFileURL(join(root, program)), ["tell", "a b"]);
  const child = spawn(file, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  for await (const chunk of child.stdout) text += chunk;
  const facts = JSON.parse(text);
  assert.is(facts.name, runtime);
  assert.is(facts.pid, child.pid); // no program in between
  assert.equal(facts.args, ["tell", "a b"]);
});

test("loadable() answers a module that a plain worker can import", async () => {
  const module = layer.loadable(pathToFileURL(join(root, "test/fixtures/threads.ts")).href);
  const source = `import(${JSON.stringify(module)}).then((found) =>
    require("node:worker_threads").parentPort.postMessage(Object.keys(found).length))`;
  const worker = new Worker(source, { eval: true, execArgv: [] });
  try {
    const count = await within(
      20_000,
      new Promise((resolve, reject) => {
        worker.on("message", resolve);
        worker.on("error", reject);
      }),
    );
    assert.ok(count as number > 0);
  } finally {
    await worker.terminate();
  }
});

test("collectGarbage() frees what nobody can reach", async () => {
  let freed = 0;
  const registry = new FinalizationRegistry(() => freed++);
  for (let i = 0; i < 100; i++) registry.register({ i }, i);
  for (let turn = 0; turn < 20 && freed === 0; turn++) {
    layer.collectGarbage();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.ok(freed > 0, "nothing was freed");
});

test("context values are those that were set last", () => {
  assert.is(layer.context("of the suite"), undefined);
  layer.setContext("of the suite", "a");
  layer.setContext("of the suite", "b");
  assert.is(layer.context("of the suite"), "b");
});

test("every word of shared memory has one use, below the first cell", () => {
  const places = Object.values(Word);
  assert.is(new Set(places).size, places.length);
  assert.ok(Math.max(...places) < FIRST_FREE_WORD);
});

test("known difference: a worker's own stdout waits for the main thread", () => {
  const folder = mkdtempSync(join(tmpdir(), "interleave-test-"));
  try {
    const out = openSync(join(folder, "out"), "w+");
    const { file, args } = commandFor(thisRuntime(), join(root, "test/fixtures/blocked_output.ts"));
    const { stderr } = spawnSync(file, args, { cwd: root, stdio: ["ignore", out, "pipe"] });
    assert.is(String(stderr).trim() === "0", hasGap("consoleOfWorkerWaits"), String(stderr));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("known difference: where a worker's clock begins", async () => {
  const source = "require('node:worker_threads').parentPort.postMessage(performance.now())";
  const worker = new Worker(source, { eval: true, execArgv: [] });
  const before = performance.now();
  const seen = await within(
    20_000,
    new Promise<number>((resolve, reject) => {
      worker.on("message", resolve);
      worker.on("error", reject);
    }),
  );
  await worker.terminate();
  assert.is(seen < before, hasGap("clocksBeginWithWorkers"), `${seen} against ${before}`);
});

test.run();
