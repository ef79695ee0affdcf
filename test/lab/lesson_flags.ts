/**
 * The suite of the declarations: flags, ranges, help and pictures, with the smallest, largest and
 * wrong values of every parameter.
 */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { columns, cut, padded, wrapped } from "../../lib/columns.ts";
import { flagsFor, readFlags } from "../../lib/lesson/flags.ts";
import { helpOf } from "../../lib/lesson/help.ts";
import { draw } from "../../lib/lesson/lanes.ts";
import { LANGUAGES, lines, localeLanguage } from "../../lib/lesson/language.ts";
import { type Parameter, range, read, standard } from "../../lib/lesson/parameters.ts";
import { nearest } from "../../lib/lesson/suggest.ts";
import { SEARCH } from "../../lib/repl/exploring/target.ts";
import { lessons } from "../../scripts/index.ts";
import { root } from "../kit.ts";
import { READMES, rowsIn, rowsOf } from "../tools/readme.ts";

const test = suite("lesson flags");
const noEnv = () => undefined;
const lock = lessons.find(({ name }) => name === "lock")!;

const flags = (...words: string[]) => readFlags(words, lock.parameters, noEnv);

test("without flags the values are the declared ones", () => {
  for (const lesson of lessons) {
    for (const language of LANGUAGES) {
      const { values, wrong, json, help, speed } = readFlags(
        ["--lang", language],
        lesson.parameters,
        noEnv,
      );
      assert.equal([wrong, json, help, speed], [undefined, false, false, 1]);
      for (const [name, parameter] of Object.entries(lesson.parameters)) {
        assert.is(values[name], standard(parameter, language));
      }
    }
  }
});

test("flags set values; the last one counts", () => {
  assert.equal(flags("--threads", "4", "--no-lock", "--initial=-5").values, {
    threads: 4,
    iterations: 200_000,
    initial: -5,
    lock: false,
  });
  assert.is(flags("--threads", "4", "--threads", "5").values["threads"], 5);
  assert.is(flags("--no-lock", "--lock").values["lock"], true);
  assert.is(flags("--initial", "-1000000000").values["initial"], -1_000_000_000);
  assert.is(flags("--iterations", "1e3").values["iterations"], 1000);
  assert.is(Object.is(flags("--initial", "-0").values["initial"], 0), true);
  assert.is(flags("--speed", "0.5").speed, 0.5);
  assert.is(flags("--json").json, true);
});

/** Texts that no number parameter takes. */
const NO_NUMBERS = ["ten", "", " ", "NaN", "Infinity", "0x10", "1_000", "1,5", "1e9", "１", "3 4"];

/** What `parameter` must refuse. */
function wrongValues(parameter: Parameter): string[] {
  if (parameter.kind === "switch") return [];
  if (parameter.kind === "text") return ["", "x".repeat(parameter.max + 1), "two\nlines"];
  const { min, max } = parameter;
  const beyond = [String(max + 1), String(min - 1)];
  const kinds = parameter.kind === "whole" ? ["1.5", String(min + 0.5)] : ["-0.001"];
  return [...NO_NUMBERS.filter((text) => Number(text) !== 1e9 || max < 1e9), ...beyond, ...kinds];
}

test("every wrong value of every parameter is named with the flag and its range", () => {
  let tried = 0;
  for (const { name: lesson, parameters } of lessons) {
    for (const [name, parameter] of Object.entries(parameters)) {
      for (const given of wrongValues(parameter)) {
        for (const language of LANGUAGES) {
          const words = [`--${name}=${given}`, "--lang", language];
          const { wrong = "" } = readFlags(words, parameters, noEnv);
          const place = `${lesson} ${words}: ${wrong}`;
          assert.ok(wrong.startsWith(`--${name} `), place);
          assert.ok(wrong.includes(range(parameter, language)), place);
          assert.ok(wrong.includes(JSON.stringify(given).slice(0, 20)), place);
          assert.not.match(wrong, "\n");
          assert.is(/[\u4e00-\u9fff]/.test(wrong), language === "zh", place);
          tried++;
        }
      }
    }
  }
  assert.ok(tried > 400, `${tried}`);
});

test("no lesson that can be explored has a flag that is one of the search", () => {
  const able = lessons.filter(({ explore }) => explore);
  assert.ok(able.length > 5);
  for (const { name, parameters } of able) {
    assert.equal(Object.keys(parameters).filter((flag) => Object.hasOwn(SEARCH, flag)), [], name);
  }
});

test("the smallest and largest value of every parameter are taken", () => {
  for (const { parameters } of lessons) {
    for (const [name, parameter] of Object.entries(parameters)) {
      if (parameter.kind === "switch") continue;
      const edges = parameter.kind === "text"
        ? ["x", "主".repeat(parameter.max)]
        : [String(parameter.min), String(parameter.max)];
      for (const edge of edges) {
        const { wrong, values } = readFlags([`--${name}`, edge], parameters, noEnv);
        assert.is(wrong, undefined);
        assert.is(String(values[name]), edge);
      }
    }
  }
});

