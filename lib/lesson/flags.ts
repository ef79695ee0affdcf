/** The command line of a lesson, read by its declaration. */

import { parseArgs } from "node:util";
import { type Language, LANGUAGES, localeLanguage } from "./language.ts";
import {
  type AnyValues,
  CAPACITY,
  flag,
  type Parameter,
  type Parameters,
  quoted,
  range,
  read,
  SPEED,
  standard,
} from "./parameters.ts";
import type { Wanted } from "./recorded.ts";
import { nearest } from "./suggest.ts";

/** What a command line asks for. */
export interface Request {
  readonly language: Language;
  readonly help: boolean;
  readonly json: boolean;
  readonly speed: number;
  readonly record: Wanted;
  readonly values: AnyValues;
  /** The sentence about the first thing that is wrong; the rest does not count then. */
  readonly wrong?: string;
}

interface Token {
  readonly kind: "option" | "positional" | "option-terminator";
  readonly name?: string;
  readonly rawName?: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

const FILES = ["trace", "html"] as const;
const SWITCHES = ["help", "json", "timeline", "no-timeline"];
const COMMON = ["speed", "timeline", ...FILES, "capacity", "lang", "json", "help"];
/** The parameters that every lesson has. */
const EVERYWHERE: Parameters = { speed: SPEED, capacity: CAPACITY };

/** The declaration of `name`; a name that every object has (`constructor`) is not one. */
function declared(parameters: Parameters, name: string): Parameter | undefined {
  return Object.hasOwn(parameters, name) ? parameters[name] : undefined;
}

/** The tokens of `args`; nothing is refused yet, so that every refusal is a sentence of ours. */
function tokensOf(args: readonly string[], parameters: Parameters): readonly Token[] {
  const options: Record<string, { type: "string" | "boolean"; short?: string }> = {
    lang: { type: "string" },
    speed: { type: "string" },
    trace: { type: "string" },
    html: { type: "string" },
    capacity: { type: "string" },
    timeline: { type: "boolean" },
    "no-timeline": { type: "boolean" },
    json: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  };
  for (const [name, { kind }] of Object.entries(parameters)) {
    options[name] = { type: kind === "switch" ? "boolean" : "string" };
    if (kind === "switch") options[`no-${name}`] = { type: "boolean" };
  }
  return parseArgs({ args: [...args], options, strict: false, tokens: true }).tokens as Token[];
}

/** The text given to a flag; a word that is a flag itself was not meant as its value. */
function given({ value, inlineValue }: Token): string | undefined {
  const isFlag = !inlineValue && value !== undefined && /^-[^\d.]/.test(value);
  return isFlag ? undefined : value;
}

/** The language that `--lang` names, else that of the locale. */
function languageOf(tokens: readonly Token[], env: (name: string) => string | undefined): Language {
  const named = tokens.findLast((token) => token.name === "lang")?.value;
  return LANGUAGES.find((language) => language === named) ?? localeLanguage(env);
}

function unknownFlag(token: Token, next: Token | undefined, known: Parameters, language: Language) {
  const name = token.rawName ?? "";
  const value = token.value ?? (next?.kind === "positional" ? next.value : undefined);
  const names = Object.keys(known).concat(COMMON);
  const near = nearest(name.replace(/^-+(no-)?/, ""), names);
  const meant = near && (declared(EVERYWHERE, near) ?? declared(known, near));
  const must = meant ? range(meant, language) : undefined;
  const flags = names.map((each) => `--${each}`).join(", ");
  if (language === "zh") {
    const hint = near
      ? `是不是 --${near}${must ? `（${must}）` : ""}？`
      : `可用的参数有 ${names.map((each) => `--${each}`).join("、")}`;
    return `没有 ${name} 这个参数${
      value === undefined ? "" : `（收到的值是 ${quoted(value)}）`
    }：${hint}`;
  }
  const hint = near
    ? `did you mean --${near}${must ? ` (${must})` : ""}?`
    : `the flags are ${flags}`;
  return `there is no flag ${name}${
    value === undefined ? "" : ` (value given: ${quoted(value)})`
  }: ${hint}`;
}

function strayWord(word: string, language: Language): string {
  return {
    en: `every value needs a flag before it: got the word ${quoted(word)} alone (see --help)`,
    zh: `每个值前面都要有参数名：收到了单独的 ${quoted(word)}（参见 --help）`,
  }[language];
}

function valueOfSwitch(token: Token, language: Language): string {
  const name = token.name!;
  const pair = COMMON.includes(name) ? `--${name}` : `--${name}, --no-${name}`;
  return {
    en: `--${name} is switched on or off (${pair}) and takes no value: got ${quoted(token.value!)}`,
    zh: `--${name} 只能开或关（${pair.replace(", ", "、")}），不能带值：收到的是 ${
      quoted(token.value!)
    }`,
  }[language];
}

function noFile(name: string, language: Language): string {
  return {
    en: `--${name} must name the file to write, as in --${name} run.${
      name === "html" ? name : "json"
    }`,
    zh: `--${name} 后面要写文件名，例如 --${name} run.${name === "html" ? name : "json"}`,
  }[language];
}

function wrongLanguage(token: Token, language: Language): string {
  const value = given(token);
  return {
    en: `--lang must be zh or en: ${
      value === undefined ? "no value given" : `got ${quoted(value)}`
    }`,
    zh: `--lang 必须是 zh 或 en：${
      value === undefined ? "没有给出值" : `收到的是 ${quoted(value)}`
    }`,
  }[language];
}

/**
 * Reads the command line of a lesson.
 *
 * @param args the words after the script's name
 * @param parameters the lesson's own
 * @param env reads an environment variable
 */
export function readFlags(
  args: readonly string[],
  parameters: Parameters,
  env: (name: string) => string | undefined,
): Request {
  const tokens = tokensOf(args, parameters);
  const language = languageOf(tokens, env);
  const values: AnyValues = {};
  for (const [name, parameter] of Object.entries(parameters)) {
    values[name] = standard(parameter, language);
  }
  const record: { -readonly [K in keyof Wanted]: Wanted[K] } = {
    timeline: false,
    capacity: CAPACITY.standard,
  };
  const request = { language, help: false, json: false, speed: SPEED.standard, record, values };
  let wrong: string | undefined;
  const take = (name: string, parameter: Parameter, token: Token) => {
    const reading = read(name, parameter, given(token), language);
    if ("wrong" in reading) wrong ??= reading.wrong;
    else if (name === "speed") request.speed = Number(reading.value);
    else if (name === "capacity") record.capacity = Number(reading.value);
    else values[name] = reading.value;
  };
  for (const [at, token] of tokens.entries()) {
    if (token.kind === "option-terminator") continue;
    if (token.kind === "positional") {
      wrong ??= strayWord(token.value!, language);
      continue;
    }
    const name = token.name!;
    const switched = name.replace(/^no-/, "");
    const parameter = declared(EVERYWHERE, name) ?? declared(parameters, name);
    const file = FILES.find((each) => each === name);
    if (file !== undefined) {
      const path = given(token);
      if (path) record[file] = path;
      else wrong ??= noFile(file, language);
    } else if (SWITCHES.includes(name) || declared(parameters, switched)?.kind === "switch") {
      if (token.value !== undefined) {
        wrong ??= valueOfSwitch({ ...token, name: switched }, language);
      } else if (name === "help") request.help = true;
      else if (name === "json") request.json = true;
      else if (switched === "timeline") record.timeline = name === switched;
      else values[switched] = name === switched;
    } else if (name === "lang") {
      if (!LANGUAGES.some((each) => each === token.value)) wrong ??= wrongLanguage(token, language);
    } else if (parameter) take(name, parameter, token);
    else wrong ??= unknownFlag(token, tokens[at + 1], parameters, language);
  }
  return wrong === undefined ? request : { ...request, wrong };
}

/** The flags that ask for `values` where they are not the standard ones. */
export function flagsFor(
  values: AnyValues,
  speed: number,
  parameters: Parameters,
  language: Language,
): string[] {
  const words: string[] = [];
  for (const [name, parameter] of Object.entries(parameters)) {
    const value = values[name];
    if (value !== undefined && value !== standard(parameter, language)) {
      words.push(...flag(name, value));
    }
  }
  return speed === SPEED.standard ? words : [...words, ...flag("speed", speed)];
}
