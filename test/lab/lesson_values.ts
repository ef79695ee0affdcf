/**
 * The suite of the lessons as scripts: wrong values, --help, and the smallest and largest value of
 * every parameter.
 */
// deadline: 900 s
// in a whole run: node24, bun

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readFlags } from "../../lib/lesson/flags.ts";
import { LANGUAGES } from "../../lib/lesson/language.ts";
import { lessons, tracks } from "../../scripts/index.ts";
import { spawnScript } from "../kit.ts";
import { inLanguage, light, runnable } from "../tools/lessons.ts";

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

/** What a report says to try can be tried: its flags and values are allowed. */
function canBeTried(name: string, report: string): void {
  const { parameters } = lessons.find((lesson) => lesson.name === name)!;
  const advice = /试试 (.*)/.exec(report)?.[1] ?? "";
  const words = advice.match(/--[a-z-]+( \d[\d.]*)?/g) ?? [];
  const { wrong } = readFlags(words.flatMap((word) => word.split(" ")), parameters, () => "C");
  assert.is(wrong, undefined, `${name}: ${advice}`);
}

async function holds(name: string, args: readonly string[]): Promise<void> {
  const ended = await spawnScript(`scripts/${name}.ts`, {
    args: [...args, "--speed", "100000"],
    env: inLanguage("zh"),
    deadline: 120_000,
  });
  assert.is(ended.code, 0, `${args}: ${ended.output}`);
  assert.is(ended.stderr, "");
  assert.is(ended.leftBehind, 0);
  assert.match(ended.stdout, /\n不变式成立：.*\n$/);
  canBeTried(name, ended.stdout);
}

for (const { name, parameters } of runnable) {
  // A largest value is run with all others small, so that it is over soon.
  test(`${name} runs with the smallest values, and with each largest one`, async () => {
    const smallest: string[] = [];
    for (const [flag, parameter] of Object.entries(parameters)) {
      if (parameter.kind === "switch") continue;
      const text = parameter.kind === "text";
      smallest.push(`--${flag}=${text ? "主" : parameter.min}`);
      const largest = text ? "x".repeat(parameter.max) : parameter.max;
      await holds(name, [...light[name]!, `--${flag}=${largest}`]);
    }
    await holds(name, smallest);
  });
}

test.run();
