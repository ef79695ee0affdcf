/** The end of every run: the picture, the closing sentences, and whether the invariant held. */

import { env } from "../runtime/current.ts";
import { wrapped } from "../columns.ts";
import type { AnyLesson } from "./declaration.ts";
import { draw } from "./lanes.ts";
import type { Language } from "./language.ts";
import type { AnyValues } from "./parameters.ts";
import { toldPicture, wantsWords } from "./told.ts";

/** How the run of a lesson ended. */
export interface Outcome {
  readonly held: boolean;
  /** The exit code: an invariant that was there to be broken is no failure. */
  readonly code: 0 | 1;
  /** All but the last line, and the last line by itself. */
  readonly lines: readonly string[];
  readonly verdict: string;
}

function verdict(held: boolean, breaks: boolean, invariant: string, language: Language): string {
  if (language === "zh") {
    if (held) return `不变式成立${breaks ? "（这次只是碰巧）" : ""}：${invariant}`;
    return `不变式被破坏${breaks ? "（这正是要演示的）" : ""}。本应成立的是：${invariant}`;
  }
  if (held) return `Invariant held${breaks ? " (by luck this time)" : ""}: ${invariant}`;
  return `Invariant broken${
    breaks ? " (which was the point)" : ""
  }. What should have held: ${invariant}`;
}

/**
 * What to say after a run of `lesson` that found `result`, in `width` columns.
 *
 * @param timeline is a timeline of the run shown above it?
 */
export function reportOf(
  lesson: AnyLesson,
  result: unknown,
  values: AnyValues,
  language: Language,
  width: number,
  timeline: boolean,
): Outcome {
  const held = lesson.held(result, values);
  const breaks = lesson.breaks?.(values) ?? false;
  const picture = lesson.picture?.(result, values);
  const drawing = !picture || (timeline && picture.inTimeline)
    ? []
    : wantsWords(env)
    ? toldPicture(picture, language).map((line) => wrapped(line, width, 2))
    : draw(picture, width);
  if (drawing.length > 0 && picture?.legend) {
    drawing.push(wrapped(picture.legend[language], width));
  }
  return {
    held,
    code: held || breaks ? 0 : 1,
    lines: [
      ...(drawing.length > 0 ? ["", ...drawing] : []),
      "",
      wrapped(lesson.closing(result, values)[language], width),
    ],
    verdict: wrapped(verdict(held, breaks, lesson.invariant(values)[language], language), width),
  };
}
