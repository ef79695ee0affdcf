/** What the glossary says: one word, or all of them. */

import { glossary, type Term } from "../../../scripts/glossary.ts";
import { lessons } from "../../../scripts/index.ts";
import { columns, padded, wrapped } from "../../columns.ts";
import type { Language, Text } from "../../lesson/language.ts";
import { quoted } from "../../lesson/parameters.ts";
import { lab } from "../../lesson/called.ts";
import { nearestTerm, termFor } from "./find.ts";

const WORDS = {
  seen: { en: "Seen in: ", zh: "相关课程：" },
  one: { en: "What one of them means: ", zh: "查看某个词：" },
  words: { en: "Words of this lesson: ", zh: "这一课里的词：" },
  comma: { en: ", ", zh: "、" },
} satisfies Record<string, Text>;

/** "deadlock  死锁": its name, in `room` columns, and what it is called in the other language. */
export function named({ name }: Term, language: Language, room = 0): string {
  const [first, second] = language === "zh" ? [name.zh, name.en] : [name.en, name.zh];
  return `${padded(first, room)}  ${second}`;
}

/** The columns that the longest name takes. */
export function longest(language: Language): number {
  return Math.max(...glossary.map(({ name }) => columns(name[language])));
}

/** What a term means, and where it is to be seen, in `width` columns. */
export function meaningOf(term: Term, language: Language, width: number): string {
  const seen = term.lessons.join(WORDS.comma[language]);
  return [
    wrapped(named(term, language), width),
    wrapped(`  ${term.meaning[language]}`, width, 2),
    ...(seen === "" ? [] : [wrapped(`  ${WORDS.seen[language]}${seen}`, width, 2)]),
  ].join("\n");
}

/** The terms to be seen in a lesson, or undefined if there is no lesson `name`. */
function wordsOf(name: string, language: Language): string | undefined {
  if (!lessons.some((lesson) => lesson.name === name)) return undefined;
  const terms = glossary.filter((term) => term.lessons.includes(name));
  return `${name}  ${WORDS.words[language]}` +
    terms.map((term) => term.name[language]).join(WORDS.comma[language]);
}

/** What is known about `word`: the meaning of a term, the terms of a lesson, or that there is none. */
export function explain(
  word: string,
  language: Language,
  width: number,
): { readonly text: string; readonly known: boolean } {
  const term = termFor(word);
  if (term) return { text: meaningOf(term, language, width), known: true };
  const ofLesson = wordsOf(word, language);
  if (ofLesson !== undefined) return { text: wrapped(ofLesson, width), known: true };
  const near = nearestTerm(word);
  const text = {
    en: `the glossary has no word ${quoted(word)}: ` +
      (near ? `did you mean ${near}?` : `${lab} glossary shows all it has`),
    zh: `词汇表里没有 ${quoted(word)}：` + (near ? `是不是 ${near}？` : `${lab} glossary 列出全部`),
  }[language];
  return { text: wrapped(text, width), known: false };
}

/** All words: side by side in both languages, and how to ask for one. */
export function allWords(language: Language, width: number): string {
  const room = longest(language);
  return [
    ...glossary.map((term) => wrapped(named(term, language, room), width, 2)),
    "",
    wrapped(`${WORDS.one[language]}${lab} glossary lock`, width),
    "",
  ].join("\n");
}
