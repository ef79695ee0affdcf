/** What the menu offers after a run of a lesson with shared memory: all orders, the scheduler, the timeline. */
// deadline: 300 s

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { answer, end, ENTER, here, inTerminal, open, pick } from "../tools/lab.ts";
import type { Terminal } from "../tools/pty.ts";

const test = suite("exploring from the menu");

/** Runs lock, without its lock if it is not told otherwise. */
async function aRun(terminal: Terminal, lock = "n"): Promise<void> {
  await pick(terminal, "lock");
  await answer(terminal, "threads", "2");
  await answer(terminal, "iterations", "10");
  await answer(terminal, "initial");
  await answer(terminal, "lock", lock);
  await here(terminal);
  await terminal.see(/What do you expect/);
  terminal.type(ENTER);
}

inTerminal(test, "after a run the menu offers both, and the repair of what broke", async () => {
  const terminal = open("repl.ts");
  await aRun(terminal);
  await choose(terminal, /And now\?/, "every interleaving");
  await terminal.see(
    /BROKEN in 80 of 140 orders[^]*--no-lock[^]*❯ all orders, mended: --lock/,
  );
  terminal.type(ENTER);
  await terminal.see(/HOLDS in all 4 orders[^]*whoever is faster/);
  assert.not.match(terminal.text, "Again, step by step", "the menu offers it");
  await choose(terminal, /And now\?/, "be the scheduler");
  await choose(terminal, /Who goes on\?/, "Thread-1");
  await choose(terminal, /wait Barrier-1[^]*Who goes on\?/, "leave");
  await choose(terminal, /And now\?/, "quit");
  await end(terminal, 0);
});

inTerminal(test, "after what holds in every order the menu offers what breaks it", async () => {
  using terminal = open("repl.ts", { words: ["--no-state"], columns: 40 });
  await aRun(terminal, "y");
  await choose(terminal, /And now\?/, "every interleaving");
  await terminal.see(/HOLDS in all 4 orders[^]*❯ all orders, broken: --no-lock/);
  terminal.type(ENTER);
  await terminal.see(
    /lock\.ts:\d+\s+BROKEN in 80 of 140 orders. The\s+smallest: 2 forced switches, 11 steps\.[^]*❯ next lesson/,
  );
  await choose(terminal, /all lessons/, "quit");
  await end(terminal, 0);
});

inTerminal(test, "after a run the menu shows it on a timeline, with the same values", async () => {
  using terminal = open("repl.ts", { words: ["--no-state"] });
  await aRun(terminal);
  await choose(terminal, /And now\?/, "what happened");
  await terminal.see(/scripts\/lock\.ts --threads 2 --iterations 10 --no-lock --timeline\n/);
  await terminal.see(/MainThread +│[█░][^]*Thread-2[^]*█ running/);
  await choose(terminal, /And now\?/, "quit");
  await end(terminal, 0);
});

inTerminal(test, "line by line the timeline is told in words, in Chinese, too", async () => {
  using terminal = open("repl.ts", { words: ["--plain", "--lang", "zh"], columns: 40 });
  for (const text of ["lock", "2", "10", "", "否", "1", "1"]) {
    await terminal.see("> ");
    terminal.type(`${text}\r`);
  }
  await terminal.see("接下来做什么");
  await terminal.see("> ");
  terminal.type("在时间线上看发生了什么\r");
  await terminal.see(/MainThread：运行 \d[^]*Thread-2 \(updateScore\)：[^]*接下来做什么/);
  assert.not.match(terminal.text, /[█░◆]/);
  await terminal.see("> ");
  terminal.type("退出\r");
  await end(terminal, 0);
});

async function choose(terminal: Terminal, question: RegExp, name: string): Promise<void> {
  await terminal.see(question);
  terminal.type(name);
  await terminal.see(new RegExp(`❯ ${name}`));
  terminal.type(ENTER);
}

test.run();
