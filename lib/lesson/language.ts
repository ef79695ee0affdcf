/** The two languages of everything that a learner reads. */

import { context } from "../runtime/current.ts";

export const LANGUAGES = ["zh", "en"] as const;
export type Language = typeof LANGUAGES[number];

/** One text in both languages. */
export type Text = Readonly<Record<Language, string>>;

/**
 * The language of the locale: `LC_ALL`, else `LC_MESSAGES`, else `LANG`, the first that is set.
 * What is not Chinese is English.
 *
 * @param env reads an environment variable
 */
export function localeLanguage(env: (name: string) => string | undefined): Language {
  const locale = env("LC_ALL") || env("LC_MESSAGES") || env("LANG") || "";
  return /^zh(?![a-z])/i.test(locale) ? "zh" : "en";
}

/** English: "1 thread", "3 threads"; `many` where an s is not enough. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** The language of this run. Every thread and process has it from the program that started it. */
export function language(): Language {
  return context("lang") === "zh" ? "zh" : "en";
}

/** Lines of one language by name; a line with something to fill in is a function. */
export type Lines = Readonly<Record<string, string | ((...values: never[]) => string)>>;

/** What a line must be in the other language: the same kind, with the same values to fill in. */
type SameLines<L extends Lines> = {
  readonly [K in keyof L]: L[K] extends (...values: infer V) => string ? (...values: V) => string
    : string;
};

type ValuesOf<Line> = Line extends (...values: infer V) => string ? V : [];

/**
 * Joins the lines of both languages to one function that gives a line in the language of the run,
 * in whichever thread or process it is called.
 *
 * @example
 * ```ts
 * import { lines } from "../lib/lesson.ts";
 * import assert from "node:assert/strict";
 *
 * const say = lines({
 *   en: { ended: (name: string) => `${name} has ended` },
 *   zh: { ended: (name: string) => `${name} 执行完毕` },
 * });
 *
 * assert.equal(say("ended", "MainThread"), "MainThread has ended");
 * ```
 */
export function lines<L extends Lines>(
  both: { readonly en: L; readonly zh: SameLines<L> },
): <K extends keyof L & string>(line: K, ...values: ValuesOf<L[K]>) => string {
  return (line, ...values) => {
    const text: unknown = both[language()][line];
    return typeof text === "function" ? text(...values) as string : String(text);
  };
}
