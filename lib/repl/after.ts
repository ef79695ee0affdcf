/** What may follow a run: the question about it, and the values of the runs that are offered. */

import type { AnyLesson } from "../lesson/declaration.ts";
import { type AnyValues, flag, type Parameter } from "../lesson/parameters.ts";
import { explorationOf } from "./exploring/names.ts";
import type { Asking } from "./questions.ts";
import { sweepable } from "./series/request.ts";

/** What may be done after a run; `flip`: the same with one of the switches the other way. */
export type Next =
  | { readonly flip: string }
  | "again"
  | "change"
  | "timeline"
  | "repeat"
  | "sweep"
  | "explore"
  | "repaired"
  | "spoiled"
  | "step"
  | "compare"
  | "source"
  | "next"
  | "menu"
  | "quit";

/** What is known of the values of a run: that they hold in every order, how they fail, or nothing. */
export type Known = "holds" | "fails" | undefined;

/** The flags that lead from the one to the other; none where nothing differs. */
function flagsTo(others: AnyValues, values: AnyValues): string {
  return Object.entries(others)
    .flatMap(([name, value]) => value === values[name] ? [] : flag(name, value))
    .join(" ");
}

/** What is explored next: with the switches that mend what fails, or with one that breaks what holds. */
function contrast(lesson: AnyLesson, values: AnyValues, known: Known): Next | undefined {
  if (known === "fails") return flagsTo(repaired(lesson, values), values) ? "repaired" : undefined;
  return known === "holds" && spoiled(lesson, values) ? "spoiled" : undefined;
}

/**
 * Asks what to do after a run.
 *
 * @param last what was done last
 * @param known of the values of the run: its repair is offered where it fails, what breaks it where it holds
 */
export function askNext(
  lesson: AnyLesson,
  values: AnyValues,
  following: AnyLesson | undefined,
  { say, asker }: Asking,
  { last, known }: { last: Next | undefined; known: Known },
): Promise<Next> {
  const other = contrast(lesson, values, known);
  const exploring: Next[] = lesson.explore ? ["explore", ...(other ? [other] : []), "step"] : [];
  const sweep: Next[] = sweepable(lesson).length > 0 ? ["sweep"] : [];
  const flips = Object.entries<Parameter>(lesson.parameters)
    .filter(([, { kind }]) => kind === "switch")
    .map(([flip]) => ({ flip }));
  const words: Next[] = [
    "again",
    ...flips,
    "change",
    "timeline",
    "repeat",
    ...sweep,
    ...exploring,
    "compare",
    "source",
    "next",
    "menu",
    "quit",
  ];
  return asker.choose<Next>({
    message: say("after"),
    first: last === "repaired" || last === "spoiled"
      ? following ? "next" : "menu"
      : last === "explore" && other
      ? other
      : proposed(lesson, values),
    choices: () =>
      words
        .filter((word) => word !== "next" || following)
        .map((value) => {
          const name = typeof value === "object"
            ? `${say("flip")}${flag(value.flip, !values[value.flip]).join(" ")}`
            : value === "next"
            ? `${say("next")}${following!.name}`
            : value === "repaired"
            ? `${say("repaired")}${flagsTo(repaired(lesson, values), values)}`
            : value === "spoiled"
            ? `${say("spoiled")}${flagsTo(spoiled(lesson, values)!, values)}`
            : say(value);
          return { value, name, short: name };
        }),
  });
}

/** What is stepped through after a run: the lesson, with flags that make it small. */
export function stepsOf(lesson: AnyLesson, values: AnyValues): [name: string, flags: string[]] {
  const [, name = "", ...flags] = explorationOf("step", lesson, values);
  return [name, flags];
}

/** `values` with one switch the other way. */
export function flipped(values: AnyValues, name: string): AnyValues {
  return { ...values, [name]: values[name] !== true };
}

/** `values` with all switches as the lesson proposes them. */
export function repaired({ parameters }: AnyLesson, values: AnyValues): AnyValues {
  const switches = Object.entries(parameters).filter(([, { kind }]) => kind === "switch");
  const good = switches.map(([name, parameter]) => [name, parameter.standard as boolean]);
  return { ...values, ...Object.fromEntries(good) };
}

/** `values` with one switch the other way, so that the program breaks; undefined where none does that. */
export function spoiled(lesson: AnyLesson, values: AnyValues): AnyValues | undefined {
  return Object.entries(lesson.parameters)
    .filter(([, { kind }]) => kind === "switch")
    .map(([name]) => flipped(values, name))
    .find((others) => lesson.breaks?.(others));
}

/** What is worth a look after a run: where it was to go wrong, how it could have gone. */
function proposed(lesson: AnyLesson, values: AnyValues): Next | undefined {
  return lesson.explore && lesson.breaks?.(values) ? "explore" : undefined;
}

/** Does the answer lead away from the lesson? */
export function leaves(next: Next): next is "next" | "menu" | "quit" {
  return next === "next" || next === "menu" || next === "quit";
}
