/** The suite of the REPL as a person uses it: in a real terminal, with real keys. */
// deadline: 400 s

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { columns } from "../../lib/columns.ts";
import { major, root, runtime, until, version } from "../kit.ts";
import {
  answer,
  CTRL_C,
  CTRL_D,
  DOWN,
  end,
  english,
  ENTER,
  here,
  inTerminal,
  open,
  pick,
  temporary,
} from "../tools/lab.ts";
import { Terminal } from "../tools/pty.ts";
import { commandFor, thisRuntime } from "../tools/runtimes.ts";

const test = suite("terminal");
/** How many processes carry `mark` in their environment; undefined where that cannot be known. */
function carrying(mark: string): number | undefined {
  try {
    return readdirSync("/proc").filter((entry) => {
      try {
        return /^\d+$/.test(entry) && readFileSync(`/proc/${entry}/environ`).includes(mark);
      } catch {
        return false; // ended meanwhile, or not ours
      }
    }).length;
  } catch {
    return undefined;
  }
}

inTerminal(test, "a lesson: pick, answer, predict, run, again, source, next, quit", async () => {
  using terminal = open("repl.ts");
  const name = runtime[0]!.toUpperCase() + runtime.slice(1);
  await terminal.see(new RegExp(`Interleave \\d.*${name} ${version} · \\d+ cores`));
  await pick(terminal, "lock");
  await answer(terminal, "threads", "0");
  await terminal.see('> --threads must be a whole number from 1 to 64: got "0"');
  terminal.type("\b4" + ENTER);
  await answer(terminal, "iterations", "1000");
  await answer(terminal, "initial");
  await answer(terminal, "lock", "y");
  await here(terminal);
  await terminal.see(/What do you expect\? The number starts at 100/);
  terminal.type(ENTER);
  const [command] = await terminal.see(/\n.*scripts\/lock\.ts --threads 4 --iterations 1000\n/);
  await terminal.see("global_score: 100");
  await terminal.see(/Invariant held: /);
  await terminal.see("As you expected: exactly 100");
  await terminal.see(/And now\?\n❯ again/);
  terminal.type(ENTER);
  await terminal.see(command.trim());
  await terminal.see(/Invariant held: /);
  await terminal.see(/And now\?\n❯ again/);
  terminal.type("show");
  await terminal.see(/❯ show the source/);
  terminal.type(ENTER);
  await terminal.see("export function updateScore(");
  await terminal.see(/And now\?\n❯ again/);
  terminal.type("with");
  await terminal.see(/❯ with other values/);
  terminal.type(ENTER);
  await terminal.see(/\? threads: .*\(4\)/);
  terminal.type(CTRL_C);
  await terminal.see("Good-bye.");
  await end(terminal, 130);
});

inTerminal(test, "a wrong prediction is told from a right one, and can be skipped", async () => {
  using terminal = open("repl.ts", { words: ["--no-state"] });
  await pick(terminal, "thread");
  await answer(terminal, "threads");
  await answer(terminal, "rows", "1");
  await answer(terminal, "delay", "0.2");
  await answer(terminal, "join");
  await answer(terminal, "speed");
  await here(terminal);
  await terminal.see(/Who is the first to print[^?]*join\?/);
  terminal.type(ENTER);
  await terminal.see(/Invariant held/);
  await terminal.see("Not as you expected: it was the new thread");
  await terminal.see(/And now\?/);
  terminal.type("all");
  await terminal.see(/❯ all lessons/);
  terminal.type(ENTER);
  await pick(terminal, "thread");
  await answer(terminal, "threads");
  // The session remembers, although nothing is written.
  await terminal.see(/\? rows: .*\(1\)/);
  terminal.type(ENTER);
  for (const question of ["delay", "join", "speed"]) await answer(terminal, question);
  await here(terminal);
  await terminal.see(/Who is the first to print/);
  terminal.type(DOWN + DOWN);
  await terminal.see(/❯ skip the question/);
  terminal.type(ENTER);
  await terminal.see(/Invariant held/);
  await terminal.see(/And now\?/);
  assert.not.match(terminal.text.slice(terminal.text.lastIndexOf("skip")), "expected");
  terminal.type("quit");
  await terminal.see(/❯ quit/);
  terminal.type(ENTER);
  await terminal.see("Good-bye.");
  await end(terminal, 0);
});

inTerminal(test, "Ctrl-C in a lesson stops all of it and leads to the menu", async () => {
  for (const lesson of ["thread", "process"] as const) {
    const mark = `INTERLEAVE_TERMINAL_${process.pid}_${lesson}`;
    using terminal = open("repl.ts", { env: { [mark]: "1" } });
    await pick(terminal, lesson);
    await answer(terminal, lesson === "thread" ? "threads" : "processes", "2");
    if (lesson === "thread") await answer(terminal, "rows");
    await answer(terminal, "delay", "60");
    await answer(terminal, lesson === "thread" ? "join" : "message");
    await answer(terminal, "speed");
    await here(terminal);
    await terminal.see("What do you expect?");
    const before = carrying(mark);
    terminal.type(ENTER);
    await terminal.see(
      lesson === "thread" ? /current thread: .*\n.*current thread/ : /parent process/,
    );
    terminal.type(CTRL_C);
    await terminal.see("Stopped, with all its threads and processes.");
    await terminal.see(/And now\?/);
    if (before !== undefined) {
      await until(() => carrying(mark)! <= before, "the end of the lesson's processes");
    }
    // One that follows at once is still meant for the lesson, and says how to leave.
    terminal.type(CTRL_C);
    while ((await terminal.see(/Ctrl-C again to leave|Good-bye/))[0] !== "Good-bye") {
      terminal.type(CTRL_C);
    }
    await end(terminal, 130);
  }
});

