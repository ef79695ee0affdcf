/**
 * The suite of the lessons as scripts: wrong values, --help, and the smallest and largest value of
 * every parameter.
 */
// deadline: 900 s

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readFlags } from "../../lib/lesson/flags.ts";
import { columns } from "../../lib/columns.ts";
import { type Language, LANGUAGES } from "../../lib/lesson/language.ts";
import type { NumberParameter as Largest } from "../../lib/lesson/parameters.ts";
import { lessons, tracks } from "../../scripts/index.ts";
import { major, runtime, spawnScript, within } from "../kit.ts";
import { open } from "../tools/lab.ts";
import { inLanguage, light, runnable } from "../tools/lessons.ts";
import { opener } from "../tools/pty.ts";

const test = suite("lesson values");

test("a script says in one line what is wrong and ends with 2; nothing else is printed", async () => {
  const wrong: Record<string, string[]> = {
    lock: ["--threads", "1e9"],
    pool: ["--pool", "-1"],
    thread: ["--delay", "NaN"],
    process: ["--message"],
    coroutine: ["--threadz", "3"],
    cancel: ["--speed", "fast"],
  };
  for (const [i, [name, args]] of Object.entries(wrong).entries()) {
    const language = LANGUAGES[i % LANGUAGES.length]!;
    const ended = await spawnScript(`scripts/${name}.ts`, { args, env: inLanguage(language) });
    assert.is(ended.code, 2, ended.output);
    assert.is(ended.stdout, "");
    assert.match(ended.stderr, /^[^\n]+\n$/);
    assert.ok(ended.stderr.includes(args[0]!), ended.stderr);
    assert.is(/[\u4e00-\u9fff]/.test(ended.stderr), language === "zh");
  }
});

test("--help of a script ends with 0 and runs nothing", async () => {
  for (const { lessons: [lesson] } of tracks) {
    const { name, title } = lesson!;
    const ended = await spawnScript(`scripts/${name}.ts`, { args: ["--help", "--lang", "zh"] });
    assert.is(ended.code, 0, ended.output);
    assert.is(ended.stderr, "");
    assert.ok(ended.stdout.startsWith(`${name}  ${title.zh}`), ended.stdout);
  }
});

const VERDICT = { en: /(^|\n)Invariant held: /, zh: /(^|\n)不变式成立：/ };

/** What a report says to try can be tried: its flags and values are allowed. */
function canBeTried(name: string, report: string, language: Language): void {
  const { parameters } = lessons.find((lesson) => lesson.name === name)!;
  const asked = { en: "Try ", zh: "试试 " }[language], line = report.replace(/\s+/g, " ");
  const at = line.lastIndexOf(asked), advice = at < 0 ? "" : line.slice(at);
  const words = advice.match(/--[a-z-]+( \d[\d.]*)?/g)?.map((word) => word.replace(/\.$/, "")) ??
    [];
  const { wrong } = readFlags(words.flatMap((word) => word.split(" ")), parameters, () => "C");
  assert.is(wrong, undefined, `${name}: ${advice}`);
}

const FASTEST = ["--speed", "100000"];

/** The invariant holds, nothing is left running, and what is said to try can be tried. */
async function holds(name: string, args: readonly string[], language: Language): Promise<void> {
  const ended = await spawnScript(`scripts/${name}.ts`, {
    args: [...args, ...FASTEST],
    env: inLanguage(language),
    deadline: 120_000,
  });
  assert.is(ended.code, 0, `${args}: ${ended.output}`);
  assert.is(ended.stderr, "");
  assert.is(ended.leftBehind, 0);
  assert.match(ended.stdout, VERDICT[language]);
  canBeTried(name, ended.stdout, language);
}

/** The same in a terminal, where no line may be longer than it is wide. */
async function fits(
  name: string,
  args: readonly string[],
  language: Language,
  wide: number,
): Promise<void> {
  const words = [...args, ...FASTEST, "--lang", language], env = { NO_COLOR: "1" };
  using terminal = open(`scripts/${name}.ts`, { columns: wide, words, env });
  const code = await within(120_000, terminal.ended, `the end of ${name} ${args}`);
  assert.is(code, 0, `${args}: ${terminal.text}`);
  assert.match(terminal.text, VERDICT[language]);
  canBeTried(name, terminal.text, language);
  for (const line of terminal.lines) {
    const long = `${name} ${args}, ${language}, ${columns(line)} of ${wide}: ${line}`;
    assert.ok(columns(line) <= wide, long);
  }
}

/** A text of so many characters, in words: one that is a single word cannot be broken. */
const longest = (characters: number) => "word ".repeat(characters).slice(0, characters - 1) + "x";

/** This runtime's share of the largest values: each is tried on an older and a newer kind of runtime. */
const share = runtime === "bun" || (runtime === "node" && major < 24) ? 0 : 1;

// A largest value is run with all others small, so that it is over soon. Languages and widths take turns.
let count = 0;
for (const [at, { name, parameters }] of runnable.entries()) {
  const language = LANGUAGES[at % 2]!;
  const flags = Object.entries(parameters).filter(([, { kind }]) => kind !== "switch");
  const largest = flags.map(([flag, parameter]) => {
    const value = parameter.kind === "text" ? longest(parameter.max) : (parameter as Largest).max;
    const turn = count++;
    return { flag: `--${flag}=${value}`, turn, language: LANGUAGES[(turn >> 1) % 2]! };
  });

  test(`${name} runs with the smallest values`, async () => {
    const smallest = flags.map(([flag, parameter]) =>
      `--${flag}=${parameter.kind === "text" ? "主" : (parameter as Largest).min}`
    );
    await holds(name, smallest, language);
  });

  test(`${name} runs with each largest value, in both languages, at 40 and 120 columns`, async () => {
    for (const { flag, turn, language } of largest.filter(({ turn }) => turn % 2 === share)) {
      const args = [...light[name]!, flag];
      const wide = (turn >> 2) % 2 === 0 ? 40 : 120;
      if (opener === undefined) await holds(name, args, language);
      else await fits(name, args, language, wide);
    }
  });
}

test.run();
