/** `npm start -- new NAME`: a program of ten lines, in my/, to begin one's own from. */

import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { isPackage } from "../runtime/home.ts";
import { write } from "../system/output.ts";
import { wrapped } from "../columns.ts";
import { env } from "../runtime/current.ts";
import { readFlags } from "../lesson/flags.ts";
import type { Language, Text } from "../lesson/language.ts";
import { quoted } from "../lesson/parameters.ts";
import { room } from "../lesson/style.ts";
import { puzzles } from "../../scripts/puzzles/index.ts";
import { lab } from "../lesson/called.ts";
import { copyOf, library } from "./puzzles/copy.ts";

/** What a program of one's own may be called. */
export const NAME = /^[A-Za-z][\w-]{0,39}$/;

/** The program. It is right when it is lucky, so that there is something to find. */
function program(path: string): string {
  const type = (annotation: string) => isPackage ? "" : `: ${annotation}`;
  return `/** Every order of its steps: ${lab} explore ${path} */
import assert from "node:assert/strict";
import { main, print, Thread, Value } from "${library()}threading.${isPackage ? "js" : "ts"}";

export function add(total${type("Value")}) {
  total.value += 1; // a read and a write: somebody may come between them
}

export function scenario() {
  const total = new Value("int32", 0, { name: "total" });
  const threads = [1, 2].map(() => new Thread({ target: add, args: [total] }));
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.joinSync();
  assert.equal(total.value, 2);
  return total.value;
}

main(import.meta, () => print(scenario()));
`;
}

/** The sentence about a name that cannot be. */
export function badName(name: string, language: Language): { wrong: string } {
  return {
    wrong: {
      en: "the name of your program must be a letter, then up to 39 letters, digits, _ or -: " +
        `got ${quoted(name)}`,
      zh: `程序名必须以字母开头，后面最多 39 个字母、数字、_ 或 -：收到的是 ${quoted(name)}`,
    }[language],
  };
}

/** Writes the program `name`: what to do with it, or why there is none. */
export function makeOwn(name: string, language: Language): { made: string } | { wrong: string } {
  if (!NAME.test(name)) return badName(name, language);
  const { file, shown } = copyOf(name);
  if (puzzles.some((puzzle) => puzzle.name === name) || existsSync(file)) {
    return {
      wrong: {
        en: existsSync(file)
          ? `${shown} is there already: take another name, or remove it first`
          : `${name} is a puzzle, whose copy is ${shown}: take another name`,
        zh: existsSync(file)
          ? `${shown} 已经存在：请换一个名字，或者先删除它`
          : `${name} 是一道谜题，${shown} 是它的副本：请换一个名字`,
      }[language],
    };
  }
  const path = shown.replace(/^\.[\\/]/, "");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, program(path));
  return { made: MADE(path)[language] };
}

/** The commands have lines of their own: what is typed into a shell is not broken. */
const MADE = (path: string): Text => ({
  en: `Your program, for any editor: ${path}
Every order of its steps:
  ${lab} explore ${path}
Be the scheduler yourself:
  ${lab} step ${path}
What a run did, on a timeline:
  ${lab} trace ${path}
On every runtime that is here:
  ${lab} compare ${path}`,
  zh: `你的程序，用任何编辑器都可以改：${path}
看所有可能的交错次序：
  ${lab} explore ${path}
自己来当调度器：
  ${lab} step ${path}
在时间线上看一次运行做了什么：
  ${lab} trace ${path}
在这里的每个运行时上各运行一次：
  ${lab} compare ${path}`,
});

const HELP: Text = {
  en: `a program of ten lines with a scenario, in my/, to begin your own from

Usage: ${lab} new NAME

Exit code: 0 written, 2 bad usage, or it is there already`,
  zh: `在 my/ 里生成一个十行的程序供你修改，导出的 scenario 函数可以探索

用法：${lab} new 名字

退出码：0 已写好，2 用法错误，或者程序已经存在`,
};

/** Runs the command with the words behind it. The answer is the exit code. */
export function newProgram(words: readonly string[], wished: Language): number {
  const [first, ...others] = words;
  const named = first !== undefined && !first.startsWith("-");
  const flags = named ? others : [first, ...others].filter((word) => word !== undefined);
  const { help, wrong, language } = readFlags(["--lang", wished, ...flags], {}, env);
  if (wrong === undefined && help) {
    write(1, `${wrapped(HELP[language], room(1))}\n`);
    return 0;
  }
  const done = wrong === undefined ? makeOwn(named ? first : "", language) : { wrong };
  if ("wrong" in done) {
    write(2, `${wrapped(done.wrong, room(2))}\n`);
    return 2;
  }
  write(1, `${done.made}\n`);
  return 0;
}
