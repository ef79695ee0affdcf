/** A session in a terminal: pick a lesson, give it values, predict, run it, look at it, again. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import kleur from "kleur";
import { cpuCount, env } from "../runtime/current.ts";
import { write } from "../system/output.ts";
import { columns, wrapped } from "../columns.ts";
import type { AnyLesson } from "../lesson/declaration.ts";
import { flagsFor } from "../lesson/flags.ts";
import { type Language, localeLanguage } from "../lesson/language.ts";
import { type AnyValues, atSpeed, SPEED } from "../lesson/parameters.ts";
import { coloured, signs } from "../lesson/style.ts";
import { watchExits } from "./leave.ts";
import type { Memory } from "./memory.ts";
import { perform, resultIn } from "./perform.ts";
import { EndOfInput } from "./asker.ts";
import { explorationOf } from "./exploring/names.ts";
import { stepThrough } from "./exploring/step.ts";
import { targetOf } from "./exploring/target.ts";
import { openDesk, width } from "./desk.ts";
import {
  type Asking,
  askLesson,
  askNext,
  askPrediction,
  askRuntime,
  askValues,
  type Next,
} from "./questions.ts";
import {
  commandFor,
  findRuntimes,
  labCommand,
  label,
  ownRuntime,
  projectFile,
  quietly,
  quotedCommand,
  type Runtime,
} from "./runtimes.ts";
import { wordsIn } from "./words.ts";

interface Run {
  readonly values: AnyValues;
  readonly runtime: Runtime;
}

/** Is this how Inquirer says that a prompt was left? */
function wasLeft(error: unknown): boolean {
  const name = error instanceof Error ? error.name : "";
  return name === "ExitPromptError" || name === "AbortPromptError" || name === "AbortError";
}

/**
 * Leads a learner through `lessons` until they quit.
 *
 * @param plain asks line by line, for screen readers and logs
 * @returns the exit code: 0 after quitting, 130 after Ctrl-C at a prompt
 */
