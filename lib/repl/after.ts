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
  | "step"
  | "compare"
  | "source"
  | "next"
  | "menu"
  | "quit";

/** The flags that put the switches as a lesson proposes them; none where they are. */
function repairOf(lesson: AnyLesson, values: AnyValues): string[] {
  return Object.entries(repaired(lesson, values)).flatMap(([name, value]) =>
    value === values[name] ? [] : flag(name, value)
  );
}

/**
 * Asks what to do after a run.
 *
 * @param first what is proposed
 * @param broken is it known how it goes wrong? Then its repair is offered
 */
export function askNext(
  lesson: AnyLesson,
  values: AnyValues,
  following: AnyLesson | undefined,
  { say, asker }: Asking,
  { first, broken }: { first: Next | undefined; broken: boolean },
): Promise<Next> {
  const repair = broken ? repairOf(lesson, values).join(" ") : "";
  const exploring: Next[] = lesson.explore
    ? ["explore", ...(repair ? ["repaired"] as const : []), "step"]
    : [];
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
    first: first === "repaired" && !repair ? "explore" : first,
    choices: () =>
      words
        .filter((word) => word !== "next" || following)
        .map((value) => {
          const name = typeof value === "object"
            ? `${say("flip")}${flag(value.flip, !values[value.flip]).join(" ")}`
            : value === "next"
            ? `${say("next")}${following!.name}`
            : value === "repaired"
            ? `${say("repaired")}${repair}`
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

/** What is worth a look after a run: where it was to go wrong, how it could have gone. */
export function proposed(lesson: AnyLesson, values: AnyValues): Next | undefined {
  return lesson.explore && lesson.breaks?.(values) ? "explore" : undefined;
}

/** Does the answer lead away from the lesson? */
export function leaves(next: Next): next is "next" | "menu" | "quit" {
  return next === "next" || next === "menu" || next === "quit";
}
