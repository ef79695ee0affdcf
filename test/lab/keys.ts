/** The suite of what is typed at the wrong moment, and of a terminal that changes meanwhile. */
// deadline: 400 s

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import process from "node:process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { columns } from "../../lib/columns.ts";
import { root, runtime, until } from "../kit.ts";
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
import { lab } from "../../lib/lesson/called.ts";
import { label, ownRuntime, quotedCommand } from "../../lib/repl/runtimes.ts";
import { commandFor, thisRuntime } from "../tools/runtimes.ts";

const test = suite("keys");
const CTRL_Z = "\x1a";

inTerminal(test, "a paste of several lines answers one question each", async () => {
  using terminal = open("repl.ts");
  await terminal.see("Which lesson?");
  terminal.type("lock\r3\r1000\r");
  await terminal.see(/ Which lesson\? lock\n/);
  await terminal.see(/ threads: [^\n]* 3\n/);
  await terminal.see(/ iterations: [^\n]* 1000\n/);
  await terminal.see(/\? initial: /);
  terminal.type(CTRL_C);
  await end(terminal, 130);
});

inTerminal(test, "what is typed before the first question is its answer", async () => {
  using terminal = open("repl.ts");
  terminal.type("lock\r3\r");
  await terminal.see(/ threads: [^\n]* 3\n/);
  await terminal.see(/\? iterations: /);
  terminal.type(CTRL_C);
  await end(terminal, 130);
});

inTerminal(test, "what was pasted behind a refused answer is not taken for another", async () => {
  using terminal = open("repl.ts");
  await pick(terminal, "lock");
  await terminal.see("? threads");
  terminal.type("0\r7\r9\r");
  await terminal.see('got "0"');
  terminal.type("\b5" + ENTER);
  await terminal.see(/ threads: [^\n]* 5\n/);
  await terminal.see(/\? iterations: /);
  terminal.type(CTRL_C);
  await end(terminal, 130);
});

/** Runs `thread` with a delay in which something can be typed. */
async function runThread(terminal: Terminal, delay: string): Promise<void> {
  await pick(terminal, "thread");
  await answer(terminal, "threads");
  await answer(terminal, "rows", "2");
  await answer(terminal, "delay", delay);
  await answer(terminal, "join");
  await answer(terminal, "speed");
  await here(terminal);
  await terminal.see("What do you expect?");
  terminal.type(ENTER);
  await terminal.see("current thread");
}

inTerminal(test, "keys of a run never answer the menu", async () => {
  using terminal = open("repl.ts");
  await runThread(terminal, "0.5");
  terminal.type(ENTER + "quit" + ENTER + "half a line");
  await terminal.see(/Invariant held/);
  await terminal.see(/And now\?\n❯ again/);
  terminal.type("quit");
  await terminal.see(/❯ quit/);
  assert.is(terminal.text.split("The command, to repeat it").length, 2, "it ran once");
  terminal.type(ENTER);
  await end(terminal, 0);
});

inTerminal(
  test,
  "a second Ctrl-C right after the one that stops a lesson stays in the lab",
  async () => {
    using terminal = open("repl.ts");
    await runThread(terminal, "60");
    terminal.type(CTRL_C);
    await new Promise((resolve) => setTimeout(resolve, 100)); // the nervous finger itself
    terminal.type(CTRL_C);
    await terminal.see("Stopped, with all its threads and processes.");
    await terminal.see(/And now\?\n❯ again/);
    terminal.type("all");
    await terminal.see(/❯ all lessons/);
    terminal.type(ENTER);
    await terminal.see("Which lesson?");
    terminal.type(CTRL_C);
    await end(terminal, 130);
  },
);

inTerminal(
  test,
  "Ctrl-D with text in the line does not leave, on an empty line it does",
  async () => {
    using terminal = open("repl.ts");
    await pick(terminal, "lock");
    await terminal.see("? threads");
    terminal.type("4" + CTRL_D + "2" + ENTER);
    await terminal.see(/ threads: [^\n]* 42\n/);
    await terminal.see("? iterations");
    terminal.type(CTRL_D);
    await terminal.see("Good-bye.");
    await end(terminal, 0);
  },
);

/** The way to the menu that the lab itself names, as a person types it into a shell; and a shorter one. */
const ways = [`${lab} --no-state`, ...(runtime === "bun" ? ["bun start --no-state"] : [])];

