/** The commands that explore; known before the explorer is loaded. */

import type { AnyLesson } from "../../lesson/declaration.ts";
import { flag } from "../../lesson/parameters.ts";

/** The words of the command line that begin one of these. */
export const EXPLORING = ["explore", "step", "replay"] as const;

/** The exit codes. */
export const HOLDS = 0, FAILS = 1, USAGE = 2, OPEN = 3, INTERRUPTED = 130;

/** In the environment: the menu runs the command, and offers by itself what may be done next. */
export const IN_MENU = "INTERLEAVE_IN_MENU";

/** One of these. */
export type Exploring = typeof EXPLORING[number];

/** Is `word` one of these? */
export function isExploring(word: string): word is Exploring {
  return (EXPLORING as readonly string[]).includes(word);
}

/** The words that explore a lesson after a run: with small numbers, and its switches as they were. */
export function explorationOf(
  command: "explore" | "step",
  lesson: AnyLesson,
  values: Readonly<Record<string, unknown>>,
): string[] {
  const switches = Object.entries(lesson.parameters).filter(([name, parameter]) => {
    return parameter.kind === "switch" && values[name] !== parameter.standard;
  });
  return [command, lesson.name, ...switches.flatMap(([name]) => flag(name, values[name] === true))];
}
