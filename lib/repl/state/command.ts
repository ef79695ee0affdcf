/** `npm start -- stats`: what a learner got right, without questions. */

import { env } from "../../runtime/current.ts";
import { write } from "../../system/output.ts";
import { wrapped } from "../../columns.ts";
import type { AnyLesson } from "../../lesson/declaration.ts";
import { readFlags } from "../../lesson/flags.ts";
import type { Language, Text } from "../../lesson/language.ts";
import { room } from "../../lesson/style.ts";
import { puzzles } from "../../../scripts/puzzles/index.ts";
import { openStore, stateFile, type Store } from "./file.ts";
import { statsFacts, statsOf } from "./stats.ts";
import { lab } from "../../lesson/called.ts";

const HELP: Text = {
  en: `the lessons you have done, what you predicted and what it was, the puzzles you have solved

Usage: ${lab} stats [--json]

All of it is in one small file of yours, which may be deleted at any time:`,
  zh: `做完的课程、预测与实际、解出的谜题

用法：${lab} stats [--json]

这些都在你的一个小文件里，随时可以删除：`,
};

const NOWHERE: Text = {
  en: "nothing is remembered (--no-state, or INTERLEAVE_STATE=off)",
  zh: "没有记录（--no-state，或 INTERLEAVE_STATE=off）",
};

/** Says on standard error what a person should know of the state. */
export function tellNotices(store: Store, language: Language): void {
  for (const notice of store.notices()) write(2, `${wrapped(notice[language], room(2))}\n`);
}

/** Runs the command with the words behind it. The answer is the exit code. */
export function stats(
  words: readonly string[],
  lessons: readonly AnyLesson[],
  wished: { readonly language: Language; readonly state: boolean },
): number {
  const file = stateFile(!wished.state);
  const request = readFlags(["--lang", wished.language, ...words], {}, env);
  const { language, help, json, wrong } = request;
  if (wrong !== undefined) {
    write(2, `${wrapped(wrong, room(2))}\n`);
    return 2;
  }
  if (help) {
    write(1, `${wrapped(HELP[language], room(1))}\n${file ?? NOWHERE[language]}\n`);
    return 0;
  }
  const store = openStore(file);
  tellNotices(store, language);
  const state = store.now();
  if (json) write(1, `${JSON.stringify(statsFacts(lessons, puzzles, state))}\n`);
  else write(1, `${statsOf(lessons, puzzles, state, language, room(1))}\n`);
  return 0;
}