test("unknown flags, stray words and missing values are refused in both languages", () => {
  const cases: [string[], RegExp, RegExp][] = [
    [
      ["--threadz", "3"],
      /--threadz.*"3".*--threads.*1 to 64/,
      /--threadz.*"3".*--threads.*1 到 64/,
    ],
    [["--no-lokc"], /--no-lokc.*--lock/, /--no-lokc.*--lock/],
    [["--frob"], /--frob.*--threads, --iterations/, /--frob.*--threads、--iterations/],
    [["--constructor", "1"], /no flag --constructor/, /没有 --constructor/],
    [["--__proto__=1"], /no flag --__proto__/, /没有 --__proto__/],
    [["-x"], /no flag -x/, /没有 -x/],
    [["stray"], /"stray"/, /"stray"/],
    [["--", "stray"], /"stray"/, /"stray"/],
    [["--threads"], /--threads.*1 to 64.*no value/, /--threads.*1 到 64.*没有给出值/],
    [["--threads", "--no-lock"], /--threads.*no value/, /--threads.*没有给出值/],
    [["--threads", "-1"], /--threads.*"-1"/, /--threads.*"-1"/],
    [["--lock=3"], /--lock, --no-lock.*"3"/, /--lock、--no-lock.*"3"/],
    [["--json=yes"], /--json.*"yes"/, /--json.*"yes"/],
    [["--speed", "0"], /--speed.*0\.01 to 100000.*"0"/, /--speed.*0\.01 到 100000.*"0"/],
    [["--speed", "fast"], /--speed.*"fast"/, /--speed.*"fast"/],
  ];
  for (const [words, en, zh] of cases) {
    assert.match(flags(...words, ...(words[0] === "--" ? [] : ["--lang", "en"])).wrong ?? "", en);
    assert.match(flags("--lang", "zh", ...words).wrong ?? "", zh);
  }
  assert.match(flags("--lang", "fr").wrong ?? "", /^--lang must be zh or en: got "fr"$/);
  assert.match(flags("--lang").wrong ?? "", /^--lang must be zh or en: no value given$/);
});

test("--help comes before any refusal", () => {
  assert.is(flags("--threads", "0", "--help").help, true);
  assert.is(flags("-h").help, true);
});

test("flagsFor() gives the flags that ask for the values, and only those needed", () => {
  const { values } = flags("--threads", "4", "--no-lock");
  assert.equal(flagsFor(values, 1, lock.parameters, "en"), ["--threads", "4", "--no-lock"]);
  const child = lessons.find(({ name }) => name === "process")!;
  for (const message of ["-x", "--delay 3", "it's", "你好，子进程", " "]) {
    const words = flagsFor({ message, processes: 1, delay: 10 }, 2, child.parameters, "en");
    const again = readFlags(words, child.parameters, noEnv);
    assert.equal([again.wrong, again.values["message"], again.speed], [undefined, message, 2]);
  }
});

test("the language is --lang, else LC_ALL, LC_MESSAGES, LANG; what is not Chinese is English", () => {
  const language = (env: Record<string, string>) => localeLanguage((name) => env[name]);
  assert.is(language({ LANG: "zh_CN.UTF-8" }), "zh");
  assert.is(language({ LANG: "zh_TW" }), "zh");
  assert.is(language({ LANG: "zh" }), "zh");
  assert.is(language({ LANG: "zh_CN.UTF-8", LC_MESSAGES: "de_DE" }), "en");
  assert.is(language({ LC_MESSAGES: "zh_CN", LANG: "C" }), "zh");
  assert.is(language({ LC_ALL: "C", LC_MESSAGES: "zh_CN" }), "en");
  assert.is(language({ LC_ALL: "", LANG: "zh_HK" }), "zh");
  assert.is(language({ LANG: "zha_CN" }), "en");
  assert.is(language({}), "en");
  const zh = (name: string) => name === "LANG" ? "zh_CN" : undefined;
  assert.is(readFlags([], lock.parameters, zh).language, "zh");
  assert.is(readFlags(["--lang", "en"], lock.parameters, zh).language, "en");
});

test("every text is there in both languages, and English has no Chinese in it", () => {
  for (const { title, about, parameters } of lessons) {
    const texts = [title, about, ...Object.values(parameters).map((parameter) => parameter.about)];
    for (const { en, zh } of texts) {
      assert.ok(en !== "" && !/[\u3000-\u9fff\uff00-\uffef]/.test(en), en);
      assert.match(zh, /[\u4e00-\u9fff]/);
      assert.not.match(zh, /[\u4e00-\u9fff][,;:?!]/); // Chinese has punctuation of its own
    }
  }
});

test("every title fits beside its name in a menu of 40 columns", () => {
  const names = Math.max(...lessons.map(({ name }) => name.length));
  for (const { title } of lessons) {
    for (const language of LANGUAGES) assert.ok(columns(title[language]) <= 35 - names, title.en);
  }
});

