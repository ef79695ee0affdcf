/** What `explore`, `step` and `replay` say, in both languages. */

import type { Language, Text } from "../../lesson/language.ts";
import { lab } from "../../lesson/called.ts";
import type { Exploring } from "./names.ts";

const WORDS = {
  noTarget: {
    en: "say what is to be explored: a lesson, or a file of your own as my.ts#scenario",
    zh: "请写出要探索什么：课程名，或者自己的文件，例如 my.ts#scenario",
  },
  noSchedule: {
    en: "say which schedule is to be replayed, as explore gave it: replay lock 0110-5.k3f",
    zh: "请写出要重放哪种次序（explore 会给出它），例如 replay lock 0110-5.k3f",
  },
  progress: { en: "executions", zh: "次执行" },
  remaining: { en: "left", zh: "后结束" },
  orders: { en: "orders", zh: "种次序" },
  switches: { en: "forced switches", zh: "次强制切换" },
  thrown: { en: "The error was thrown at ", zh: "错误抛出的位置：" },
  again: { en: "Again, step by step: ", zh: "一步一步重放：" },
  repaired: { en: "Repaired, in every order: ", zh: "修好之后，再看所有次序：" },
  passing: { en: "To compare, an order that ends well: ", zh: "对照一种能顺利结束的次序：" },
  own: { en: "Be the scheduler yourself: ", zh: "自己来当调度器：" },
  explored: { en: "Explored with: ", zh: "探索时取的值：" },
  proved: {
    en: "Nothing can go wrong with these values, whoever is faster.",
    zh: "取这些值时，无论谁快谁慢，都不会出错。",
  },
  tooMany: {
    en: "Not everything was covered: there are more states than can be kept. Try smaller values.",
    zh: "没有覆盖全部次序：状态太多，记不下了。请把值取小一些。",
  },
  smaller: {
    en: "Not everything was covered. Try smaller values, or more time with --time SECONDS.",
    zh: "没有覆盖全部次序。请把值取小一些，或者用 --time 秒数 多给一些时间。",
  },
  stopped: { en: "Stopped. What is known so far:", zh: "已停止。到目前为止知道的是：" },
  whoNext: { en: "Who goes on?", zh: "下一步谁执行？" },
  undo: { en: "undo a step", zh: "退回一步" },
  hint: { en: "a hint", zh: "提示" },
  restart: { en: "from the start", zh: "从头开始" },
  leave: { en: "leave", zh: "离开" },
  ended: { en: "And now?", zh: "接下来做什么？" },
  broke: { en: "You have broken it.", zh: "你让它出错了。" },
  whole: {
    en: "It ended well this time. Another order may not.",
    zh: "这次顺利结束了。换一种次序也许就不行。",
  },
  noHint: {
    en: "No way to a failure was found from here.",
    zh: "从这里往下，没有找到会出错的次序。",
  },
  towards: { en: "Towards a failure: choose ", zh: "想让程序出错，下一步就选：" },
  left: { en: "steps to go", zh: "步之后出错" },
  preemptions: { en: "at most how many forced switches in one schedule", zh: "最多几次强制切换" },
  executions: { en: "at most how many executions", zh: "最多执行多少次" },
  time: { en: "how long to search", zh: "搜索多久" },
  count: {
    en: "count all schedules, also after a failure; this takes at most a tenth of --time",
    zh: "数出全部次序，出错之后也继续数，至多用 --time 的十分之一",
  },
  random: {
    en: "only so many schedules, at random; 0: all",
    zh: "改为随机抽几种次序；0 表示不抽，试遍全部",
  },
  seed: { en: "the seed of the random schedules", zh: "随机数种子" },
  steps: {
    en: "up to which step other choices are tried; twice as many are endless",
    zh: "在前多少步之内换着选，之后的算没有覆盖；达到它的两倍算无休止",
  },
  early: {
    en: "waits with a timeout may end at any time, not only when nobody else can go on",
    zh: "带超时的等待随时可能到期，而不只是在谁都走不动的时候",
  },
  output: { en: "show what the program prints", zh: "显示程序打印的内容" },
  spurious: {
    en: "waits on conditions may also end for no reason",
    zh: "条件变量的等待也可能无故结束",
  },
} satisfies Record<string, Text>;

/** These words in `language`. */
export function exploringWords(language: Language): (word: keyof typeof WORDS) => string {
  return (word) => WORDS[word][language];
}

