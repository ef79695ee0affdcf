/** The suite of what the lab remembers: its file, and what a learner got right. */
// deadline: 300 s

import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { columns } from "../../lib/columns.ts";
import { lab as LAB } from "../../lib/lesson/called.ts";
import { LANGUAGES } from "../../lib/lesson/language.ts";
import { listOf } from "../../lib/repl/list.ts";
import { openStore } from "../../lib/repl/state/file.ts";
import {
  doneIn,
  KEPT,
  type State,
  VERSION,
  withDone,
  withPrediction,
  withSolved,
} from "../../lib/repl/state/state.ts";
import { statsOf } from "../../lib/repl/state/stats.ts";
import { lessons } from "../../scripts/index.ts";
import { puzzles } from "../../scripts/puzzles/index.ts";
import { spawnScript } from "../kit.ts";
import {
  answer,
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

const test = suite("state");

const guess = (right: boolean, lesson = "lock") => ({
  lesson,
  said: { en: "exactly 100", zh: "正好是 100" },
  came: right ? { en: "exactly 100", zh: "正好是 100" } : { en: "another", zh: "别的数" },
  right,
});
const read = (file: string) => JSON.parse(readFileSync(file, "utf8")) as State;
const where = (folder: string) => join(folder, "interleave", "values.json");

/** The lab without a terminal, with its state in `folder`. */
const lab = (folder: string, ...args: string[]) =>
  spawnScript("repl.ts", {
    env: { ...english, INTERLEAVE_STATE: undefined, XDG_STATE_HOME: folder },
    args,
  });

test("what is done, predicted and solved is there for the next program, with its version", async () => {
  await temporary((folder) => {
    const file = where(folder);
    const store = openStore(file);
    store.change((state) => withDone(withDone(state, "lock"), "thread"));
    store.change((state) => withPrediction(withPrediction(state, guess(true)), guess(false)));
    store.change((state) => withSolved(state, "lost_update", true));
    const later = openStore(file).now();
    assert.equal([...doneIn(later)], ["lock", "thread"]);
    assert.equal(later.predictions, { right: 1, wrong: 1, last: [guess(true), guess(false)] });
    assert.equal(later.solved, ["lost_update"]);
    assert.is((read(file) as { version?: number }).version, VERSION);
    assert.equal(readdirSync(dirname(file)), ["values.json"]); // no draft and no lock is left
    return Promise.resolve();
  });
});

test("a file from before there was a version is taken over with all that is in it", async () => {
  await temporary((folder) => {
    const file = join(folder, "values.json");
    const before = { lesson: "lock", values: { lock: { threads: 3 } }, solved: ["forks"], own: 1 };
    writeFileSync(file, JSON.stringify(before));
    openStore(file).change((state) => withDone(state, "lock"));
    assert.equal(read(file), { ...before, done: { lock: 1 }, version: VERSION });
    return Promise.resolve();
  });
});

test("a lock that a killed program has left is taken over", async () => {
  await temporary((folder) => {
    const file = join(folder, "values.json");
    writeFileSync(`${file}.lock`, "");
    utimesSync(`${file}.lock`, 1, 1);
    openStore(file).change((state) => withDone(state, "lock"));
    assert.is(read(file).done!["lock"], 1);
    assert.is(existsSync(`${file}.lock`), false);
    return Promise.resolve();
  });
});

test("programs that change it at the same time lose nothing of each other", async () => {
  await temporary(async (folder) => {
    const times = 40, programs = 4;
    const ended = await Promise.all(
      Array.from(
        { length: programs },
        (_, i) =>
          spawnScript("test/fixtures/state.ts", {
            args: [where(folder), `lesson${i}`, `${times}`],
          }),
      ),
    );
    for (const { code, output } of ended) assert.is(code, 0, output);
    const { done = {}, predictions } = read(where(folder));
    assert.equal(Object.values(done), Array(programs).fill(times));
    assert.is(predictions!.right, programs * times);
    assert.is(predictions!.last.length, KEPT);
  });
});

test("the stats say both values of a prediction, in both languages, and fit 40 columns", () => {
  let state: State = {};
  for (let i = 0; i < 30; i++) state = withPrediction(withDone(state, "lock"), guess(i % 3 > 0));
  for (const language of LANGUAGES) {
    const text = statsOf(lessons, puzzles, state, language, 40);
    for (const line of text.split("\n")) assert.ok(columns(line) <= 40, line);
    const whole = statsOf(lessons, puzzles, state, language, Infinity);
    const [said, came] = [guess(false).said[language], guess(false).came[language]];
    assert.match(whole, new RegExp(`lock.*${said}.*${came}`));
    assert.match(whole, language === "en" ? "20 right, 10 wrong" : "20 次正确，10 次错误");
    assert.match(whole, language === "en" ? "20 earlier" : "更早的 20 次");
    assert.match(whole, `${LAB} ${lessons[0]!.name}`);
  }
  assert.match(statsOf(lessons, puzzles, {}, "en", 80), "No predictions yet");
});

test("the list marks the lessons that are done, at 40 columns too", () => {
  const list = listOf(lessons, "en", 40, new Set(["lock"]));
  const marked = list.split("\n").filter((line) => /[✔*]/.test(line));
  assert.is(marked.length, 2);
  assert.match(marked[0]!, /^lock +[✔*] \S/);
  assert.match(marked[1]!, /^[✔*] done {2}\S+ next$/);
});

test("npm start -- stats: what was run is done, --json has the facts, --no-state knows nothing", async () => {
  await temporary(async (folder) => {
    const lesson = await lab(folder, "lock", "--threads", "1", "--iterations", "1");
    assert.is(lesson.code, 0, lesson.output);
    for (const words of [["lock", "--help"], ["lock", "--threads", "0"], ["thread", "--help"]]) {
      await lab(folder, ...words);
    }
    assert.equal(read(where(folder)).done, { lock: 1 }, "help and refusals are no runs");
    const [text, json, zh, none, wrong, help] = await Promise.all([
      lab(folder, "stats"),
      lab(folder, "stats", "--json"),
      lab(folder, "stats", "--lang", "zh"),
      lab(folder, "--no-state", "stats"),
      lab(folder, "stats", "--jsno"),
      lab(folder, "stats", "--help"),
    ]);
    assert.match(text.stdout, new RegExp(`Lessons done: 1 of ${lessons.length}\n  lock\n`));
    const facts = JSON.parse(json.stdout);
    assert.equal(facts.predictions, { right: 0, wrong: 0, last: [] });
    assert.is(facts.lessons.find(({ name }: { name: string }) => name === "lock").done, 1);
    assert.is(facts.puzzles.length, puzzles.length);
    assert.match(zh.stdout, /做完的课程：1 \//);
    assert.match(none.stdout, "Lessons done: 0 of");
    assert.equal([wrong.code, wrong.stdout], [2, ""]);
    assert.match(wrong.stderr, "did you mean --json?");
    assert.match(help.stdout, where(folder));
    for (const { stderr } of [text, json, zh, none, help]) assert.is(stderr, "");
  });
});

test("every command says that a corrupt file was set aside, on standard error", async () => {
  for (const words of [["stats"], ["list"], ["check"], ["stats", "--json"]]) {
    await temporary(async (folder) => {
      mkdirSync(dirname(where(folder)));
      writeFileSync(where(folder), "{");
      const ended = await lab(folder, ...words);
      assert.is(ended.code, 0);
      assert.match(ended.stderr, `${where(folder)}.broken`);
      assert.ok(existsSync(`${where(folder)}.broken`));
    });
  }
});

inTerminal(
  test,
  "the menu: a wrong prediction is in the stats, and the lesson is marked",
  async () => {
    await temporary(async (state) => {
      for (const language of LANGUAGES) {
        using terminal = open("repl.ts", { state, words: ["--lang", language], columns: 60 });
        const question = language === "en" ? "Which lesson?" : "选哪一课";
        await pick(terminal, "lock", question);
        await answer(terminal, "threads", "1");
        for (const name of ["iterations", "initial", "lock"]) await answer(terminal, name);
        if (language === "en") await here(terminal);
        else {
          await terminal.see(/在哪个运行时上执行？\n❯ \w+ \d/);
          terminal.type(ENTER);
        }
        await terminal.see(language === "en" ? "❯ exactly 100" : "❯ 正好是 100");
        terminal.type(DOWN + ENTER);
        await terminal.see(language === "en" ? /And now\?/ : "接下来做什么");
        terminal.type(language === "en" ? "all" : "返回");
        await terminal.see(language === "en" ? /❯ all lessons/ : "❯ 返回课程列表");
        terminal.type(ENTER);
        await terminal.see(/❯ lock +✔/);
        terminal.type("stats");
        await terminal.see(/stats\n❯ /);
        terminal.type(ENTER);
        await terminal.see(
          language === "en"
            ? /lock: you said "some other number"; it was\s+"exactly 100"/
            : /lock：你说“别的数”，实际是“正好是 100”/,
        );
        await terminal.see(question);
        terminal.type("\x03");
        await end(terminal, 130);
      }
      assert.is(read(where(state)).predictions!.wrong, 2);
    });
  },
);

test.run();
