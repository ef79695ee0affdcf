/** A program of one's own on the lab's command line: how it is told from a lesson, and read. */

import { statSync } from "node:fs";
import { resolve } from "node:path";
import { workingFolder } from "../../system/programs.ts";
import type { Language } from "../../lesson/language.ts";
import { quoted } from "../../lesson/parameters.ts";

/** Is `word` a path, rather than the name of a lesson? */
export function isPath(word: string): boolean {
  return /[\\/]|\.[cm]?[jt]sx?$/.test(word);
}

/** The file that `word` names, or the sentence that there is none. */
export function fileOf(word: string, language: Language): { file: string } | { wrong: string } {
  const file = resolve(workingFolder(), word);
  try {
    if (statSync(file).isFile()) return { file };
  } catch {
    // There is nothing, or nothing that may be looked at.
  }
  return {
    wrong: {
      en: `there is no program ${
        quoted(word)
      }: a path from here to a file is needed, as my/counter.ts`,
      zh: `没有 ${quoted(word)} 这个程序：需要从当前目录出发的文件路径，例如 my/counter.ts`,
    }[language],
  };
}

/** The lab's words, and those behind `--`, which are the program's own. */
export function parted(words: readonly string[]): [string[], string[]] {
  const at = words.indexOf("--");
  return at < 0 ? [[...words], []] : [words.slice(0, at), words.slice(at + 1)];
}
