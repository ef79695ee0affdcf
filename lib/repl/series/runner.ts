/** Runs a lesson many times, one run after the other, and keeps what each of them found. */

import { env, terminal } from "../../runtime/current.ts";
import { columns } from "../../columns.ts";
import type { AnyLesson } from "../../lesson/declaration.ts";
import { flagsFor } from "../../lesson/flags.ts";
import { type Language, localeLanguage } from "../../lesson/language.ts";
import type { AnyValues } from "../../lesson/parameters.ts";
import { startProgram } from "../../system/programs.ts";
import { write } from "../../system/output.ts";
import type { Exits } from "../leave.ts";
import { commandFor, quietly, type Runtime } from "../runtimes.ts";
import { progressOf } from "./words.ts";

/** How often, in ms, the line of progress is drawn; and a new line where nothing is redrawn. */
const OFTEN = 200, SELDOM = 10_000;

/** One run. */
export interface Sample {
  /** The parameters as they were. */
  readonly values: AnyValues;
  /** Did it end as a lesson should? */
  readonly ok: boolean;
  /** Its facts, if it came to that. */
  readonly found?: { readonly result: unknown; readonly held: boolean; readonly elapsed: number };
}

/** What is run, on what, and how it is told. */
export interface Setting {
  readonly lesson: AnyLesson;
  readonly runtime: Runtime;
  readonly speed: number;
  readonly language: Language;
  readonly plain: boolean;
}

/** The words of one run with `values`. */
export function commandOf(setting: Setting, values: AnyValues): string[] {
  const { lesson, runtime, speed, language } = setting;
  const flags = flagsFor(values, speed, lesson.parameters, language);
  if (language !== localeLanguage(env)) flags.push("--lang", language);
  return commandFor(runtime, lesson.name, flags);
}

/** Runs it with each of `all` until it is interrupted. The answer is what was done until then. */
export async function runs(
  setting: Setting,
  all: readonly AnyValues[],
  exits: Exits,
): Promise<{ samples: Sample[]; interrupted: boolean }> {
  const samples: Sample[] = [];
  const progress = progressLine(setting);
  let interrupted = false;
  const began = performance.now();
  try {
    for (const values of all) {
      const spent = (performance.now() - began) / 1000;
      const left = samples.length === 0
        ? undefined
        : spent / samples.length * (all.length - samples.length);
      progress.show(samples.length, all.length, left);
      const [file = "", ...args] = quietly(setting.runtime, commandOf(setting, values));
      const program = startProgram({ file, args: [...args, "--json"] }, { taken: "all" });
      exits.redirect((signal) => {
        interrupted = true;
        program.kill(signal);
      });
      const { code, signal, output } = await program.ended;
      // The terminal sends Ctrl-C to both, and the lesson may be over before it is heard of here.
      if (interrupted || signal === "SIGINT" || code === 130) return { samples, interrupted: true };
      const found = factsIn(output);
      samples.push({ values, ok: code === 0 && found !== undefined, ...(found ? { found } : {}) });
    }
    return { samples, interrupted };
  } finally {
    exits.redirect(null);
    progress.clear();
  }
}

function factsIn(output: string): Sample["found"] {
  try {
    const { result, held, elapsed } = JSON.parse(output);
    return typeof held === "boolean" && typeof elapsed === "number"
      ? { result, held, elapsed }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Says how far it is: in one line that is drawn again, or in a new line now and then. */
function progressLine({ language, plain }: Setting) {
  const { isTTY } = terminal(2);
  let drawn = 0, last = performance.now();
  return {
    show(done: number, all: number, left: number | undefined) {
      if (!isTTY || (done > 0 && performance.now() - last < (plain ? SELDOM : OFTEN))) return;
      if (plain && done === 0) return;
      last = performance.now();
      const line = progressOf(done, all, left, language);
      write(2, plain ? `${line}\n` : `\r${line}${" ".repeat(Math.max(0, drawn - columns(line)))}`);
      drawn = plain ? 0 : columns(line);
    },
    clear() {
      if (drawn > 0) write(2, `\r${" ".repeat(drawn)}\r`);
    },
  };
}