test("--help names every parameter with its range and default, within the width", () => {
  for (const lesson of lessons) {
    for (const language of LANGUAGES) {
      for (const width of [40, 80, Infinity]) {
        const help = helpOf(lesson, language, width);
        const joined = help.replace(/\s+/g, "");
        for (const [name, parameter] of Object.entries(lesson.parameters)) {
          assert.match(help, `--${name}`);
          const limits = parameter.kind === "switch" ? "" : range(parameter, language);
          assert.ok(joined.includes(limits.replace(/\s+/g, "")), `${name} in\n${help}`);
        }
        for (const line of help.split("\n")) assert.ok(columns(line) <= width, line);
      }
    }
  }
});

test("columns(): a Chinese character takes two, a colour and an accent none", () => {
  assert.is(columns("abc"), 3);
  assert.is(columns("线程：ok"), 8);
  assert.is(columns("\x1b[31mred\x1b[0m"), 3);
  assert.is(columns("e\u0301"), 1);
  assert.is(columns(padded("线程", 10)), 10);
  assert.is(cut("线程执行完毕", 7), "线程执…");
  assert.is(cut("short", 7), "short");
});

test("wrapped() breaks between words and between Chinese characters, not before a comma", () => {
  assert.is(wrapped("one two three", 8), "one two\nthree");
  assert.is(wrapped("one two three", 8, 2), "one two\n  three");
  assert.is(wrapped("  --a long", 8, 4), "  --a\n    long");
  assert.is(wrapped("线程执行，完毕", 8), "线程执\n行，完毕");
  assert.is(wrapped("unbreakable", 4), "unbreakable");
  assert.is(wrapped("any thing", Infinity), "any thing");
  for (let width = 12; width < 60; width++) {
    const text = "线程（thread）在“读取、计算、写回”期间持有锁，其他 3 个线程插不进来。";
    for (const line of wrapped(text, width).split("\n")) {
      assert.ok(columns(line) <= width, `${width}: ${line}`);
      assert.not.match(line, /^[，。、）”]/);
    }
  }
});

test("draw() keeps to its width and shows who was longer", () => {
  const spans = (from: number, to: number) => [{ from, to }];
  const lanes = [{ name: "线程", spans: spans(0, 1) }, { name: "thread-2", spans: spans(1, 4) }];
  for (const width of [20, 40, 80, Infinity]) {
    const rows = draw({ lanes }, width);
    assert.is(rows.length, 3);
    for (const row of rows) assert.ok(columns(row) < width, row);
    const bar = (row: string) => row.split("█").length - 1;
    assert.ok(bar(rows[1]!) >= bar(rows[0]!));
    assert.is(columns(rows[0]!.split("│")[0]!), columns(rows[1]!.split("│")[0]!));
  }
  assert.equal(draw({ lanes: [{ name: "a", spans: spans(0, 0) }] }, 40), []);
  const many = Array.from({ length: 20 }, (_, i) => ({ name: `${i}`, spans: spans(0, 1) }));
  assert.is(draw({ lanes: many }, 40).length, 9);
});

test("nearest() finds what was meant, and nothing where nothing is near", () => {
  const words = ["threads", "iterations", "lock", "event_loop"];
  assert.is(nearest("threadz", words), "threads");
  assert.is(nearest("lokc", words), "lock");
  assert.is(nearest("iter", words), "iterations");
  assert.is(nearest("LOCK", words), "lock");
  assert.is(nearest("x", words), undefined);
  assert.is(nearest("banana", words), undefined);
});

test("lines() fills in the values", () => {
  const say = lines({
    en: { hello: (name: string, n: number) => `${name} ${n}`, bye: "bye" },
    zh: { hello: (name, n) => `${n} ${name}`, bye: "再见" },
  });
  assert.is(say("hello", "a", 1), "a 1");
  assert.is(say("bye"), "bye");
});

test("read() gives a switch and a text as they are meant", () => {
  assert.equal(read("lock", lock.parameters["lock"]!, "off", "en"), { value: false });
  assert.ok("wrong" in read("lock", lock.parameters["lock"]!, "maybe", "en"));
});

test("the tables in the READMEs are those of the declarations", () => {
  for (const language of LANGUAGES) {
    const markdown = readFileSync(join(root, READMES[language]), "utf8");
    // To renew them: node lib/runtime/launch.mjs test/tools/readme.ts
    assert.equal(rowsIn(markdown), rowsOf(lessons, language));
  }
});

test("each lesson is a script of its own, at most a screen and a half", () => {
  for (const { name } of lessons) {
    const path = join(root, "scripts", `${name}.ts`);
    assert.ok(existsSync(path), path);
    const text = readFileSync(path, "utf8");
    assert.ok(text.split("\n").length <= 80, `${name}: ${text.split("\n").length} lines`);
    assert.match(text, "main(import.meta, program);");
  }
});

test.run();
