/** The questions of a session. Every one can be left by Ctrl-C, Ctrl-D or a signal: see leave.ts. */

import { columns as width, cut } from "../columns.ts";
import type { AnyLesson } from "../lesson/declaration.ts";
import type { Language } from "../lesson/language.ts";
import {
  type AnyValues,
  limits,
  type Parameter,
  read,
  SPEED,
  standard,
  typedNumber,
  yesOrNo,
} from "../lesson/parameters.ts";
import { signs } from "../lesson/style.ts";
import type { Asker } from "./asker.ts";
import { entry, headingOf } from "./list.ts";
import { badName, NAME } from "./own.ts";
import { label, type Runtime } from "./runtimes.ts";
import type { Words } from "./words.ts";

/** What a question needs to know of the session. */
export interface Asking {
  readonly language: Language;
  readonly say: Words;
  readonly asker: Asker;
}

/**
 * The lessons that `typed` can mean: those whose name begins with it, then those whose name contains
 * it, then those that mention it in either language.
 */
export function matching(lessons: readonly AnyLesson[], typed: string | undefined): AnyLesson[] {
  const wanted = (typed ?? "").trim().toLowerCase();
  const rank = ({ name, title, about }: AnyLesson) => {
    if (name.startsWith(wanted)) return 0;
    if (name.includes(wanted)) return 1;
    const texts = [title.en, title.zh, about.en, about.zh];
    return texts.some((text) => text.toLowerCase().includes(wanted)) ? 2 : 3;
  };
  return lessons.filter((lesson) => rank(lesson) < 3).sort((a, b) => rank(a) - rank(b));
}

/** What the list of lessons offers beside them. */
export const PLACES = ["puzzles", "own", "glossary", "stats"] as const;
export type Place = typeof PLACES[number];

/** The places that `typed` can mean, by their name in the language of the session or by their word. */
function placesFor(typed: string | undefined, say: Words): Place[] {
  const wanted = (typed ?? "").trim().toLowerCase();
  return PLACES.filter((place) =>
    place.startsWith(wanted) || say(place).toLowerCase().includes(wanted)
  );
}

/** What is found by typing has no headings: it is in another order. */
function heading(typed: string | undefined, text: string | undefined): { heading?: string } {
  return text === undefined || (typed ?? "") !== "" ? {} : { heading: text };
}

/** Asks what a program of one's own is called. */
export function askOwn({ language, say, asker }: Asking): Promise<string> {
  return asker.fill<string>({
    message: say("ownName"),
    hint: "counter",
    offered: "counter",
    read: (text) => NAME.test(text.trim()) ? { value: text.trim() } : badName(text, language),
    shown: (name) => name,
  });
}

/** Asks which lesson to take, or where else to go; `first` is offered, those in `done` are marked. */
export function askLesson(
  lessons: readonly AnyLesson[],
  first: string | undefined,
  done: ReadonlySet<string>,
  { language, say, asker }: Asking,
): Promise<AnyLesson | Place> {
  return asker.choose<AnyLesson | Place>({
    message: say("pick"),
    search: true,
    first: lessons.find(({ name }) => name === first) ?? PLACES.find((place) => place === first),
    choices: (columns, typed) => {
      const wanted = (typed ?? "").trim().toLowerCase();
      const found = matching(lessons, typed).map((lesson) => {
        const lacks = lesson.missing?.();
        const short = lacks?.short[language] ?? "";
        const room = columns - (lacks ? width(short) + 3 : 0); // " (" and ")"
        return {
          ...heading(typed, headingOf(lesson, language, done)),
          value: lesson,
          name: entry(lesson, lessons, language, room, done),
          short: lesson.name,
          description: lesson.about[language],
          ...(lacks ? { missing: { short, whole: lacks.whole[language] } } : {}),
        };
      });
      const places = placesFor(typed, say).map((place) => ({
        ...heading(typed, place === PLACES[0] ? say("beside") : undefined),
        value: place,
        name: cut(say(place), columns, signs().more),
        short: place,
      }));
      // A name that was typed comes before lessons that only mention it.
      const named = ({ short }: { short: string }) => short.includes(wanted);
      return [
        ...found.filter(named),
        ...places.filter(named),
        ...found.filter((each) => !named(each)),
        ...places.filter((each) => !named(each)),
      ];
    },
  });
}

async function askValue(
  name: string,
  parameter: Parameter,
  offered: number | boolean | string,
  { language, say, asker }: Asking,
): Promise<number | boolean | string> {
  const about = parameter.about[language];
  if (parameter.kind === "switch") {
    return await asker.fill<boolean>({
      message: { en: `${name}: ${about}?`, zh: `${name}：${about}？` }[language],
      hint: say(offered === true ? "usuallyYes" : "usuallyNo"),
      offered: say(offered === true ? "yes" : "no"),
      read: (text) => {
        const value = yesOrNo(text);
        return value === undefined ? { wrong: say("yesOrNo") } : { value };
      },
      shown: (value) => say(value ? "yes" : "no"),
    });
  }
  return await asker.fill<number | boolean | string>({
    message: {
      en: `${name}: ${about} (${limits(parameter, language)})`,
      zh: `${name}：${about}（${limits(parameter, language)}）`,
    }[language],
    hint: String(offered),
    offered: String(offered),
    read: (text) => read(name, parameter, typedNumber(parameter, text), language),
    shown: String,
  });
}

/** Asks for the values of `lesson`, and the speed where it has something to wait for. */
export async function askValues(
  lesson: AnyLesson,
  last: AnyValues,
  asking: Asking,
): Promise<AnyValues> {
  const questions = Object.entries<Parameter>(lesson.parameters);
  if (questions.some(([, { kind }]) => kind === "seconds")) questions.push(["speed", SPEED]);
  const values: AnyValues = {};
  for (const [name, parameter] of questions) {
    const offered = last[name] ?? standard(parameter, asking.language);
    values[name] = await askValue(name, parameter, offered, asking);
  }
  return values;
}

/** Asks on which of `runtimes` to run. */
export function askRuntime(
  runtimes: readonly Runtime[],
  last: string | undefined,
  { say, asker }: Asking,
): Promise<Runtime> {
  return asker.choose<Runtime>({
    message: say("which"),
    first: runtimes.find((runtime) => label(runtime) === last),
    choices: () =>
      runtimes.map((runtime) => ({
        value: runtime,
        name: runtime.own ? `${label(runtime)}${say("thisOne")}` : label(runtime),
        short: label(runtime),
      })),
  });
}

/** Asks what the learner expects of the run; undefined if there is no question or no answer. */
export async function askPrediction(
  lesson: AnyLesson,
  values: AnyValues,
  { language, say, asker }: Asking,
): Promise<string | undefined> {
  const { prediction } = lesson;
  if (!prediction) return undefined;
  const answers = Object.entries<Record<Language, string>>(prediction.choices(values));
  if (answers.length < 2) return undefined;
  const answer = await asker.choose<string>({
    message: `${say("predict")}${prediction.question(values)[language]}`,
    first: undefined,
    choices: () => [
      ...answers.map(([value, text]) => ({ value, name: text[language], short: text[language] })),
      { value: "", name: say("skip"), short: say("skip") },
    ],
  });
  return answer === "" ? undefined : answer;
}
