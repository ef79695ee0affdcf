/** `--help` of the lab. */

import type { Language } from "../lesson/language.ts";
import { lab, menu } from "../lesson/called.ts";
import { wordsIn } from "./words.ts";

/** The words of the command line, and what each does. */
export function usage(language: Language, width: number): string {
  const rows: [string, string, string][] = [
    [menu, "the menu", "打开菜单"],
    [`${lab} list`, "the lessons and how to run each", "列出课程和运行方法"],
    [`${lab} LESSON [flags]`, "one lesson, with no questions", "直接运行一课"],
    [
      `${lab} LESSON --repeat 20`,
      "many runs: how often each outcome came",
      "运行多次：各种结果出现几次",
    ],
    [
      `${lab} LESSON --sweep threads=1..8`,
      "time and speed-up for each value",
      "逐个取值：用时与加速比",
    ],
    [`${lab} LESSON --help`, "its flags", "查看一课的参数"],
    [
      `${lab} explore LESSON`,
      "every interleaving: proof or failure",
      "试遍所有交错次序：证明不出错，或找到出错的一种",
    ],
    [`${lab} step LESSON`, "be the scheduler yourself", "自己当调度器"],
    [`${lab} replay LESSON SCHEDULE`, "one schedule again", "重放一种次序"],
    [
      `${lab} compare LESSON`,
      "on every runtime, and in Python",
      "在每个运行时和 Python 上各运行一次",
    ],
    [
      `${lab} trace PATH`,
      "a program of your own, recorded: its timeline",
      "运行并记录自己的程序：看它的时间线",
    ],
    [
      `${lab} compare PATH`,
      "a program of your own, on every runtime",
      "在每个运行时上运行自己的程序",
    ],
    [`${lab} check`, "the puzzles: fix what breaks", "谜题：修好会出错的程序"],
    [`${lab} new NAME`, "a program of your own, to explore", "写一个自己的程序来探索"],
    [`${lab} stats`, "what you got right so far", "到目前为止的成绩"],
    [`${lab} glossary WORD`, "what a word means", "解释一个词"],
    [
      `${lab} worker --help`,
      "runs tasks for other machines (see docs/distributed.md)",
      "替别的机器执行任务（见 docs/distributed.zh.md）",
    ],
    ["--lang zh|en", "the language", "语言"],
    ["--runtime node|deno|bun", "what it runs on", "在哪个运行时上运行"],
    [
      "--plain",
      "line by line, for screen readers (also ACCESSIBLE=1)",
      "逐行提问，适合读屏软件（也可设 ACCESSIBLE=1）",
    ],
    ["--no-state", "remember nothing", "什么也不记住"],
  ];
  const lines = rows.map(([words, en, zh]) => {
    const meaning = language === "zh" ? zh : en;
    return width < 80 ? `  ${words}\n      ${meaning}` : `  ${words.padEnd(42)}${meaning}`;
  });
  return `${wordsIn(language)("usage")}\n${lines.join("\n")}\n`;
}