/** Both languages of a word, for declarations. */
export function both(word: keyof typeof WORDS): Text {
  return WORDS[word];
}

/** The sentence about orders that were not all counted, and about how many there may be. */
export function uncounted(likely: string | null, language: Language): string {
  return {
    en: `There was no time to count all orders${
      likely === null ? "" : `; there are about ${likely}`
    }.`,
    zh: `次序太多，没有数完${likely === null ? "" : `，大约有 ${likely} 种`}。`,
  }[language];
}

/** The sentence about orders that are longer than may be. */
export function tooLong(steps: number, language: Language): string {
  return {
    en:
      `Not everything was covered: some orders have more than ${steps} steps. Try smaller values, ` +
      `or more with --steps N.`,
    zh: `没有覆盖全部次序：有的次序超过 ${steps} 步。请把值取小一些，或者用 --steps N 放宽。`,
  }[language];
}

/** For whom or what somebody waits. */
export function waiting(
  { object, waitsFor }: { readonly object: string | null; readonly waitsFor: string | null },
  language: Language,
): string {
  const what = object ?? waitsFor, holder = waitsFor === what ? null : waitsFor;
  if (what === null) return { en: "(waits)", zh: "（在等待）" }[language];
  return {
    en: `(waits for ${what}${holder === null ? "" : `, which ${holder} holds`})`,
    zh: `（在等 ${what}${holder === null ? "" : `，它由 ${holder} 持有`}）`,
  }[language];
}

/** The sentence about a lesson that has no scenario. */
export function noScenario(name: string, able: readonly string[], language: Language): string {
  return {
    en: `${name} cannot be explored: it shares no memory between threads. ` +
      `What can be: ${able.join(", ")}, or a file of your own as my.ts#scenario`,
    zh: `${name} 不能探索：它没有在线程之间共享内存。可以探索的有 ${able.join("、")}，` +
      `或者自己的文件，例如 my.ts#scenario`,
  }[language];
}

/** The sentence about a word that is no schedule. */
export function noSuchSchedule(given: string, language: Language): string {
  return {
    en: `a schedule must be one that explore gave, such as 0110-5.k3f: got ${
      JSON.stringify(given)
    }`,
    zh: `次序必须是 explore 给出的那种，例如 0110-5.k3f：收到的是 ${JSON.stringify(given)}`,
  }[language];
}

/** The sentence about the flags of a recording, which shows what really happened. */
export function notRecorded(command: Exploring, language: Language): string {
  return {
    en: `${command} records nothing, so it takes no --timeline, --trace or --html: those are for ` +
      `a run. It always draws the order it found`,
    zh: `${command} 不做记录，所以没有 --timeline、--trace 和 --html：它们用于真正的运行。` +
      `找到的次序由 ${command} 自己画出来`,
  }[language];
}

/** The sentence about a file that cannot be used. */
export function noExport(path: string, name: string, why: string, language: Language): string {
  return {
    en: `Cannot explore ${path}#${name}: ${why}`,
    zh: `无法探索 ${path}#${name}：${why}`,
  }[language];
}

/** The help of the three commands. */
export function exploringHelp(language: Language): string {
  return {
    en: `every interleaving of a lesson with shared memory, or of your own program

Usage: ${lab} explore LESSON [flags]          every order: a proof, or the smallest failure
       ${lab} step LESSON [flags]             you decide who goes on, step by step
       ${lab} replay LESSON SCHEDULE [flags]  one schedule again, as explore gave it
       LESSON may be a file of yours that exports a scenario: path/to/my.ts#scenario

Exit code: 0 holds (or: that schedule ends well), 1 fails, 2 bad usage,
3 open: not everything was covered, 130 interrupted`,
    zh: `把共享内存的课程或你自己的程序，按所有交错次序都检查一遍

用法：${lab} explore 课程 [参数]          试遍每一种次序：证明不出错，或找到最简单的出错方式
      ${lab} step 课程 [参数]             由你决定谁走下一步
      ${lab} replay 课程 次序 [参数]      按 explore 给出的次序重放
      课程 也可以是自己的文件，它导出一个 scenario：path/to/my.ts#scenario

退出码：0 成立（或该次序顺利结束），1 出错，2 用法错误，3 未定：没有覆盖全部次序，130 被中断`,
  }[language];
}
