/**
 * A lesson's parameters are declared once. Flags, questions, `--help`, the table in the README and
 * the tests all read this declaration, and all use `read()` below, so that a wrong value gets the
 * same sentence everywhere.
 */

import { MOST_CAPACITY, USUAL_CAPACITY } from "../trace/capacity.ts";
import { rounded } from "./clock.ts";
import type { Language, Text } from "./language.ts";

interface Described {
  /** What it sets, in a few words. */
  readonly about: Text;
}

/** A number: a whole one, or seconds, of which fractions are welcome. */
export interface NumberParameter extends Described {
  readonly kind: "whole" | "seconds" | "factor";
  readonly standard: number;
  readonly min: number;
  readonly max: number;
}

/** On or off: `--lock`, `--no-lock`. */
export interface SwitchParameter extends Described {
  readonly kind: "switch";
  readonly standard: boolean;
}

/** A text of at most `max` characters; its standard value is in the language of the run. */
export interface TextParameter extends Described {
  readonly kind: "text";
  readonly standard: Text;
  readonly max: number;
}

export type Parameter = NumberParameter | SwitchParameter | TextParameter;
export type Parameters = Readonly<Record<string, Parameter>>;

type ValueOf<T> = T extends NumberParameter ? number : T extends SwitchParameter ? boolean : string;

/** The values of a set of parameters, typed by their declaration. */
export type Values<P extends Parameters> = { [K in keyof P]: ValueOf<P[K]> };

export type AnyValues = Record<string, number | boolean | string>;

/** A whole number from `min` to `max`. */
export function whole(
  standard: number,
  min: number,
  max: number,
  about: Text,
): NumberParameter {
  return { kind: "whole", standard, min, max, about };
}

/** A time in seconds, fractions and 0 allowed, up to an hour. The program gets milliseconds. */
export function seconds(standard: number, about: Text): NumberParameter {
  return { kind: "seconds", standard, min: 0, max: 3600, about };
}

/** On or off. */
export function toggle(standard: boolean, about: Text): SwitchParameter {
  return { kind: "switch", standard, about };
}

/** A text of at most `max` characters. */
export function text(standard: Text, max: number, about: Text): TextParameter {
  return { kind: "text", standard, max, about };
}

/** What every lesson takes besides its own: by what all its delays are divided. */
export const SPEED: NumberParameter = {
  kind: "factor",
  standard: 1,
  min: 0.01,
  max: 100_000,
  about: {
    en: "all times in seconds are divided by this",
    zh: "倍速，所有以秒为单位的参数都除以这个数",
  },
};

/** What every lesson takes besides: how many operations its recording keeps. */
export const CAPACITY: NumberParameter = {
  kind: "whole",
  standard: USUAL_CAPACITY,
  min: 1,
  max: MOST_CAPACITY,
  about: { en: "how many operations a recording keeps", zh: "记录最多保留多少次操作" },
};

/** The standard value of `parameter` in `language`. */
export function standard(parameter: Parameter, language: Language): number | boolean | string {
  return parameter.kind === "text" ? parameter.standard[language] : parameter.standard;
}

/** `seconds` to the millisecond; less than 10 of them in two digits, as a race may need some µs. */
function readable(seconds: number): number {
  return seconds < 0.01 ? Number(seconds.toPrecision(2)) : rounded(seconds);
}

/** `values` with the times as they are at `speed`, in digits for people. */
export function atSpeed(values: AnyValues, speed: number, parameters: Parameters): AnyValues {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      parameters[name]?.kind === "seconds" ? readable(Number(value) / speed) : value,
    ]),
  );
}

const KINDS = {
  whole: { en: "a whole number", zh: "整数" },
  seconds: { en: "a number of seconds", zh: "秒数" },
  factor: { en: "a number", zh: "数字" },
} as const;

/** What values `parameter` takes: "a whole number from 1 to 64", "1 到 64 之间的整数". */
export function range(parameter: Parameter, language: Language): string {
  if (parameter.kind === "switch") return { en: "on or off", zh: "开或关" }[language];
  if (parameter.kind === "text") {
    const { max } = parameter;
    return {
      en: `one line of 1 to ${max} characters`,
      zh: `1 到 ${max} 个字符的一行文本`,
    }[language];
  }
  const { min, max } = parameter;
  const kind = KINDS[parameter.kind][language];
  return { en: `${kind} from ${min} to ${max}`, zh: `${min} 到 ${max} 之间的${kind}` }[language];
}

/** The limits alone, for a question: "1 to 64", "1～64"; nothing for a switch. */
export function limits(parameter: Parameter, language: Language): string {
  if (parameter.kind === "switch") return "";
  if (parameter.kind === "text") {
    return {
      en: `up to ${parameter.max} characters`,
      zh: `最多 ${parameter.max} 个字符`,
    }[language];
  }
  const { min, max } = parameter;
  return { en: `${min} to ${max}`, zh: `${min} 到 ${max}` }[language];
}

export type Reading = { readonly value: number | boolean | string } | { readonly wrong: string };

/**
 * The value that a learner's `given` text stands for, or the sentence that says what is wrong with
 * it. `undefined` is a value that is missing.
 */
export function read(
  name: string,
  parameter: Parameter,
  given: string | undefined,
  language: Language,
): Reading {
  const value = given === undefined ? undefined : parse(parameter, given);
  if (value !== undefined) return { value };
  const must = range(parameter, language);
  const wrong = {
    en: `--${name} must be ${must}: ${
      given === undefined ? "no value given" : `got ${quoted(given)}`
    }`,
    zh: `--${name} 必须是${/^\d/.test(must) ? " " : ""}${must}：${
      given === undefined ? "没有给出值" : `收到的是 ${quoted(given)}`
    }`,
  };
  return { wrong: wrong[language] };
}

/** As JSON writes it, so that the sentence stays one line whatever was given; long texts are cut. */
export function quoted(given: string): string {
  return JSON.stringify(given.length > 60 ? `${given.slice(0, 57)}...` : given);
}

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

const YES = ["on", "yes", "y", "true", "是", "开", "对"];
const NO = ["off", "no", "n", "false", "否", "关", "不"];

/** A number as it is typed with a Chinese keyboard, whose digits are as wide as its characters. */
export function typedNumber(parameter: Parameter, text: string): string {
  return parameter.kind === "text" ? text : text.normalize("NFKC");
}

/** The answer to a question of yes or no, in either language; undefined if it is none. */
export function yesOrNo(given: string): boolean | undefined {
  const word = given.normalize("NFKC").trim().toLowerCase();
  return YES.includes(word) ? true : NO.includes(word) ? false : undefined;
}

function parse(parameter: Parameter, given: string): number | boolean | string | undefined {
  if (parameter.kind === "switch") {
    return given === "on" ? true : given === "off" ? false : undefined;
  }
  if (parameter.kind === "text") {
    const length = [...given].length;
    return length >= 1 && length <= parameter.max && !/\p{Cc}/u.test(given) ? given : undefined;
  }
  if (!DECIMAL.test(given.trim())) return undefined;
  const value = Number(given) + 0; // -0 is 0
  if (parameter.kind === "whole" && !Number.isInteger(value)) return undefined;
  return value >= parameter.min && value <= parameter.max ? value : undefined;
}

/** A value as a flag: `--threads 4`, `--no-lock`, `--message=-x`. */
export function flag(name: string, value: number | boolean | string): string[] {
  if (typeof value === "boolean") return [value ? `--${name}` : `--no-${name}`];
  const given = String(value);
  return typeof value === "string" && given.startsWith("-")
    ? [`--${name}=${given}`]
    : [`--${name}`, given];
}
