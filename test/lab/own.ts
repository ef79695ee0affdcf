/** The suite of a program of one's own, and of the order that the menu shows. */
// deadline: 300 s

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { columns } from "../../lib/columns.ts";
import { lab as LAB } from "../../lib/lesson/called.ts";
import { LANGUAGES } from "../../lib/lesson/language.ts";
import { entry, headingOf, nextOf } from "../../lib/repl/list.ts";
import { lessons, tracks } from "../../scripts/index.ts";
import { root, spawnScript } from "../kit.ts";
import { CTRL_C, end, english, ENTER, inTerminal, open, temporary } from "../tools/lab.ts";

const test = suite("own program");

/** Runs the lab, or another program, as a learner does in `folder`. */
function learner(folder: string) {
  const env = { ...english, INTERLEAVE_STATE: "off" };
  const run = (script: string, args: readonly string[], stdin?: string) =>
    spawnScript(pathToFileURL(script), {
      args: [...args],
      cwd: folder,
      env,
      deadline: 60_000,
      ...(stdin === undefined ? {} : { stdin }),
    });
  return {
    run,
    lab: (words: string, stdin?: string) => run(join(root, "repl.ts"), words.split(" "), stdin),
  };
}

test("new NAME: it runs alone, breaks when it is explored, and is proved when it is mended", async () => {
  await temporary(async (folder) => {
    const { lab, run } = learner(folder), file = join(folder, "my", "counter.ts");
    const made = await lab("new counter");
    assert.equal([made.code, made.stderr], [0, ""]);
    assert.match(made.stdout, /explore my\/counter\.ts\n[^]*step my\/counter\.ts\n/);
    assert.match(made.stdout, /trace my\/counter\.ts\n[^]*compare my\/counter\.ts\n/);
    const program = readFileSync(file, "utf8").trimEnd().split("\n");
    const code = program.filter((line) => line !== "" && !/^(\/\*\*|import)/.test(line));
    assert.ok(program.length <= 20 && code.length <= 13, program.join("\n"));
    const alone = await run(file, []);
    // It is a race: nearly always the threads do not meet.
    if (alone.code === 0) assert.is(alone.stdout, "2\n");
    else assert.match(alone.stderr, /AssertionError[^]*1 !== 2/);
    const explored = await lab("explore my/counter.ts");
    assert.is(explored.code, 1);
    assert.match(explored.stdout, /BROKEN in 4 of 6 orders[^]*counter\.ts:6\b/);
    const stepped = await lab("step my/counter.ts", "a hint\nleave\n");
    assert.match(stepped.stdout, "Towards a failure: choose");
    writeFileSync(file, program.join("\n").replace("total.value += 1", "total.add(1)"));
    const mended = await lab("explore my/counter.ts --json");
    assert.equal([mended.code, JSON.parse(mended.stdout).result], [0, "holds"]);
    const again = await lab("new counter");
    assert.equal([again.code, again.stdout], [2, ""]);
    assert.match(again.stderr, "my/counter.ts is there already");
    assert.match(readFileSync(file, "utf8"), "total.add(1)"); // what was there is untouched
  });
});

