/** The questions of a session. Every one can be left by Ctrl-C, Ctrl-D or a signal: see leave.ts. */

import { confirm, input, search, select, Separator } from "@inquirer/prompts";
import { cut } from "../lesson/columns.ts";
import type { AnyLesson } from "../lesson/declaration.ts";
import type { Language } from "../lesson/language.ts";
import {
  type AnyValues,
  limits,
  type Parameter,
  read,
  SPEED,
  standard,
} from "../lesson/parameters.ts";
import { entry } from "./list.ts";
import { label, type Runtime } from "./runtimes.ts";
import { themeOf } from "./theme.ts";
import type { Words } from "./words.ts";

/** What a question needs to know of the session. */
export interface Asking {
  readonly language: Language;
  readonly say: Words;
  readonly signal: AbortSignal;
  readonly columns: () => number;
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

/** Asks which lesson to take; `first` is offered. */
export function askLesson(
  lessons: readonly AnyLesson[],
  first: string | undefined,
  { language, say, signal, columns }: Asking,
): Promise<AnyLesson> {
  return search<AnyLesson>({
    message: say("pick"),
    pageSize: lessons.length,
    theme: themeOf(say, true),
    default: lessons.find(({ name }) => name === first) ?? lessons[0]!,
    source: (typed) => {
      const found = matching(lessons, typed);
      if (found.length === 0) return [new Separator(say("nothing"))];
      return found.map((lesson) => ({
        value: lesson,
        name: entry(lesson, lessons, language, columns() - 3),
        short: lesson.name,
        description: lesson.about[language],
      }));
    },
  }, { signal });
}

async function askValue(
  name: string,
  parameter: Parameter,
  offered: number | boolean | string,
  { language, say, signal }: Asking,
): Promise<number | boolean | string> {
  const theme = themeOf(say);
  const about = parameter.about[language];
  if (parameter.kind === "switch") {
    return await confirm({
      message: { en: `${name}: ${about}?`, zh: `${name}：${about}？` }[language],
      default: offered === true,
      transformer: (yes) => say(yes ? "yes" : "no"),
      theme,
    }, { signal });
  }
  const given = await input({
    message: {
      en: `${name}: ${about} (${limits(parameter, language)})`,
      zh: `${name}：${about}（${limits(parameter, language)}）`,
    }[language],
    default: String(offered),
    theme,
    validate: (text) => {
      const reading = read(name, parameter, text, language);
      return "wrong" in reading ? reading.wrong : true;
    },
  }, { signal });
  const reading = read(name, parameter, given, language);
  if ("wrong" in reading) throw new Error(reading.wrong);
  return reading.value;
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
  { say, signal }: Asking,
): Promise<Runtime> {
  const choices = runtimes.map((runtime) => ({
    value: runtime,
    name: runtime.own ? `${label(runtime)}${say("thisOne")}` : label(runtime),
    short: label(runtime),
  }));
  const first = runtimes.find((runtime) => label(runtime) === last) ?? runtimes[0]!;
  return select<Runtime>({ message: say("which"), choices, default: first, theme: themeOf(say) }, {
    signal,
  });
}

/** Asks what the learner expects of the run; undefined if there is no question or no answer. */
export async function askPrediction(
  lesson: AnyLesson,
  values: AnyValues,
  { language, say, signal, columns }: Asking,
): Promise<string | undefined> {
  const { prediction } = lesson;
  if (!prediction) return undefined;
  const answers = Object.entries<Record<Language, string>>(prediction.choices(values));
  if (answers.length < 2) return undefined;
  const choices = [
    ...answers.map(([value, text]) => ({ value, name: cut(text[language], columns() - 3) })),
    { value: "", name: say("skip") },
  ];
  const message = `${say("predict")}${prediction.question(values)[language]}`;
  const answer = await select<string>({ message, choices, theme: themeOf(say) }, { signal });
  return answer === "" ? undefined : answer;
}

export type Next = "again" | "change" | "source" | "next" | "menu" | "quit";

/** Asks what to do after a run. */
export function askNext(
  following: AnyLesson | undefined,
  { say, signal }: Asking,
): Promise<Next> {
  const words: Next[] = ["again", "change", "source", "next", "menu", "quit"];
  const choices = words
    .filter((word) => word !== "next" || following)
    .map((value) => ({
      value,
      name: value === "next" ? `${say("next")}${following!.name}` : say(value),
    }));
  return select<Next>({ message: say("after"), choices, theme: themeOf(say) }, { signal });
}
