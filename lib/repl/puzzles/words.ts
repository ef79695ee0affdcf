/** What `check` says, in both languages. */

import type { Language, Text } from "../../lesson/language.ts";
import { quoted } from "../../lesson/parameters.ts";
import { lab } from "../../lesson/called.ts";
import type { Changed } from "./fence.ts";

const WORDS = {
  puzzles: {
    en: "The puzzles: programs that break in some order of their threads, for you to fix",
    zh: "谜题：这些程序在某种线程次序下会出错，请你把它们修好",
  },
  which: { en: "Which puzzle?", zh: "选哪一道谜题？" },
  what: { en: "What do you do?", zh: "做什么？" },
  afterSolved: { en: "Solved. And now?", zh: "已经解出。接下来做什么？" },
  copy: { en: "Your copy: ", zh: "你的副本：" },
  check: { en: "check my copy", zh: "检查我的副本" },
  watch: { en: "check it on each save, until it is solved", zh: "每次保存都检查，直到解出" },
  step: { en: "break the given program by hand", zh: "亲手让原来的程序出错" },
  aHint: { en: "a hint", zh: "看提示" },
  show: { en: "show my copy", zh: "查看我的副本" },
  theSolution: { en: "how others do it", zh: "看别人的解法" },
  reset: { en: "begin anew with a fresh copy", zh: "换一份新的副本，从头开始" },
  next: { en: "next puzzle", zh: "下一道谜题" },
  all: { en: "all puzzles", zh: "所有谜题" },
  begin: { en: `Take one: ${lab} check `, zh: `做一道：${lab} check ` },
  see: { en: `Break it by hand: ${lab} step `, zh: `亲手让它出错：${lab} step ` },
  made: { en: "Your copy, for any editor: ", zh: "你的副本，用任何编辑器都可以改：" },
  kept: { en: "What you had is kept in ", zh: "原来的内容保留在 " },
  solved: { en: "SOLVED", zh: "解出" },
  proved: {
    en:
      "No order of its threads breaks it, and all that it should be able to do is still possible.",
    zh: "无论线程按什么次序执行都不会出错，该做到的事也都还能做到。",
  },
  not: { en: "NOT YET", zh: "还没有解出" },
  removed: {
    en: "Nothing breaks any more, but the work is not done: ",
    zh: "现在不会出错了，但该做的事没有做到：",
  },
  also: { en: "the scenario can wrongly end with ", zh: "scenario 可能得到不该有的结果 " },
  mend: { en: "Fix it without removing what it is for.", zh: "要修好它，不能把该做的事删掉。" },
  hint: { en: "A hint: ", zh: "提示：" },
  solution: { en: "How others do it: ", zh: "别人的解法：" },
  locked: {
    en: "The solution is shown after yours is proved. There are hints: --hint 1, 2, 3.",
    zh: "你的解法得到证明之后才能看答案。可以看提示：--hint 1、2、3。",
  },
  watching: {
    en: "Checked again whenever it is saved. Ctrl-C ends it.",
    zh: "每次保存都会重新检查，按 Ctrl-C 结束。",
  },
  unloadable: { en: "Your copy cannot be run: ", zh: "你的副本无法运行：" },
  jsonAlone: {
    en: "--json is for one check: leave --watch out",
    zh: "--json 只用于一次检查：不要加 --watch",
  },
} satisfies Record<string, Text>;

/** These words in `language`. */
export function puzzleWords(language: Language): (word: keyof typeof WORDS) => string {
  return (word) => WORDS[word][language];
}

/** What the flags are for. */
export const FLAGS = {
  watch: { en: "check again on each save, until it is solved", zh: "每次保存都重新检查，直到解出" },
  hint: { en: "how many hints to show; each says more", zh: "看几条提示，一条比一条具体" },
  solution: { en: "show the solution, once yours is proved", zh: "解出之后看答案" },
  reset: { en: "begin anew with a fresh copy", zh: "换一份新的副本，从头开始" },
  time: { en: "how long to search", zh: "搜索多久" },
} satisfies Record<string, Text>;

/** The help of the command. */
export function checkHelp(language: Language): string {
  return {
    en: `fix a program that breaks in some order of its threads; a proof says when it is done

Usage: ${lab} check                 the puzzles, and which are solved
       ${lab} check PUZZLE [flags]  makes your copy in my/ and explores it
       ${lab} step PUZZLE           break it as it is given, step by step

Exit code: 0 solved, 1 not yet, 2 bad usage, 3 open: not everything was covered, 130 interrupted`,
    zh: `把某种线程次序下会出错的程序修好；修好与否由证明说了算

用法：${lab} check               所有谜题，以及解出了哪些
      ${lab} check 谜题 [参数]   在 my/ 里建你的副本，并探索它
      ${lab} step 谜题           一步一步让原来的程序出错

退出码：0 已解出，1 还没有，2 用法错误，3 未定：没有覆盖全部次序，130 被中断`,
  }[language];
}

/** What is said of a copy in which something was changed that has to stay. */
export function changedText(
  name: string,
  file: string,
  { line, at }: Changed,
  language: Language,
): string {
  const reset = `${lab} check ${name} --reset`, place = at === undefined ? file : `${file}:${at}`;
  return {
    en: `This line says what must hold, and has to stay as it was given:\n  ${line}\n` +
      `${place} has something else ${
        at === undefined ? "instead" : "there"
      }. Put it back, or take a ` +
      `fresh copy (yours is kept): ${reset}`,
    zh: `这一行是题目的一部分，要保持原样：\n  ${line}\n` +
      `${place} ${
        at === undefined ? "里没有它" : "处和它不一样"
      }。请把它改回来，或者换一份新的副本` +
      `（你的会保留）：${reset}`,
  }[language];
}

/** The sentence about a puzzle that does not exist, with the one that was probably meant. */
export function unknownPuzzle(
  word: string,
  near: string | undefined,
  names: readonly string[],
  language: Language,
): string {
  return {
    en: `there is no puzzle ${quoted(word)}: ` +
      (near ? `did you mean ${near}? ` : "") + `The puzzles are ${names.join(", ")}`,
    zh: `没有 ${quoted(word)} 这道谜题：${near ? `是不是 ${near}？` : ""}谜题有 ${
      names.join("、")
    }`,
  }[language];
}
