/** What `--repeat` and `--sweep` say, in both languages. */

import type { Language, Text } from "../../lesson/language.ts";

const WORDS = {
  repeat: { en: "how many times", zh: "运行多少次" },
  outcome: { en: "What came of it", zh: "各次的结果" },
  held: { en: "the invariant held", zh: "不变式成立" },
  broken: { en: "the invariant broke", zh: "不变式被破坏" },
  failed: { en: "it failed", zh: "运行失败" },
  others: { en: "others", zh: "其他" },
  time: { en: "Time", zh: "用时" },
  speedup: { en: "Speed-up", zh: "加速比" },
  ideal: { en: "ideal", zh: "理想" },
  which: { en: "Which parameter?", zh: "改变哪个参数？" },
  values: {
    en: "which values, as 1..8 or 1,2,4,8",
    zh: "取哪些值，例如 1..8 或 1,2,4,8",
  },
  stopped: { en: "Stopped. What was done until then:", zh: "已停止。到此为止的结果：" },
  nothing: { en: "Stopped before the first run had ended.", zh: "第一次运行还没有结束就停止了。" },
} satisfies Record<string, Text>;

/** These words in `language`. */
export function seriesWords(language: Language): (word: keyof typeof WORDS) => string {
  return (word) => WORDS[word][language];
}

/** Both languages of a word, for declarations. */
export function both(word: keyof typeof WORDS): Text {
  return WORDS[word];
}

/** "3 of 20, 12 s left" */
export function progressOf(
  done: number,
  all: number,
  left: number | undefined,
  language: Language,
) {
  const seconds = left === undefined ? undefined : Math.ceil(left);
  return {
    en: `${done} of ${all}${seconds === undefined ? "" : `, ${seconds} s left`}`,
    zh: `${done} / ${all}${seconds === undefined ? "" : `，还要 ${seconds} 秒`}`,
  }[language];
}
