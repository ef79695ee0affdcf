/** What is to be explored: a lesson's scenario with its values, or a function of a file. */

import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { isPackage } from "../../runtime/home.ts";
import { workingFolder } from "../../system/programs.ts";
import { describeError } from "../../describe_error.ts";
import type { AnyLesson } from "../../lesson/declaration.ts";
import { readFlags, type Request } from "../../lesson/flags.ts";
import type { Language } from "../../lesson/language.ts";
import {
  type AnyValues,
  flag,
  type Parameters,
  seconds,
  toggle,
  whole,
} from "../../lesson/parameters.ts";
import { forProgram } from "../../lesson/run.ts";
import { puzzles } from "../../../scripts/puzzles/index.ts";
import { puzzleFile } from "../puzzles/copy.ts";
import { projectFile } from "../runtimes.ts";
import type { Exploring } from "./names.ts";
import { both, noExport, noScenario, notRecorded } from "./words.ts";

/** The most forced switches that can be asked for: as good as no limit. */
const MANY = 1000;

/** What a program may do, and how long it may be, for whoever decides who goes on. */
const RULES: Parameters = {
  steps: whole(10_000, 1, 1_000_000, both("steps")),
  early: toggle(false, both("early")),
  spurious: toggle(false, both("spurious")),
};

/** The flags of `explore` beside those of a lesson. */
export const SEARCH: Parameters = {
  preemptions: whole(MANY, 0, MANY, both("preemptions")),
  executions: whole(100_000, 1, 100_000_000, both("executions")),
  time: seconds(60, both("time")),
  count: toggle(true, both("count")),
  random: whole(0, 0, 100_000_000, both("random")),
  seed: whole(1, 0, 1_000_000_000, both("seed")),
  ...RULES,
};

/** The flags of each command; of a schedule that is replayed the rules are part. */
const FLAGS: Readonly<Record<Exploring, Parameters>> = {
  explore: SEARCH,
  step: RULES,
  replay: { output: toggle(false, both("output")) },
};

/** The rules, as `explore` and `walk` of lib/explore.ts take them. */
export interface Rules {
  readonly steps: number;
  readonly timeouts: "last" | "any";
  readonly spurious: boolean;
}

/** How it is searched, as `explore` takes it. */
export interface Search {
  readonly preemptions: number;
  readonly executions: number;
  readonly time: number;
  readonly count: boolean;
  readonly random?: number;
  readonly seed: number;
}

/** What is explored, and how the command line says so. */
export interface Target {
  readonly scenario: (...args: unknown[]) => unknown;
  readonly args: readonly unknown[];
  readonly module: string;
  /** The words that name it, with the flags that differ from the proposed ones. */
  readonly words: readonly string[];
  /** The same without the switches that are not as a lesson proposes them; undefined if all are. */
  readonly repaired?: readonly string[];
  /** The parameters as they were given, for those who read the result. */
  readonly values: AnyValues;
  readonly search: Search;
  readonly rules: Rules;
  /** The flags of the rules that differ from the proposed ones. */
  readonly ruled: readonly string[];
  /** Shows what the program prints. */
  readonly output: boolean;
}

/** What a command line asks for: help, or a sentence about what is wrong, or a target. */
export interface Asked {
  readonly request: Request;
  readonly wrong?: string;
  readonly target?: Target;
  /** All flags that there are. */
  readonly parameters: Parameters;
}

/** A lesson's parameters with small values, which may be less than a run takes. */
function proposed(lesson: AnyLesson): Parameters {
  const small: Partial<AnyValues> = lesson.explore ?? {};
  return Object.fromEntries(
    Object.entries(lesson.parameters).map(([name, parameter]) => {
      const standard = small[name];
      if (standard === undefined) return [name, parameter];
      const below = "min" in parameter && Number(standard) < parameter.min;
      return [name, {
        ...parameter,
        standard,
        ...(below ? { min: Math.min(1, Number(standard)) } : {}),
      }];
    }),
  ) as Parameters;
}

