/** The suite of the lab without a cursor, without colours, in few columns and with few signs. */
// deadline: 800 s
// in a whole run: node24, deno, bun

import { spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { columns } from "../../lib/columns.ts";
import { withPrediction } from "../../lib/repl/state/state.ts";
import { statsOf } from "../../lib/repl/state/stats.ts";
import { lessons } from "../../scripts/index.ts";
import { LANGUAGES } from "../../lib/lesson/language.ts";
import { light, runnable } from "../tools/lessons.ts";
import { puzzles } from "../../scripts/puzzles/index.ts";
import { root, spawnScript, within } from "../kit.ts";
import { CTRL_C, CTRL_D, end, inTerminal, open } from "../tools/lab.ts";
import { commandFor, thisRuntime } from "../tools/runtimes.ts";

const test = suite("plain");

/** What a terminal does with a piece of text beside showing it. */
// deno-lint-ignore no-control-regex
const ESCAPE = /\x1b/;

/** Each lesson as fast as it can be, with numbers that are still its own. */
const quick: Readonly<Record<string, readonly string[]>> = {
  lock: ["--iterations", "100"],
  socket: [],
  distance: ["--tasks", "100", "--chunk", "10", "--speed", "50"],
};
const flagsOf = (name: string) => [...(quick[name] ?? ["--speed", "50"])];

const WORDS = {
  en: { pick: "Which lesson?", after: "And now?" },
  zh: { pick: "选哪一课", after: "接下来做什么" },
} as const;

inTerminal(test, "--plain: a lesson draws nothing, in the menu and directly", async () => {
  const bars = /[█░│]/;
  // Whether somebody had to wait (light) is the machine's doing.
  const SAID = /(: (light |dark )?[\d.]+ to [\d.]+ s|：(浅色 |深色 )?[\d.]+ 到 [\d.]+ s)/;
  for (const language of ["en", "zh"] as const) {
    using menu = open("repl.ts", { words: ["--plain", "--lang", language], columns: 60 });
    await menu.see(WORDS[language].pick);
    menu.type("semaphore\r2\r1\r0.01\r\r\r\r\r");
    await menu.see(SAID);
    await menu.see(WORDS[language].after);
    menu.type(CTRL_D);
    await end(menu, 0);
    assert.not.match(menu.raw, bars);
  }
  const args = ["semaphore", "--delay", "0.01", "--guests", "2", "--places", "1"];
  const env = { LC_ALL: "C.UTF-8", INTERLEAVE_STATE: "off", TERM: "xterm", ACCESSIBLE: undefined };
  const [after, before, set, drawn, unset] = await Promise.all([
    spawnScript("repl.ts", { env, args: [...args, "--plain"] }),
    spawnScript("repl.ts", { env, args: ["--plain", ...args] }),
    spawnScript("repl.ts", { env: { ...env, ACCESSIBLE: "1" }, args }),
    spawnScript("repl.ts", { env, args }),
    spawnScript("repl.ts", { env: { ...env, TERM: "dumb" }, args: ["--no-plain", ...args] }),
  ]);
  for (const { stdout } of [after, before, set]) {
    assert.not.match(stdout, bars);
    assert.match(stdout, SAID);
  }
  for (const { stdout } of [drawn, unset]) assert.match(stdout, bars);
});

inTerminal(test, "TERM=dumb and ACCESSIBLE=1 choose it, --no-plain does not", async () => {
  for (const env of [{ TERM: "dumb" }, { ACCESSIBLE: "1" }]) {
    using terminal = open("repl.ts", { env });
    await terminal.see(/\d+\. lock/);
    terminal.type(CTRL_D);
    await terminal.see("Good-bye.");
    await end(terminal, 0);
    using other = open("repl.ts", { env, words: ["--no-plain"] });
    await other.see("❯ ");
    other.type(CTRL_C);
    await end(other, 130);
  }
});

inTerminal(test, "--plain: Ctrl-C leaves with its code", async () => {
  using terminal = open("repl.ts", { words: ["--plain"] });
  await terminal.see(/\d+\. lock/);
  terminal.type(CTRL_C);
  await terminal.see("Good-bye.");
  await end(terminal, 130);
});

inTerminal(
  test,
  "no line of a lesson is longer than 40 columns, or 120; in the locale C all is ASCII",
  async () => {
    for (const [at, { name }] of runnable.entries()) {
      const runs = [
        ["en", 40, flagsOf(name)],
        ["zh", 40, flagsOf(name)],
        [LANGUAGES[at % 2]!, 120, light[name]!],
      ] as const;
      await Promise.all(runs.map(async ([language, wide, flags]) => {
        const words = language === "zh" ? ["--lang", language, ...flags] : flags;
        const env = language === "zh" ? {} : { LC_ALL: "C", NO_COLOR: "1" };
        using lesson = open(`scripts/${name}.ts`, { columns: wide, words, env });
        const code = await within(60_000, lesson.ended, `the end of ${name}`);
        assert.is(code, 0, lesson.text);
        if (language === "en") assert.match(lesson.text, /^[\r\n -~]*$/, name);
        for (const line of lesson.lines) {
          assert.ok(columns(line) <= wide, `${name} ${language}, ${columns(line)}: ${line}`);
        }
      }));
    }
  },
);

test("in the locale C the list and the statistics are ASCII", async () => {
  const env = { LC_ALL: "C", INTERLEAVE_STATE: "off", NO_COLOR: undefined };
  const list = await spawnScript("repl.ts", { env, args: ["list"] });
  assert.match(list.output, /^[\n -~]*$/);
  const guess = { lesson: "lock", said: { en: "a", zh: "" }, came: { en: "b", zh: "" } };
  const state = [true, false].reduce((s, right) => withPrediction(s, { ...guess, right }), {});
  assert.match(statsOf(lessons, puzzles, state, "en", 80), /^[\n -~]*$/);
});

inTerminal(test, "colours as the conventions say", async () => {
  const none = { NO_COLOR: undefined, FORCE_COLOR: undefined, CLICOLOR: undefined };
  const cases: [Record<string, string>, terminal: boolean, pipe: boolean][] = [
    [{}, true, false],
    [{ NO_COLOR: "1" }, false, false],
    [{ NO_COLOR: "1", FORCE_COLOR: "1" }, false, false],
    [{ FORCE_COLOR: "0" }, false, false],
    [{ FORCE_COLOR: "1" }, true, true],
    [{ CLICOLOR: "0" }, false, false],
    [{ CLICOLOR_FORCE: "1" }, true, true],
    [{ TERM: "dumb" }, false, false],
  ];
  const args = ["--threads", "1", "--iterations", "1"];
  for (const [env, inATerminal, inAPipe] of cases) {
    using lesson = open("scripts/lock.ts", { words: args, env: { ...none, ...env } });
    await end(lesson, 0);
    assert.is(ESCAPE.test(lesson.raw), inATerminal, JSON.stringify(env));
    const piped = await spawnScript("scripts/lock.ts", { args, env: { ...none, ...env } });
    assert.is(ESCAPE.test(piped.stdout), inAPipe, `${JSON.stringify(env)} in a pipe`);
  }
});

test("a full disk is said in a sentence, with a code of its own", () => {
  if (!existsSync("/dev/full")) return; // not every system has one
  for (
    const [script, args] of [
      ["repl.ts", ["list"]],
      ["scripts/lock.ts", ["--iterations", "9"]],
      [
        "scripts/process.ts",
        ["--speed", "100"],
      ],
      ["scripts/thread.ts", ["--speed", "100", "--lang", "zh"]],
      ["scripts/lock.ts", ["--help"]],
    ] as const
  ) {
    const command = commandFor(thisRuntime(), join(root, script), args);
    const full = openSync("/dev/full", "w");
    const { status, stderr } = spawnSync(command.file, command.args, {
      env: { ...process.env, INTERLEAVE_STATE: "off", LC_ALL: "C" },
      stdio: ["ignore", full, "pipe"],
      encoding: "utf8",
    });
    closeSync(full);
    assert.is(status, 74, stderr);
    assert.match(
      stderr,
      args.includes("zh" as never) ? /^无法写出结果.*\n$/ : /^Cannot write .*\n$/,
    );
  }
});

test.run();
