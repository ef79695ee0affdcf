/** The suite of the glossary: its words, the command, and "?" at every question. */
// deadline: 300 s

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { columns } from "../../lib/columns.ts";
import { LANGUAGES } from "../../lib/lesson/language.ts";
import { nearestTerm, termFor, termsFor } from "../../lib/repl/glossary/find.ts";
import { allWords, meaningOf } from "../../lib/repl/glossary/tell.ts";
import { glossary } from "../../scripts/glossary.ts";
import { lessons } from "../../scripts/index.ts";
import { spawnScript } from "../kit.ts";
import { answer, CTRL_C, DOWN, end, ENTER, inTerminal, open, pick } from "../tools/lab.ts";

const test = suite("glossary");
const lab = (...args: string[]) =>
  spawnScript("repl.ts", { args, env: { LC_ALL: "C.UTF-8", INTERLEAVE_STATE: "off" } });

test("thirty words and more, each whole in both languages, none of them twice", () => {
  assert.ok(glossary.length >= 30, String(glossary.length));
  const taken = new Map<string, string>();
  for (const { name, also = [], meaning } of glossary) {
    for (const each of new Set([name.en, name.zh, ...also].map((word) => word.toLowerCase()))) {
      assert.is(taken.get(each), undefined, `${each}: ${name.en} and ${taken.get(each)}`);
      taken.set(each, name.en);
    }
    assert.match(meaning.en, /^[A-Z].*\.$/s, name.en);
    assert.match(meaning.zh, /。$/, name.en);
    assert.match(meaning.zh, /[\u4e00-\u9fff]{8}/, name.en);
  }
});

test("each lesson has its words, and each word names lessons that there are", () => {
  const names = lessons.map(({ name }) => name);
  for (const term of glossary) {
    for (const lesson of term.lessons) assert.ok(names.includes(lesson), lesson);
  }
  for (const name of names) {
    assert.ok(glossary.some(({ lessons }) => lessons.includes(name)), name);
  }
});

test("it fits its columns, in both languages", () => {
  for (const language of LANGUAGES) {
    for (const width of [40, 80, 120]) {
      const texts = [
        allWords(language, width),
        ...glossary.map((term) => meaningOf(term, language, width)),
      ];
      for (const line of texts.join("\n").split("\n")) {
        assert.ok(columns(line) <= width, `${width}: ${line}`);
      }
    }
  }
});

test("a word is found by its name in either language, its other names, in any form", () => {
  const found = (word: string) => termFor(word)?.name.en;
  for (const { name, also = [] } of glossary) {
    for (const word of [name.en, name.zh, ...also]) assert.is(found(word), name.en, word);
  }
  assert.is(found("Deadlocks"), "deadlock");
  assert.is(found("processes"), "process");
  assert.is(found("race conditions"), "race condition");
  assert.is(found("condition_variable"), "condition variable");
  assert.is(found("mutexes"), "lock");
  assert.is(found("sema"), "semaphore");
  assert.is(found(""), undefined);
  assert.is(found("s"), undefined);
  assert.is(nearestTerm("semafore"), "semaphore");
  const [first] = termsFor("lock");
  assert.is(first?.name.en, "lock");
  assert.ok(termsFor("lock").some(({ name }) => name.en === "deadlock"));
  assert.is(termsFor("").length, glossary.length);
  assert.equal(termsFor("no such word"), []);
});

test("glossary: all, one, one in Chinese, a lesson's, and none", async () => {
  const all = await lab("glossary");
  assert.match(all.stdout, /^deadlock {2,}死锁$/m);
  assert.is(all.code, 0);
  for (const words of [["glossary", "race", "condition"], ["?", "race", "condition"], ["?races"]]) {
    const one = await lab(...words);
    assert.match(one.stdout, /^race condition {2}竞态条件\n {2}The result depends/);
    assert.match(one.stdout, /Seen in: race,/);
    assert.is(one.code, 0);
  }
  const chinese = await lab("glossary", "Deadlock", "--lang", "zh");
  assert.match(chinese.stdout, /^死锁 {2}deadlock\n {2}每个/);
  assert.match((await lab("glossary", "philosophers")).stdout, /Words of this lesson: deadlock/);
  const wrong = await lab("glossary", "semafore");
  assert.equal([wrong.code, wrong.stdout], [2, ""]);
  assert.match(wrong.stderr, 'no word "semafore": did you mean semaphore?');
  const flag = await lab("glossary", "--json");
  assert.is(flag.code, 2);
  assert.match(flag.stderr, "glossary has no flag --json");
});

inTerminal(test, "? at each kind of question, and the question stands as it stood", async () => {
  using terminal = open("repl.ts", { words: ["--no-state"] });
  await terminal.see("? and a word to see what it means");
  await terminal.see("Which lesson?");
  terminal.type("?");
  await terminal.see("Which word?");
  terminal.type(" deadl");
  await terminal.see(/❯ deadlock/);
  terminal.type(ENTER);
  await terminal.see("Each waits for what another holds");
  await pick(terminal, "lock");
  await terminal.see(/\? threads:/);
  terminal.type("? thread"); // in one piece, as a paste or a slow reader has it
  await terminal.see(/Which word\?[^]*❯ thread /);
  terminal.type(ENTER);
  await terminal.see("A line of execution within a process");
  await answer(terminal, "threads", "2");
  await answer(terminal, "iterations", "10");
  await answer(terminal, "initial", "7");
  await answer(terminal, "lock", "n");
  const [asked] = await terminal.see(/Run it on|What do you expect\?/);
  if (asked === "Run it on") {
    terminal.type(ENTER);
    await terminal.see("What do you expect?");
  }
  await terminal.see("❯ exactly 7");
  terminal.type(DOWN);
  await terminal.see("❯ some other number");
  terminal.type("?");
  await terminal.see("Which word?");
  terminal.type("nothing is called so");
  await terminal.see("❯ back to the question");
  terminal.type(ENTER);
  await terminal.see("❯ some other number"); // still marked
  terminal.type(ENTER);
  await terminal.see(/And now\?[^]*❯ every interleaving/);
  terminal.type(CTRL_C);
  await end(terminal, 130);
});

inTerminal(test, "in --plain a line that begins with ? is no answer", async () => {
  using terminal = open("repl.ts", {
    words: ["--no-state", "--plain"],
    env: { LC_ALL: "zh_CN.UTF-8" },
    columns: 40,
  });
  await terminal.see(/选哪一课[^]*> /);
  terminal.type("？死锁\r"); // as a Chinese keyboard has it
  await terminal.see(/死锁 {2}deadlock\n[^]*> /);
  terminal.type("? lokc\r");
  await terminal.see(/是不是 lock？\n[^]*> /);
  terminal.type("?\r");
  await terminal.see(/虚假唤醒 +spurious wake-up\n[^]*> /);
  terminal.type("lock\r");
  await terminal.see(/threads[:：][^]*> /);
  terminal.type("? 锁\r");
  await terminal.see(/同一时刻只能由一方持有[^]*threads[:：][^]*> /); // asked once more
  terminal.type("2\r");
  await terminal.see(/iterations[:：][^]*> /);
  terminal.type(CTRL_C);
  await end(terminal, 130);
});

test.run();