inTerminal(
  test,
  "Ctrl-Z gives the shell back, also through a wrapper, and fg goes on",
  async () => {
    const { file, args } = commandFor(thisRuntime(), join(root, "repl.ts"), ["--no-state"]);
    for (const command of [quotedCommand([file, ...args]), ...ways]) {
      using shell = new Terminal(["bash", "--norc", "--noprofile", "-i"], {
        cwd: root,
        env: {
          ...english,
          // Whoever is called "node" there is the one that runs this suite.
          PATH: [dirname(process.execPath), join(root, "node_modules", ".bin"), process.env["PATH"]]
            .join(":"),
          INTERLEAVE_STATE: "off",
        },
      });
      shell.type('PS1="she"ll"> "\r');
      await shell.see(/^shell> $/m);
      shell.type(`${command}\r`);
      await shell.see(new RegExp(`Interleave \\S+ +${label(ownRuntime())}`));
      await pick(shell, "lock");
      await shell.see("? threads");
      shell.type("3");
      await shell.see(/ 3$/);
      shell.type(CTRL_Z);
      await shell.see("Stopped");
      await shell.see("shell> ");
      shell.type("echo here I am\r");
      await shell.see(/\nhere I am/);
      shell.type("fg\r");
      await shell.see(/\? threads: [^\n]*3$/);
      shell.type("1" + ENTER);
      await shell.see(/ threads: [^\n]* 31\n/);
      await shell.see("? iterations");
      shell.type(CTRL_C);
      await shell.see("Good-bye.");
      await shell.see("shell> ");
      shell.type("exit 0\r");
      await shell.ended;
    }
  },
);

inTerminal(test, "eight rows are enough, and an arrow key leaves no copy above", async () => {
  for (const [wide, high] of [[80, 12], [80, 8], [40, 12], [40, 8]] as const) {
    using terminal = open("repl.ts", { columns: wide, rows: high });
    await terminal.see("Which lesson?");
    for (let i = 0; i < 5; i++) {
      terminal.type(DOWN);
      await terminal.see(/❯ \w+/);
      const { frame } = terminal;
      assert.ok(frame.length < high, `${frame.length} lines of ${high}:\n${frame.join("\n")}`);
      assert.ok(frame.some((line) => line.includes("❯")), "the marked line is there");
      for (const line of frame) assert.ok(columns(line) <= wide, line);
    }
    terminal.type(CTRL_C);
    await end(terminal, 130);
  }
});

inTerminal(test, "on every change of size the question is drawn anew", async () => {
  using terminal = open("repl.ts", { columns: 80 });
  await terminal.see("Which lesson?");
  await terminal.see(/❯ sync_async/);
  terminal.type("thr");
  await terminal.see(/Which lesson\? thr[^]*❯ thread/);
  const fits = (wide: number) =>
    until(() => {
      const lines = terminal.frame;
      const whole = /Which lesson\? thr\n❯ thread[^]*select/.test(lines.join("\n"));
      return whole && lines.every((line) => columns(line) <= wide) &&
        lines.some((line) => columns(line) > Math.min(wide, 45) - 12);
    }, `the question in ${wide} columns`);
  for (const wide of [30, 70, 30]) {
    terminal.resize(wide, 30);
    await fits(wide);
  }
  for (let wide = 31; wide <= 70; wide++) terminal.resize(wide, 30);
  terminal.resize(33, 30);
  await fits(33);
  terminal.type(ENTER);
  await terminal.see("? threads");
  terminal.type(CTRL_C);
  await end(terminal, 130);
});

inTerminal(test, "in Chinese 否 and full-width digits are taken", async () => {
  using terminal = open("repl.ts", { words: ["--lang", "zh"] });
  await pick(terminal, "lock", "选哪一课");
  await answer(terminal, "threads", "１２");
  await terminal.see(/ threads：[^\n]* 12\n/);
  await answer(terminal, "iterations", "10");
  await answer(terminal, "initial");
  await answer(terminal, "lock", "也许");
  await terminal.see("请回答 是 或 否");
  terminal.type("\b\b否" + ENTER);
  await terminal.see(/ lock：[^\n]* 否\n/);
  await terminal.see("在哪个运行时上执行");
  terminal.type(CTRL_C);
  await terminal.see("再见。");
  await end(terminal, 130);
});

inTerminal(
  test,
  "a state that cannot be read is set aside and said; two menus keep both values",
  async () => {
    await temporary(async (state) => {
      const file = join(state, "interleave", "values.json");
      await mkdir(join(state, "interleave"));
      writeFileSync(file, "[]");
      const take = async (terminal: Terminal, lesson: string, ...names: string[]) => {
        await pick(terminal, lesson);
        for (const name of names) await answer(terminal, name, name === "lock" ? "" : "2");
        await here(terminal);
        await terminal.see("What do you expect?");
      };
      using one = open("repl.ts", { state });
      await one.see("could not be read");
      assert.ok(existsSync(`${file}.broken`));
      using two = open("repl.ts", { state });
      await two.see("Which lesson?");
      await take(two, "pool", "pool", "tasks", "delay", "speed");
      await take(one, "lock", "threads", "iterations", "initial", "lock");
      for (const terminal of [one, two]) {
        terminal.type(CTRL_C);
        await end(terminal, 130);
      }
      const kept = JSON.parse(readFileSync(file, "utf8"));
      assert.is(kept.values.lock.threads, 2);
      assert.is(kept.values.pool.pool, 2);
    });
  },
);

test.run();
