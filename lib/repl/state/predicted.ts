/** What is kept of a prediction: the answer that was given, the one that came true, and what it really was. */

import type { AnyLesson } from "../../lesson/declaration.ts";
import type { Text } from "../../lesson/language.ts";
import type { AnyValues } from "../../lesson/parameters.ts";
import { type Facts, numberOf } from "../compare/numbers.ts";
import type { Predicted } from "./state.ts";

/** "1,433,520": the number that a run came to, or what else differs from run to run. */
function foundIn(lesson: AnyLesson, values: AnyValues, result: unknown): Text | undefined {
  const number = numberOf(lesson.name, result as Facts);
  if (number || !lesson.outcome) return number;
  const { about, of } = lesson.outcome, outcome = of(result, values);
  if (typeof outcome !== "number") return outcome;
  return { en: `${about.en}: ${outcome}`, zh: `${about.zh}：${outcome}` };
}

/**
 * The prediction `expected`, judged by the result of a run.
 *
 * @param values as they really were, at their speed
 * @returns undefined if the lesson knows no such answer with these values
 */
export function predictedOf(
  lesson: AnyLesson,
  values: AnyValues,
  expected: string,
  result: unknown,
): Predicted | undefined {
  if (!lesson.prediction) return undefined;
  const { choices, answer } = lesson.prediction;
  const key = answer(result, values), answers = choices(values);
  const came = answers[key], said = answers[expected];
  if (came === undefined || said === undefined) return undefined;
  const found = foundIn(lesson, values, result);
  const more = found !== undefined && !came.en.includes(found.en);
  return { lesson: lesson.name, said, came, right: key === expected, ...(more ? { found } : {}) };
}