/** A program that always ends in the same way: with two threads, a line that it was given, and its code. */
const SURE = (program: string) =>
  program.replace("total.value += 1", "total.add(1)").replace(
    /main\(.*/,
    `import process from "node:process";
main(import.meta, () => {
  print(scenario(), ...process.argv.slice(2));
  process.exitCode = Number(process.argv[2] ?? 0);
});`,
  );

test("trace PATH: what it prints, its timeline and its exit code; the files that are asked for", async () => {
  await temporary(async (folder) => {
    const { lab } = learner(folder), file = join(folder, "my", "counter.ts");
    await lab("new counter");
    writeFileSync(file, SURE(readFileSync(file, "utf8")));
    const shown = await lab("trace my/counter.ts -- 3");
    assert.equal([shown.code, shown.stderr], [3, ""]);
    assert.match(shown.stdout, /^2 3\n\nMainThread[^]*Thread-1 \(add\)[^]*[█#] running/);
    const zh = await lab("--lang zh --plain trace my/counter.ts");
    assert.equal(
      [zh.code, /^2\n\n[^]*Thread-1 \(add\)[^]*运行/.test(zh.stdout)],
      [0, true],
      zh.stdout,
    );
    const kept = await lab("trace my/counter.ts --html run.html --trace run.json");
    assert.equal([kept.code, kept.stdout], [0, "2\nKept in run.json\nKept in run.html\n"]);
    assert.match(readFileSync(join(folder, "run.html"), "utf8"), "<title>counter.ts</title>");
    const { traceEvents } = JSON.parse(readFileSync(join(folder, "run.json"), "utf8"));
    assert.ok(traceEvents.length > 5);
    const timeline = await lab("my/counter.ts --timeline");
    assert.equal([timeline.code, /Thread-2 \(add\)/.test(timeline.stdout)], [0, true]);
    const run = await lab("my/counter.ts 5");
    assert.equal([run.code, run.stdout], [5, "2 5\n"]);
    const lesson = await lab("trace thread --threads 2 --rows 1 --delay 0");
    assert.equal([lesson.code, /MainThread[^]*[█#] running/.test(lesson.stdout)], [0, true]);
    writeFileSync(file, `console.log("alone");\n`);
    const without = await lab("trace my/counter.ts");
    assert.equal([without.code, without.stdout], [0, "alone\n"]);
    assert.match(without.stderr, "has to call main(import.meta");
  });
});

test("compare PATH: every runtime, what it ended with and printed last, and what differs", async () => {
  await temporary(async (folder) => {
    const { lab } = learner(folder), file = join(folder, "my", "counter.ts");
    await lab("new counter");
    const program = SURE(readFileSync(file, "utf8"));
    writeFileSync(file, program);
    const same = await lab("compare my/counter.ts");
    assert.equal([same.code, same.stderr], [0, ""], same.stdout);
    assert.match(same.stdout, /exit code +time +last line\n[^]*\n\w+ \d+\.\S+ +0 +\S+ s +2\n/);
    assert.match(same.stdout, "Nothing differs but the time");
    const json = JSON.parse((await lab("compare my/counter.ts --json -- 1")).stdout);
    assert.ok(json.runs.length > 0);
    for (const { code, output } of json.runs) assert.equal([code, output], [1, "2 1\n"]);
    assert.equal(json.differs, { code: false, output: false });
    const own = `"Deno" in globalThis ? 1 : "Bun" in globalThis ? 2 : 0`;
    writeFileSync(file, program.replace(/main\([^]*/, `process.exitCode = ${own};\n`));
    const differs = await lab("--plain compare my/counter.ts");
    const several = new Set(json.runs.map(({ runtime }: { runtime: string }) => runtime)).size > 1;
    assert.is(/What differs: exit code\n/.test(differs.stdout), several, differs.stdout);
    writeFileSync(file, program.replace("export function add", "missing();\nexport function add"));
    const faulty = await lab("--lang zh compare my/counter.ts");
    assert.is(faulty.code, 1);
    assert.match(faulty.stdout, /退出码[^]*missing[^]*counter\.ts:5/);
  });
});

test("a path that leads nowhere, or a wrong flag, is refused with a sentence, in both languages", async () => {
  await temporary(async (folder) => {
    const { lab } = learner(folder);
    await lab("new counter");
    for (
      const words of [
        ...[
          "my/none.ts",
          "trace my/none.ts",
          "compare my/none.ts",
          "trace my",
          "trace",
          "trace lokc",
        ],
        ...[
          "trace my/counter.ts --html x.json",
          "trace my/counter.ts --htm x",
          "compare my/counter.ts --jsn",
        ],
      ]
    ) {
      for (const language of LANGUAGES) {
        const ended = await lab(`--lang ${language} ${words}`);
        assert.equal([words, ended.code, ended.stdout], [words, 2, ""]);
        assert.match(ended.stderr, /^[^\n]+(?:\n {2}[^\n]+)?\n$/);
        assert.is(/[\u4e00-\u9fff]/.test(ended.stderr), language === "zh", ended.stderr);
      }
    }
  });
});

test("an error in it is shown with its line", async () => {
  await temporary(async (folder) => {
    const { lab } = learner(folder), file = join(folder, "my", "faulty.ts");
    await lab("new faulty");
    const program = readFileSync(file, "utf8");
    writeFileSync(file, program.replace("export function add", "missing();\nexport function add"));
    const top = await lab("explore my/faulty.ts");
    assert.equal([top.code, top.stdout], [2, ""]);
    assert.match(top.stderr, /missing[^]*faulty\.ts:5/);
    const traced = await lab("trace my/faulty.ts");
    assert.match(traced.stderr, /faulty\.ts:5/);
    assert.is.not(traced.code, 0);
    writeFileSync(file, program.replace("total.value += 1", "missing(total)"));
    const inside = await lab("explore my/faulty.ts");
    assert.is(inside.code, 1);
    assert.match(inside.stdout, /missing[^]*faulty\.ts:6\b|faulty\.ts:6\b[^]*missing/);
  });
});

test("a name that cannot be is refused with a sentence, in both languages, and nothing is written", async () => {
  await temporary(async (folder) => {
    const { lab } = learner(folder);
    for (const words of ["new", "new 3x", "new ../x", "new lost_update", "new a b", "new --jsn"]) {
      for (const language of LANGUAGES) {
        const ended = await lab(`--lang ${language} ${words}`);
        assert.equal([words, ended.code, ended.stdout], [words, 2, ""]);
        assert.match(ended.stderr, /^[^\n]+\n$/);
        assert.is(/[\u4e00-\u9fff]/.test(ended.stderr), language === "zh", ended.stderr);
      }
    }
    assert.is(existsSync(join(folder, "my")), false);
    const help = await lab("new --help");
    assert.equal([help.code, help.stdout.includes(`Usage: ${LAB} new NAME`)], [0, true]);
  });
});

test("the order: each track has its heading with what is done of it, the next lesson is marked", () => {
  const [first, second] = lessons, done = new Set([first!.name]);
  assert.is(nextOf(lessons, done), second);
  assert.is(nextOf(lessons, new Set(lessons.map(({ name }) => name))), undefined);
  for (const language of LANGUAGES) {
    const headings = lessons.flatMap((lesson) => headingOf(lesson, language, done) ?? []);
    assert.is(headings.length, tracks.length);
    const { length } = tracks[0]!.lessons;
    assert.match(headings[0]!, `1/${length}`);
    for (const heading of headings) assert.ok(columns(heading) <= 37, heading);
    const marks = lessons.map((lesson) => {
      const line = entry(lesson, lessons, language, 40, done);
      assert.ok(columns(line) <= 40, line);
      return /^\S+ +([✔→*>]?)/.exec(line)![1];
    });
    assert.equal(marks, lessons.map((_, i) => i === 0 ? marks[0] : i === 1 ? marks[1] : ""));
    assert.ok(marks[0] !== marks[1] && marks[0] && marks[1]);
    // Heard, a mark says nothing: there it is a word.
    const heard = lessons.map((lesson) => entry(lesson, lessons, language, Infinity, done));
    assert.match(heard[0]!, language === "en" ? /\(done\)$/ : /（已完成）$/);
    assert.match(heard[1]!, language === "en" ? /\(next\)$/ : /（下一课）$/);
    assert.not.match(heard.join(), /[✔→]/);
  }
});

inTerminal(
  test,
  "the menu: headings until something is typed; a program of one's own",
  async () => {
    await temporary(async (folder) => {
      for (const language of LANGUAGES) {
        const en = language === "en", name = `mine_${language}`;
        using terminal = open("repl.ts", {
          cwd: folder,
          columns: 60,
          rows: 50,
          words: ["--lang", language],
        });
        await terminal.see(
          new RegExp(`\n ${tracks[0]!.title[language]}.*\n❯ ${lessons[0]!.name} .*→`),
        );
        await terminal.see(`\n ${tracks.at(-1)!.title[language]}`);
        terminal.type("own");
        await terminal.see(en ? /own\n❯ a program of your own/ : /own\n❯ 写自己的程序/);
        terminal.type(ENTER);
        await terminal.see(
          en ? /name: what is it called \(counter\)/ : /名字：程序叫什么 \(counter\)/,
        );
        terminal.type("3x" + ENTER);
        await terminal.see('"3x"');
        terminal.type("\b\b" + name + ENTER);
        await terminal.see(`explore my/${name}.ts`);
        await terminal.see(en ? "Which lesson?" : "选哪一课");
        terminal.type(CTRL_C);
        await end(terminal, 130);
        assert.ok(existsSync(join(folder, "my", `${name}.ts`)));
      }
    });
  },
);

test.run();
