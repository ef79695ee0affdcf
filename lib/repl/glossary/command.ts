/** `glossary`: every word, or what one means. */

import { terminal } from "../../runtime/current.ts";
import { write } from "../../system/output.ts";
import { wrapped } from "../../columns.ts";
import { type Language, LANGUAGES } from "../../lesson/language.ts";
import { allWords, explain } from "./tell.ts";

/** Those of the lab's flags that change nothing here, or have been read. */
const KNOWN = /^(--help|-h|--lang(=.*)?)$/;

/** Tells what the words mean together ("race condition"); without any, lists all. Answers the exit code. */
export function glossaryOf(given: readonly string[], language: Language): number {
  const width = (fd: 1 | 2) => terminal(fd).isTTY ? terminal(fd).columns : 100;
  const isLanguage = (word: string, at: number) =>
    given[at - 1] === "--lang" && LANGUAGES.some((each) => each === word);
  const words = given.filter((word, at) =>
    word !== "" && !KNOWN.test(word) && !isLanguage(word, at)
  );
  const flag = words.find((word) => word.startsWith("-"));
  if (flag !== undefined) {
    const wrong = {
      en: `glossary has no flag ${flag}: it takes a word, such as deadlock`,
      zh: `glossary 没有 ${flag} 这个参数：后面写一个词，例如 deadlock`,
    }[language];
    write(2, `${wrapped(wrong, width(2))}\n`);
    return 2;
  }
  if (words.length === 0) {
    write(1, allWords(language, width(1)));
    return 0;
  }
  const { text, known } = explain(words.join(" "), language, width(1));
  write(known ? 1 : 2, `${text}\n`);
  return known ? 0 : 2;
}
