/** What a learner got right so far: lessons done, predictions and their truth, puzzles solved. */

import { wrapped } from "../../columns.ts";
import type { AnyLesson } from "../../lesson/declaration.ts";
import type { Language, Text } from "../../lesson/language.ts";
import type { Puzzle } from "../../lesson/puzzle.ts";
import { doneIn, type Predicted, type State } from "./state.ts";
import { lab } from "../../lesson/called.ts";

/** So many predictions are shown, the last ones; --json has all that are kept. */
const SHOWN = 10;

const WORDS = {
  lessons: { en: "Lessons done", zh: "做完的课程" },
  puzzles: { en: "Puzzles solved", zh: "解出的谜题" },
  next: { en: "Next: ", zh: "下一课：" },
  nextPuzzle: { en: "Next puzzle: ", zh: "下一道谜题：" },
  none: {
    en: "No predictions yet: the menu asks for one before each run.",
    zh: "还没有预测过：在菜单里运行课程之前会请你预测。",
  },
} satisfies Record<string, Text>;

function counts(word: Text, names: readonly string[], all: number, language: Language): string {
  const line = {
    en: `${word.en}: ${names.length} of ${all}`,
    zh: `${word.zh}：${names.length} / ${all}`,
  }[language];
  return names.length === 0 ? line : `${line}\n  ${names.join(language === "zh" ? "、" : ", ")}`;
}

/** "lock: you said "exactly 100"; it was "some other number" (-8350)" */
function sentence(predicted: Predicted, language: Language): string {
  const { lesson, said, came, right, found } = predicted;
  const really = found ? { en: ` (${found.en})`, zh: `（${found.zh}）` } : { en: "", zh: "" };
  if (right) {
    return {
      en: `${lesson}: you said "${said.en}", and so it was${really.en}`,
      zh: `${lesson}：你说“${said.zh}”，说对了${really.zh}`,
    }[language];
  }
  return {
    en: `${lesson}: you said "${said.en}"; it was "${came.en}"${really.en}`,
    zh: `${lesson}：你说“${said.zh}”，实际是“${came.zh}”${really.zh}`,
  }[language];
}

function predicted(state: State, language: Language): string[] {
  const { right = 0, wrong = 0, last = [] } = state.predictions ?? {};
  if (right + wrong === 0) return [WORDS.none[language]];
  const shown = last.slice(-SHOWN);
  const earlier = right + wrong - shown.length;
  return [
    {
      en: `Predictions: ${right} right, ${wrong} wrong`,
      zh: `预测：${right} 次正确，${wrong} 次错误`,
    }[language],
    ...(earlier === 0
      ? []
      : [{ en: `  ${earlier} earlier, then:`, zh: `  更早的 ${earlier} 次，然后是：` }[language]]),
    ...shown.map((each) => `  ${sentence(each, language)}`),
  ];
}

/** All of it in words, in `width` columns. */
export function statsOf(
  lessons: readonly AnyLesson[],
  puzzles: readonly Puzzle[],
  state: State,
  language: Language,
  width: number,
): string {
  const done = doneIn(state);
  const taken = lessons.filter(({ name }) => done.has(name)).map(({ name }) => name);
  const solved = puzzles.filter(({ name }) => state.solved?.includes(name)).map(({ name }) => name);
  const next = lessons.find(({ name }) => !done.has(name));
  const puzzle = puzzles.find(({ name }) => !solved.includes(name));
  const lines = [
    counts(WORDS.lessons, taken, lessons.length, language),
    ...(next ? [`  ${WORDS.next[language]}${lab} ${next.name}`] : []),
    "",
    ...predicted(state, language),
    "",
    counts(WORDS.puzzles, solved, puzzles.length, language),
    ...(puzzle ? [`  ${WORDS.nextPuzzle[language]}${lab} check ${puzzle.name}`] : []),
  ];
  return lines.flatMap((line) => line.split("\n"))
    .map((line) => wrapped(line, width, line.startsWith("  ") ? 4 : 0)).join("\n");
}

/** The same as facts, for programs. */
export function statsFacts(
  lessons: readonly AnyLesson[],
  puzzles: readonly Puzzle[],
  state: State,
): unknown {
  const { done = {}, solved = [], predictions = { right: 0, wrong: 0, last: [] } } = state;
  return {
    lessons: lessons.map(({ name }) => ({
      name,
      done: Object.hasOwn(done, name) ? done[name] : 0,
    })),
    predictions,
    puzzles: puzzles.map(({ name }) => ({ name, solved: solved.includes(name) })),
  };
}
