/** What is said of programs of one's own that are run by the lab, in both languages. */

import type { Language, Text } from "../../lesson/language.ts";
import { lab } from "../../lesson/called.ts";

const WORDS = {
  where: { en: "runtime", zh: "运行时" },
  code: { en: "exit code", zh: "退出码" },
  time: { en: "time", zh: "用时" },
  last: { en: "last line", zh: "最后一行" },
  running: { en: "runs on ", zh: "正在运行：" },
  nothing: { en: "(no output)", zh: "（没有输出）" },
  stopped: { en: "stopped", zh: "已停止" },
  differs: { en: "What differs", zh: "哪里不同" },
  output: { en: "what it prints", zh: "打印的内容" },
  same: {
    en: "Nothing differs but the time: the exit code and all that it prints are the same.",
    zh: "除了用时没有不同：退出码和打印的内容都一样。",
  },
  once: {
    en: "Each ran once, in one order of its threads. Every order: ",
    zh: "每个运行时只运行了一次，只看到线程的一种次序。看所有次序：",
  },
  nowhere: { en: "Nothing was found that can run it.", zh: "没有找到可以运行它的程序。" },
  notRun: { en: "Stopped. Not run: ", zh: "已停止。没有运行：" },
  none: {
    en: `Name a program or a lesson: ${lab} trace my/counter.ts`,
    zh: `请写出程序或课程：${lab} trace my/counter.ts`,
  },
  kept: { en: "Kept in ", zh: "记录保存在 " },
  unrecorded: {
    en:
      "Nothing was recorded: the program has to call main(import.meta, ...) of threading, and to reach that line.",
    zh: "没有记录到内容：程序需要调用 threading 的 main(import.meta, ...)，并且能执行到那里。",
  },
  absent: { en: "not found: ", zh: "没有找到：" },
} satisfies Record<string, Text>;

/** The words in `language`. */
export function programWords(language: Language): (word: keyof typeof WORDS) => string {
  return (word) => WORDS[word][language];
}

/** The help of `trace`. */
export function traceHelp(language: Language): string {
  return {
    en: `records a program's run, and shows what its threads, processes and tasks did

Usage: ${lab} trace PATH                the timeline below what the program prints
       ${lab} trace PATH --html FILE    a page to zoom and search
       ${lab} trace PATH --trace FILE   for Perfetto
       ${lab} trace PATH -- words       arguments for the program itself
       ${lab} trace LESSON [flags]      a lesson

Exit code: the program's own; 2 bad usage`,
    zh: `运行一个程序并记录下来，展示它的线程、进程和任务做了什么

用法：${lab} trace 路径                在程序的输出下面显示时间线
      ${lab} trace 路径 --html 文件    一个可以缩放、搜索的网页
      ${lab} trace 路径 --trace 文件   可在 Perfetto 中打开
      ${lab} trace 路径 -- 参数...     传给程序本身的参数
      ${lab} trace 课程 [参数]         一课

退出码：和程序自己的相同；2 用法错误`,
  }[language];
}

/** The help of `compare`. */
export function compareHelp(language: Language): string {
  return {
    en: `runs a program on every runtime that is found, and says what differs

Usage: ${lab} compare PATH             a table
       ${lab} compare PATH --json      the same, for programs to read
       ${lab} compare PATH -- words    arguments for the program itself
       ${lab} compare LESSON [flags]   a lesson, in Python too, and why they differ

Exit code: 0 it ended with 0 on each, 1 it did not, 2 bad usage, 130 interrupted`,
    zh: `在找到的每个运行时上各运行一次程序，并说明哪里不同

用法：${lab} compare 路径             一张表
      ${lab} compare 路径 --json      同样的内容，供程序读取
      ${lab} compare 路径 -- 参数...  传给程序本身的参数
      ${lab} compare 课程 [参数]      一课，也用 Python 运行，并说明为什么不同

退出码：0 每次的退出码都是 0，1 有的不是 0，2 用法错误，130 被中断`,
  }[language];
}