/** Reads `words`: the name of a lesson or a file, and the flags of `command`. */
export async function targetOf(
  command: Exploring,
  word: string,
  words: readonly string[],
  lessons: readonly AnyLesson[],
  language: Language,
  env: (name: string) => string | undefined,
): Promise<Asked> {
  const lesson = lessons.find(({ name }) => name === word);
  const own = lesson ? proposed(lesson) : {};
  const parameters = { ...FLAGS[command], ...own };
  const request = readFlags(["--lang", language, ...words], parameters, env);
  const asked = { request, parameters };
  if (request.help || request.wrong !== undefined) return asked;
  const { timeline, trace, html } = request.record;
  if (timeline || trace !== undefined || html !== undefined) {
    return { ...asked, wrong: notRecorded(command, language) };
  }
  const values: AnyValues = { ...standards, ...request.values };
  const able = lessons.filter(({ explore }) => explore).map(({ name }) => name);
  if (lesson && !lesson.explore) return { ...asked, wrong: noScenario(word, able, language) };
  const [path = "", name = "scenario"] = lesson ? [word] : word.split("#");
  const file = lesson
    ? projectFile(`scripts/${word}.${isPackage ? "js" : "ts"}`)
    : puzzles.some(({ name }) => name === word)
    ? puzzleFile(word)
    : resolve(workingFolder(), path);
  const module = pathToFileURL(file).href;
  const found = await exported(module, name);
  if ("wrong" in found) return { ...asked, wrong: noExport(path, name, found.wrong, language) };
  const given = Object.fromEntries(Object.keys(own).map((name) => [name, values[name]!]));
  const changed = Object.entries(given).filter(([name, value]) => value !== standardOf(own, name));
  const preemptions = Number(values["preemptions"]), random = Number(values["random"]);
  const target: Target = {
    scenario: found.value,
    args: lesson ? [forProgram(lesson, given, request.speed)] : [],
    module,
    words: [word, ...flagsOf(changed)],
    values: given,
    ...(lesson && changed.some(([name]) => own[name]?.kind === "switch")
      ? { repaired: [word, ...flagsOf(changed.filter(([name]) => own[name]?.kind !== "switch"))] }
      : {}),
    search: {
      preemptions: preemptions === MANY ? Infinity : preemptions,
      executions: Number(values["executions"]),
      time: Number(values["time"]) * 1000,
      count: values["count"] === true,
      seed: Number(values["seed"]),
      ...(random > 0 ? { random } : {}),
    },
    rules: {
      steps: Number(values["steps"]),
      timeouts: values["early"] === true ? "any" : "last",
      spurious: values["spurious"] === true,
    },
    ruled: flagsOf(
      Object.keys(RULES).map((name) => [name, values[name]!] as const)
        .filter(([name, value]) => value !== standardOf(RULES, name)),
    ),
    output: values["output"] === true,
  };
  return { ...asked, target };
}

function flagsOf(values: readonly (readonly [name: string, value: AnyValues[string]])[]): string[] {
  return values.flatMap(([name, value]) => flag(name, value));
}

/** What the search is where a command has no flags for it. */
const standards: AnyValues = Object.fromEntries(
  Object.keys(SEARCH).map((name) => [name, standardOf(SEARCH, name) as number | boolean]),
);

function standardOf(parameters: Parameters, name: string): unknown {
  return parameters[name]?.standard;
}

/** The function `name` of `module`, or why there is none. */
export async function exported(
  module: string,
  name: string,
): Promise<{ value: (...args: unknown[]) => unknown } | { wrong: string }> {
  try {
    const found = (await import(module) as Record<string, unknown>)[name];
    if (typeof found === "function") return { value: found as () => unknown };
    return { wrong: `it exports ${found === undefined ? "nothing" : `a ${typeof found}`} there` };
  } catch (error) {
    return { wrong: describeError(error) };
  }
}
