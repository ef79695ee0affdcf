/** What the comparison of runtimes says, in both languages. */

import type { Language, Text } from "../../lesson/language.ts";
import { lab } from "../../lesson/called.ts";

const WORDS = {
  where: { en: "runtime", zh: "运行时" },
  result: { en: "result", zh: "结果" },
  invariant: { en: "invariant", zh: "不变式" },
  time: { en: "time", zh: "用时" },
  startUp: { en: "start-up", zh: "启动" },
  held: { en: "held", zh: "成立" },
  broke: { en: "broken", zh: "被破坏" },
  point: { en: "broken, as meant", zh: "被破坏（要演示的）" },
  luck: { en: "held, by luck", zh: "成立（碰巧）" },
  failed: { en: "failed", zh: "运行失败" },
  stopped: { en: "stopped", zh: "已停止" },
  running: { en: "runs on", zh: "正在运行：" },
  legend: {
    en: "Time: the lesson alone. Start-up: what the process took besides, to begin and to end.",
    zh: "用时：只算课程本身。启动：进程除此之外用的时间，包括开始和结束。",
  },
  why: { en: "What differs, and why", zh: "哪里不同，为什么" },
  code: { en: "exit code", zh: "退出码" },
  signal: { en: "signal", zh: "信号" },
  none: {
    en: `Name a lesson: ${lab} compare lock --threads 4`,
    zh: `请写出课程名：${lab} compare lock --threads 4`,
  },
  absent: {
    en: "not found here, so it is not in the table",
    zh: "这台机器上没有找到，所以不在表里",
  },
  old: {
    en: "too old here: the Python twins need 3.9 or later",
    zh: "版本太旧：对照程序需要 Python 3.9 或更高版本",
  },
  twin: { en: "this lesson has no Python twin", zh: "这一课没有 Python 对照程序" },
  nowhere: {
    en: "Nothing was found that can run it.",
    zh: "没有找到可以运行它的程序。",
  },
  unfinished: {
    en: "Stopped: this is what was known by then. Not run: ",
    zh: "已停止，以上是到那时为止的结果。没有运行：",
  },
  all: {
    en: "Stopped: this is what was known by then.",
    zh: "已停止，以上是到那时为止的结果。",
  },
} satisfies Record<string, Text>;

/** The words in `language`. */
export function comparingWords(language: Language): (word: keyof typeof WORDS) => string {
  return (word) => WORDS[word][language];
}

/** Those words. */
export type ComparingWords = ReturnType<typeof comparingWords>;

/** "compare lock: 2 threads..." above the table. */
export function headline(name: string, title: string, flags: string): string {
  return `${name}${flags === "" ? "" : ` ${flags}`}  ${title}`;
}
