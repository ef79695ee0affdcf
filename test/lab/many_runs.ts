/** The suite of many runs: --repeat and --sweep, directly and in the menu. */
// deadline: 400 s
// in a whole run: node24, bun

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { columns } from "../../lib/columns.ts";
import { LANGUAGES } from "../../lib/lesson/language.ts";
import { tracks } from "../../scripts/index.ts";
import { spawnScript } from "../kit.ts";
import { answer, CTRL_C, end, ENTER, here, inTerminal, open, pick } from "../tools/lab.ts";
import { light } from "../tools/lessons.ts";

const test = suite("many runs");
const env = { LC_ALL: "C.UTF-8", INTERLEAVE_STATE: "off", NO_COLOR: "1" };
const lab = (...args: string[]) => spawnScript("repl.ts", { env, args });

test("--repeat runs lessons that declare an outcome, and --json has every run", async () => {
  // One of each track: the others differ only in what they declare.
  const able = tracks.flatMap(({ lessons }) => lessons.find(({ outcome }) => outcome) ?? []);
  assert.ok(able.length >= 3);
  for (const { name } of able) {
    const ended = await lab(name, ...light[name] ?? [], "--repeat", "2", "--json");
    assert.is(ended.code, 0, ended.output);
    const facts = JSON.parse(ended.stdout);
    assert.equal([facts.lesson, facts.repeat, facts.interrupted], [name, 2, false]);
    assert.equal(facts.runs.map(({ ok }: { ok: boolean }) => ok), [true, true]);
    const counted = facts.outcomes.reduce(
      (sum: number, { count }: { count: number }) => sum + count,
      0,
    );
    assert.is(counted, 2);
    assert.is(ended.stderr, "");
  }
});

test("--sweep: where more are let in at once, all wait in less time, and the chart says so in both languages", async () => {
  const words = ["semaphore", "--guests", "8", "--delay", "0.5", "--sweep", "places=1,8"];
  const [json, en, zh] = [
    await lab(...words, "--json"),
    await lab(...words),
    await lab(...words, "--lang", "zh", "--plain"),
  ];
  const { points, sweep: name, cores, bestFrom } = JSON.parse(json.stdout);
  assert.equal([name, bestFrom, cores > 0], ["places", 8, true]);
  assert.ok(points[0].elapsed >= 4 && points[1].speedup > 1.5, json.stdout);
  assert.match(en.stdout, /Time\n {2}places 1 .*█\n[^]*Speed-up[^]*│[^]*Raising places helped/);
  assert.match(zh.stdout, /用时\n {2}places 1：[\d.]+ s\n[^]*加速比[^]*增加 places/);
  assert.not.match(zh.stdout, /[█│]/);
});

test("bad usage ends with 2 in one sentence before anything runs; help is the lesson's", async () => {
  for (
    const words of [["--repeat", "0"], ["--sweep", "x=1..2"], ["--threads", "0", "--repeat", "2"]]
  ) {
    const ended = await lab("lock", ...words);
    assert.equal([ended.code, ended.stdout], [2, ""], words.join(" "));
    assert.match(ended.stderr, /^--[^\n]+\n$/);
  }
  const help = await lab("lock", "--repeat", "2", "--help");
  assert.equal([help.code, help.stderr], [0, ""]);
  assert.match(help.stdout, "--threads N");
});

inTerminal(
  test,
  "Ctrl-C keeps what is done, says the time left until then, ends with 130",
  async () => {
    for (const json of [false, true]) {
      const words = ["process", "--delay", "0.1", "--sweep", "processes=1..16", "--repeat", "50"];
      using terminal = open("repl.ts", { words: json ? [...words, "--json"] : words });
      await terminal.see(/[3-9] of 800, \d+ s left/);
      terminal.type(CTRL_C);
      if (json) {
        const [line] = await terminal.see(/\{.*\}\n/);
        const { interrupted, points } = JSON.parse(line);
        assert.is(interrupted, true);
        assert.ok(points[0].runs >= 3 && points[0].runs < 50, line);
      } else await terminal.see(/Stopped\. What was done until then:\nTime\n {2}processes 1 /);
      await end(terminal, 130);
    }
  },
);

inTerminal(test, "the menu offers both after a run, at 40 columns, in both languages", async () => {
  for (const language of LANGUAGES) {
    const en = language === "en";
    using terminal = open("repl.ts", { columns: 40, rows: 40, words: ["--lang", language] });
    await pick(terminal, "lock", en ? "Which lesson?" : "选哪一课");
    await answer(terminal, "threads", "2");
    await answer(terminal, "iterations", "10");
    await answer(terminal, "initial");
    await answer(terminal, "lock");
    if (en) await here(terminal);
    else {
      await terminal.see(/在哪个运行时上执行？\n❯ \w+ \d/);
      terminal.type(ENTER);
    }
    await terminal.see(en ? "❯ exactly 100" : "❯ 正好是 100");
    terminal.type(ENTER);
    await terminal.see(en ? /And now\?\n❯/ : /接下来做什么？\n❯/);
    terminal.type(en ? "many" : "运行很多次");
    await terminal.see(en ? "❯ many times" : "❯ 运行很多次");
    terminal.type(ENTER);
    await answer(terminal, "repeat", "3");
    await terminal.see(/--repeat\s+3/);
    await terminal.see(
      en ? /off by, 3 runs\n {2}0 3 █+\n/ : /变量和应有的值差多少，3 次运行\n {2}0 3 █+\n/,
    );
    await terminal.see(en ? /And now\?\n❯/ : /接下来做什么？\n❯/);
    terminal.type(en ? "vary" : "让一个");
    await terminal.see(en ? "❯ vary one value" : "❯ 让一个参数");
    terminal.type(ENTER);
    await terminal.see("❯ threads");
    terminal.type(ENTER);
    await answer(terminal, "threads", "1,2");
    await terminal.see(en ? /Time\n {2}threads 1 / : /用时\n {2}threads 1 /);
    await terminal.see(en ? /Raising threads[^]*And now\?/ : /增加 threads[^]*接下来做什么/);
    terminal.type(CTRL_C);
    while ((await terminal.see(/Ctrl-C again|再按一次|Good-bye|再见/))[0].match(/again|再按/)) {
      terminal.type(CTRL_C);
    }
    await end(terminal, 130);
    for (const line of terminal.lines) {
      // The line of progress is drawn again and again in its place.
      if (!/of [23]|\/ [23]|repl\.ts|scripts\/|--/.test(line)) assert.ok(columns(line) <= 40, line);
    }
  }
});

test.run();
