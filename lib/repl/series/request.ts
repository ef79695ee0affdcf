/** Reads `--repeat` and `--sweep` from the words behind a lesson's name. */

import type { AnyLesson } from "../../lesson/declaration.ts";
import type { Language } from "../../lesson/language.ts";
import { type NumberParameter, quoted, read, whole } from "../../lesson/parameters.ts";
import { rounded } from "../../lesson/clock.ts";
import { nearest } from "../../lesson/suggest.ts";
import { both } from "./words.ts";

/** The most points of a sweep, and as many as are taken of a long range without a step. */
const MOST = 100, ENOUGH = 16, FRACTIONS = 8;

/** How often a lesson is run. */
export const REPEAT: NumberParameter = whole(20, 1, 10_000, both("repeat"));

/** A parameter and the values that it takes one after the other. */
export interface Sweep {
  readonly name: string;
  readonly values: readonly number[];
}

/** What the words ask for: many runs, of one set of values or of several. */
export interface Series {
  readonly repeat: number;
  readonly sweep?: Sweep;
}

/** What was asked, and the other words; or the sentence about what is wrong. */
export type Asked =
  | { readonly series: Series | undefined; readonly rest: readonly string[] }
  | { readonly wrong: string };

/** Reads `words`, the flags of `lesson`. */
export function readSeries(
  words: readonly string[],
  lesson: AnyLesson,
  language: Language,
): Asked {
  const rest: string[] = [];
  let repeat: number | undefined, sweep: Sweep | undefined;
  for (let i = 0; i < words.length; i++) {
    const [, flag, inline] = /^--(repeat|sweep)(?:=(.*))?$/s.exec(words[i]!) ?? [];
    if (flag === undefined) {
      rest.push(words[i]!);
      continue;
    }
    const next = words[i + 1];
    const value = inline ?? (next === undefined || /^-[^\d.]/.test(next) ? undefined : words[++i]);
    if (flag === "repeat") {
      const reading = read("repeat", REPEAT, value, language);
      if ("wrong" in reading) return reading;
      repeat = Number(reading.value);
    } else {
      const reading = sweepIn(value, lesson, language);
      if ("wrong" in reading) return reading;
      sweep = reading;
    }
  }
  if (repeat === undefined && sweep === undefined) return { series: undefined, rest };
  const alone = rest.find((word) => /^--(trace|html|timeline)(=|$)/.test(word));
  if (alone) return { wrong: oneRun(alone, language) };
  return { series: { repeat: repeat ?? 1, ...(sweep ? { sweep } : {}) }, rest };
}

/** The parameters of `lesson` that are numbers, which can be swept. */
export function sweepable(lesson: AnyLesson): [string, NumberParameter][] {
  return Object.entries(lesson.parameters).filter((each): each is [string, NumberParameter] =>
    each[1].kind === "whole" || each[1].kind === "seconds"
  );
}

function sweepIn(
  given: string | undefined,
  lesson: AnyLesson,
  language: Language,
): Sweep | { wrong: string } {
  const able = sweepable(lesson), names = able.map(([name]) => name);
  const [, name = "", list = ""] = /^\s*([\w-]+)=(.+)$/s.exec(given ?? "") ?? [];
  const parameter = able.find(([each]) => each === name)?.[1];
  if (!parameter) return { wrong: noSweep(given, name, names, language) };
  const values: number[] = [];
  for (const piece of list.split(",")) {
    const range = /^(.*?)\.\.(.*?)(?::(.*))?$/.exec(piece.trim());
    const ends = (range ? [range[1]!, range[2]!] : [piece]).map((text) =>
      read(name, parameter, text, language)
    );
    const refused = ends.find((reading) => "wrong" in reading);
    if (refused) return refused as { wrong: string };
    const [from = 0, to = from] = ends.map((reading) =>
      Number((reading as { value: number }).value)
    );
    const step = range?.[3] === undefined ? standardStep(from, to, parameter) : Number(range[3]);
    const fits = step > 0 && (parameter.kind !== "whole" || Number.isInteger(step));
    if (from > to || !fits || (to - from) / step > MOST) {
      return { wrong: noSweep(given, name, names, language) };
    }
    for (let i = 0; from + i * step < to; i++) values.push(rounded(from + i * step));
    values.push(to);
  }
  const ordered = [...new Set(values)].sort((a, b) => a - b);
  return ordered.length < 2 || ordered.length > MOST
    ? { wrong: noSweep(given, name, names, language) }
    : { name, values: ordered };
}

/** One by one if that is not too long, else so that it is not. */
function standardStep(from: number, to: number, { kind }: NumberParameter): number {
  if (from === to) return 1;
  return kind === "whole" ? Math.ceil((to - from) / (ENOUGH - 1)) : (to - from) / FRACTIONS;
}

function noSweep(
  given: string | undefined,
  name: string,
  names: readonly string[],
  language: Language,
): string {
  const near = names.includes(name) ? undefined : nearest(name, names);
  const got = given === undefined ? undefined : quoted(given);
  return {
    en: `--sweep needs a parameter that takes a number, and 2 to ${MOST} values for it, as in ` +
      `--sweep ${near ?? names[0]}=1..8 or =1,2,4,8 or =0..100:10 (the parameters: ` +
      `${names.join(", ")}): ${got === undefined ? "no value given" : `got ${got}`}`,
    zh: `--sweep 后面要写一个数字参数和 2 到 ${MOST} 个值，例如 ` +
      `--sweep ${near ?? names[0]}=1..8、=1,2,4,8 或 =0..100:10（参数有 ${names.join("、")}）：` +
      `${got === undefined ? "没有给出值" : `收到的是 ${got}`}`,
  }[language];
}

function oneRun(flag: string, language: Language): string {
  return {
    en: `${flag} shows one run: leave it out, or --repeat and --sweep`,
    zh: `${flag} 只用于一次运行：不要和 --repeat、--sweep 一起用`,
  }[language];
}
