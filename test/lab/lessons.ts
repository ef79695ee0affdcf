/** The suite of the lessons as programs: what is true of every run of each, and how each is ended. */
// deadline: 600 s

import { join } from "node:path";
import process from "node:process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { lessons } from "../../scripts/index.ts";
import { type Ended, root, runtime, spawnScript, startScript, until, version } from "../kit.ts";
import { inLanguage, light, runnable, sentences } from "../tools/lessons.ts";
import { run } from "../tools/process.ts";
import { commandFor, thisRuntime } from "../tools/runtimes.ts";

const test = suite("lessons");
const names = lessons.map(({ name }) => name);

/** The article's defaults, only faster. */
const FAST = ["--speed", "50"];

test("the lessons are there, in the order in which they are taught", () => {
  const order = "sync_async coroutine event_loop blocking_loop async_race cancel " +
    "thread lock race atomic deadlock philosophers livelock semaphore condition barrier " +
    "process pool queue pipe socket shared_value clean_stop speedup grain io_or_cpu machines distance";
  assert.is(names.join(" "), order);
});

for (const { name } of runnable) {
  test(`${name}: with the article's numbers the invariant holds, and the last line says so`, async () => {
    for (const language of ["en", "zh"] as const) {
      const ended = await spawnScript(`scripts/${name}.ts`, {
        args: FAST,
        env: inLanguage(language),
      });
      assert.is(ended.code, 0, ended.output);
      assert.is(ended.stderr, "");
      assert.is(ended.leftBehind, 0);
      const lines = ended.stdout.trimEnd().split("\n");
      const verdict = { en: /^Invariant held: \S/, zh: /^不变式成立：\S/ }[language];
      assert.match(lines.at(-1)!, verdict);
      const closing = sentences(lines.at(-2)!, language);
      assert.ok(closing >= 2 && closing <= 4, `${closing} sentences: ${lines.at(-2)}`);
      assert.is(/[\u4e00-\u9fff]/.test(ended.stdout), language === "zh");
    }
  });

  test(`${name}: --json prints one object, and the lines for people go to standard error`, async () => {
    const args = [...light[name]!, "--json"];
    const ended = await spawnScript(`scripts/${name}.ts`, { args, env: inLanguage("en") });
    assert.is(ended.code, 0, ended.output);
    assert.match(ended.stdout, /^\{.*\}\n$/);
    assert.match(ended.stderr, /\nInvariant held: .*\n$/);
    const printed = JSON.parse(ended.stdout) as Record<string, unknown>;
    assert.equal(Object.keys(printed).sort(), [
      "elapsed",
      "held",
      "lesson",
      "parameters",
      "result",
      "runtime",
      "version",
    ]);
    const { lesson, held, elapsed, parameters } = printed;
    assert.equal([lesson, printed["runtime"], printed["version"]], [name, runtime, version]);
    assert.is(held, true);
    assert.ok(typeof elapsed === "number" && elapsed >= 0 && elapsed * 1000 < ended.elapsed);
    const declared = lessons.find((each) => each.name === name)!.parameters;
    assert.equal(Object.keys(parameters as object), Object.keys(declared));
  });
}

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