/** A sentence of Node 20's own: on a terminal that was closed it cannot end any program quietly. */
const OF_NODE_20 = /ResetStdio\(\)/;

inTerminal(
  test,
  "a terminal that is closed ends the menu, or a lesson, without a word",
  async () => {
    await temporary(async (folder) => {
      for (
        const [words, shown] of [[[], "Which lesson?"], [["thread"], "current thread:"]] as const
      ) {
        const mark = `INTERLEAVE_CLOSED_${process.pid}_${words.length}`,
          said = join(folder, "said");
        const { file, args } = commandFor(thisRuntime(), join(root, "repl.ts"), words);
        const terminal = new Terminal(["sh", "-c", `exec "$@" 2>'${said}'`, "sh", file, ...args], {
          cwd: root,
          env: { ...english, INTERLEAVE_STATE: "off", [mark]: "1" },
        });
        await terminal.see(shown);
        terminal[Symbol.dispose](); // whoever holds its other end is gone
        await terminal.ended;
        if (carrying(mark) !== undefined) await until(() => carrying(mark) === 0, "its end");
        const errors = readFileSync(said, "utf8");
        if (major !== 20 || !OF_NODE_20.test(errors)) assert.is(errors, "");
      }
    });
  },
);

inTerminal(test, "the last values and the lesson are offered again next time", async () => {
  await temporary(async (state) => {
    const run = async (threads: string, offered: RegExp) => {
      using terminal = open("repl.ts", { state });
      await terminal.see(offered);
      await pick(terminal, "lock");
      await answer(terminal, "threads", threads);
      await answer(terminal, "iterations", "10");
      await answer(terminal, "initial", "7");
      await answer(terminal, "lock");
      await here(terminal);
      await terminal.see("What do you expect?");
      terminal.type(ENTER);
      await terminal.see(/And now\?/);
      terminal.type("quit" + ENTER);
      await end(terminal, 0);
    };
    await run("3", /❯ sync_async/);
    await run("5", /❯ lock/);
    using terminal = open("repl.ts", { state });
    await pick(terminal, "lock");
    await terminal.see(/\? threads: .*\(5\)/);
    terminal.type(ENTER);
    await terminal.see(/\? iterations: .*\(10\)/);
    terminal.type(CTRL_D);
    await terminal.see("Good-bye.");
    await end(terminal, 0);
  });
});

inTerminal(test, "in Chinese, at 40 columns, no line is too long", async () => {
  using terminal = open("repl.ts", { columns: 40, words: ["--lang", "zh"] });
  await terminal.see("并发编程实验室");
  await pick(terminal, "lock", "选哪一课");
  await answer(terminal, "threads", "ten");
  await terminal.see(/--threads 必须是[^]*收到的是\s+"ten"/);
  terminal.type("\b\b\b2" + ENTER);
  await answer(terminal, "iterations", "10");
  await answer(terminal, "initial");
  await answer(terminal, "lock");
  await terminal.see("在哪个运行时上执行");
  terminal.type(ENTER);
  await terminal.see("先预测一下");
  terminal.type(ENTER);
  await terminal.see("2 个线程，每个线程加减各 10 次");
  await terminal.see("不变式成立");
  await terminal.see("预测正确：正好是 100");
  await terminal.see("接下来做什么");
  terminal.type("退出" + ENTER);
  await terminal.see("再见。");
  await end(terminal, 0);
  for (const line of terminal.lines) {
    // What is typed into a shell stays in one piece; the terminal breaks it.
    if (!line.includes("scripts/")) assert.ok(columns(line) <= 40, `${columns(line)}: ${line}`);
  }
});

inTerminal(test, "NO_COLOR leaves no colour in the menu and in a lesson", async () => {
  // deno-lint-ignore no-control-regex
  const colour = /\x1b\[[0-9;]*m/;
  for (const NO_COLOR of ["1", undefined]) {
    using menu = open("repl.ts", { env: { NO_COLOR } });
    await pick(menu, "lock");
    await menu.see("? threads");
    menu.type("0" + ENTER);
    await menu.see("> --threads must");
    menu.type(CTRL_C);
    await end(menu, 130);
    assert.is(colour.test(menu.raw), NO_COLOR === undefined, menu.raw);
    using lesson = open("scripts/lock.ts", { words: ["--threads", "1"], env: { NO_COLOR } });
    await end(lesson, 0);
    assert.is(colour.test(lesson.raw), NO_COLOR === undefined, lesson.raw);
  }
});

inTerminal(test, "a lesson fits the terminal that it is run in", async () => {
  for (const [width, language] of [[40, "zh"], [40, "en"], [120, "en"]] as const) {
    const words = ["--lang", language, "--speed", "100", "--threads", "3"];
    using lesson = open("scripts/thread.ts", { columns: width, words });
    await end(lesson, 0);
    for (const line of lesson.lines) assert.ok(columns(line) <= width, line);
    using help = open("scripts/thread.ts", { columns: width, words: [...words, "--help"] });
    await end(help, 0);
    for (const line of help.lines) assert.ok(columns(line) <= width, line);
  }
});

test.run();
