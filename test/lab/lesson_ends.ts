/** The suite of how lessons are ended from outside: by a signal, a killed child, a reader that goes away. */
// deadline: 400 s
// alone: 64 threads that compute leave little to a main thread that has to hear a signal in time

import { join } from "node:path";
import process from "node:process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Ended, root, startScript, until } from "../kit.ts";
import { inLanguage } from "../tools/lessons.ts";
import { run } from "../tools/process.ts";
import { commandFor, thisRuntime } from "../tools/runtimes.ts";

const test = suite("lesson ends");

/** Lessons that go on for a while, and the line after which they are at it. */
const LONG: Record<string, [string[], RegExp]> = {
  sync_async: [["--delay", "60"], /begins to wait/],
  thread: [["--threads", "3", "--delay", "60"], /(current thread[^]*){3}/],
  lock: [["--threads", "64", "--iterations", "1000000"], /64 threads/],
  process: [["--processes", "2", "--delay", "60"], /parent process/],
  pool: [["--delay", "60"], /(begins[^]*){3}/],
  queue: [["--delay", "60", "--producers", "2"], /gets/],
  pipe: [["--questions", "100", "--delay", "1"], /answers/],
  clean_stop: [["--delay", "60"], /moving coins/],
  coroutine: [["--delay", "60"], /argument counter/],
  event_loop: [["--delay", "60"], /task 3/],
  blocking_loop: [["--work", "60"], /tick 2/],
};

for (const [name, [args, begun]] of Object.entries(LONG)) {
  test(`${name}: a signal ends it with all that it started`, async () => {
    for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
      let output = "";
      const running = startScript(`scripts/${name}.ts`, {
        args,
        env: inLanguage("en"),
        onOutput: (text) => output += text,
      });
      await until(() => begun.test(output), `${name}'s beginning`, 15_000);
      running.signal(signal);
      const ended: Ended = await running.ended;
      // A main thread that blocks runs no handler: there the signal itself ends it.
      assert.ok(ended.code === code || ended.signal === signal, `${ended.code} ${ended.signal}`);
      assert.is(ended.killed, undefined);
      assert.is(ended.leftBehind, 0);
      assert.is(ended.stderr, "");
    }
  });
}

for (
  const [name, args, begun] of [
    ["queue", ["--delay", "60"], /process (\d+) puts 1/],
    ["pool", ["--pool", "1", "--tasks", "2", "--delay", "5"], /task 0 begins in process (\d+)/],
    ["pipe", ["--delay", "1"], /process (\d+) asks/],
  ] as const
) {
  test(`${name}: a child process that is killed is an error, not a hang`, async () => {
    let output = "";
    const running = startScript(`scripts/${name}.ts`, {
      args,
      env: inLanguage("en"),
      onOutput: (text) => output += text,
    });
    await until(() => begun.test(output), `${name}'s beginning`, 15_000);
    process.kill(Number(begun.exec(output)![1]), "SIGKILL");
    const ended = await running.ended;
    assert.is(ended.code, 1, ended.output);
    assert.match(ended.stderr, "WorkerLostError");
    assert.is(ended.leftBehind, 0);
  });
}

/** Lessons that go on printing after their first line. */
const TALKATIVE: [name: string, ...words: string[]][] = [
  ["sync_async", "--delay", "0.1"],
  ["thread", "--threads", "10", "--rows", "1", "--delay", "0.3"],
  ["thread", "--delay", "0.1"], // all that main does is wait for the thread that finds it out
  ["pool", "--delay", "0.3"],
  ["queue", "--delay", "0.05"],
  ["pipe", "--delay", "0.05"],
  ["coroutine", "--delay", "0.1"],
  ["event_loop", "--delay", "0.1"],
  ["socket", "--messages", "1000"],
];

for (const [name, ...words] of TALKATIVE) {
  test(`${[name, ...words].join(" ")}: a reader that goes away ends it quietly, with all that it started`, async () => {
    const { file, args } = commandFor(thisRuntime(), join(root, "scripts", `${name}.ts`), words);
    const command = { file: "sh", args: ["-c", '"$@" | head -n 1', "sh", file, ...args] };
    const ended = await run(command, { deadline: 30_000, cwd: root, env: inLanguage("en") }).ended;
    assert.is(ended.killed, undefined);
    assert.match(ended.stdout, /^[^\n]+\n$/);
    assert.is(ended.stderr, "");
    assert.is(ended.leftBehind, 0);
  });
}

test.run();