export async function session(
  lessons: readonly AnyLesson[],
  language: Language,
  memory: Memory,
  plain: boolean,
): Promise<number> {
  kleur.enabled = coloured(1);
  const say = wordsIn(language);
  const exits = watchExits();
  const desk = await openDesk(plain, say, exits);
  const asking: Asking = { language, say, asker: desk.asker };
  const tell = (text: string) => write(1, `${text}\n`);
  const found = findRuntimes(); // asks the programs for their versions meanwhile

  /** The values with the times that will really pass: it is these that a prediction is about. */
  const real = (lesson: AnyLesson, { speed = SPEED.standard, ...own }: AnyValues) =>
    atSpeed(own, Number(speed), lesson.parameters);

  const begin = async (lesson: AnyLesson, fixed?: Run): Promise<Run> => {
    const values = fixed?.values ??
      await askValues(lesson, memory.valuesOf(lesson), asking);
    const runtimes = fixed ? [] : await found;
    const runtime = fixed?.runtime ??
      (runtimes.length > 1 ? await askRuntime(runtimes, memory.runtime, asking) : runtimes[0]!);
    memory.keep(lesson, values, label(runtime));
    const expected = fixed ? undefined : await askPrediction(lesson, real(lesson, values), asking);
    await show(lesson, { values, runtime }, expected);
    return { values, runtime };
  };

  const show = async (lesson: AnyLesson, { values, runtime }: Run, expected?: string) => {
    const { speed = SPEED.standard, ...own } = values;
    const flags = flagsFor(own, Number(speed), lesson.parameters, language);
    if (language !== localeLanguage(env)) flags.push("--lang", language);
    const words = commandFor(runtime, lesson.name, flags);
    tell(
      `\n${kleur.dim(wrapped(say("command"), width()))}\n${kleur.bold(quotedCommand(words))}\n`,
    );
    desk.lend();
    try {
      const quiet = quietly(runtime, words);
      const ended = await perform(quiet, expected !== undefined, exits).finally(desk.takeBack);
      if (ended.interrupted) tell(`\n${kleur.yellow(wrapped(say("stopped"), width()))}`);
      else if (ended.signal) tell(kleur.red(wrapped(`${say("killed")}${ended.signal}`, width())));
      else if (ended.code !== 0) tell(kleur.red(`${say("failed")}${ended.code}`));
      const result = resultIn(ended.output);
      if (expected !== undefined && result !== undefined) {
        judged(lesson, real(lesson, values), expected, result);
      }
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      tell(kleur.red(wrapped(`${say("unstartable")}${why}`, width())));
    }
    tell("");
  };

  /** Explores the lesson, on the runtime that it ran on. */
  const explored = async (lesson: AnyLesson, run: Run) => {
    const words = explorationOf("explore", lesson, run.values);
    if (language !== localeLanguage(env)) words.push("--lang", language);
    if (plain) words.push("--plain");
    const whole = labCommand(run.runtime, words);
    tell(
      `\n${kleur.dim(wrapped(say("command"), width()))}\n${kleur.bold(quotedCommand(whole))}\n`,
    );
    desk.lend();
    try {
      await perform(quietly(run.runtime, whole), false, exits).finally(desk.takeBack);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      tell(kleur.red(wrapped(`${say("unstartable")}${why}`, width())));
    }
    tell("");
  };

  const stepped = async (lesson: AnyLesson, { values }: Run) => {
    const [, name, ...flags] = explorationOf("step", lesson, values);
    const { target } = await targetOf(name!, flags, lessons, language, env);
    if (target) await stepThrough(target, desk.asker, language, width(), tell);
  };

  const judged = (lesson: AnyLesson, values: AnyValues, expected: string, result: unknown) => {
    const { choices, answer } = lesson.prediction!;
    const came = answer(result, values);
    const text = choices(values)[came]?.[language];
    if (text === undefined) return;
    const right = came === expected;
    const line = `${say(right ? "right" : "wrong")}${right ? "" : say("expected")}${text}`;
    tell(`\n${(right ? kleur.green : kleur.yellow)(wrapped(line, width()))}`);
  };

  const source = (lesson: AnyLesson) => {
    const path = join("scripts", `${lesson.name}.ts`);
    const text = readFileSync(projectFile(path), "utf8").trimEnd();
    tell(`\n${kleur.dim(path)}\n${text}\n`);
  };

  try {
    tell(title(language));
    for (const notice of memory.notices(language)) tell(wrapped(notice, width()));
    let lesson: AnyLesson | undefined;
    let offered = memory.lesson;
    for (;;) {
      lesson ??= await askLesson(lessons, offered, asking);
      let run = await begin(lesson);
      const here = lessons.indexOf(lesson);
      const following = lessons.find((each, at) => at > here && !each.missing?.());
      let next = await askNext(lesson, following, asking);
      while (!leaves(next)) {
        if (next === "source") source(lesson);
        else if (next === "explore") await explored(lesson, run);
        else if (next === "step") await stepped(lesson, run);
        else run = await begin(lesson, next === "again" ? run : undefined);
        next = await askNext(lesson, following, asking);
      }
      exits.calm(0); // whoever answers is not holding on to Ctrl-C
      if (next === "quit") break;
      offered = lesson.name;
      lesson = next === "next" ? following : undefined;
    }
    tell(say("bye"));
    return 0;
  } catch (error) {
    const ended = error instanceof EndOfInput;
    if (!ended && !wasLeft(error)) throw error;
    tell(say("bye"));
    return ended ? 0 : exits.code();
  } finally {
    desk.close();
    exits.close();
  }
}

/** Does the answer lead away from the lesson? */
function leaves(next: Next): next is "next" | "menu" | "quit" {
  return next === "next" || next === "menu" || next === "quit";
}

/** "Interleave 0.1.0", what it is, and what it runs on. */
function title(language: Language): string {
  const say = wordsIn(language);
  const { version } = JSON.parse(readFileSync(projectFile("package.json"), "utf8")) as {
    version: string;
  };
  const name = `Interleave ${version}`;
  const machine = `${label(ownRuntime())} ${signs().dot} ${cpuCount()} ${say("cores")}`;
  const beside = columns(`${name}  ${machine}`) <= width();
  return `\n${kleur.bold().cyan(name)}${beside ? "  " : "\n"}${kleur.dim(machine)}\n` +
    `${wrapped(say("tagline"), width())}\n`;
}
