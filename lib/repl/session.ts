/** A session in a terminal: pick a lesson, give it values, predict, run it, look at it, again. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import kleur from "kleur";
import { cpuCount, env, terminal } from "../runtime/current.ts";
import { write } from "../system/output.ts";
import { columns, wrapped } from "../lesson/columns.ts";
import type { AnyLesson } from "../lesson/declaration.ts";
import { flagsFor } from "../lesson/flags.ts";
import { type Language, localeLanguage } from "../lesson/language.ts";
import { type AnyValues, atSpeed, SPEED } from "../lesson/parameters.ts";
import { watchExits } from "./leave.ts";
import type { Memory } from "./memory.ts";
import { perform, resultIn } from "./perform.ts";
import {
  type Asking,
  askLesson,
  askNext,
  askPrediction,
  askRuntime,
  askValues,
} from "./questions.ts";
import {
  commandFor,
  findRuntimes,
  label,
  ownRuntime,
  quotedCommand,
  ROOT,
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
  return name === "ExitPromptError" || name === "AbortPromptError";
}

/**
 * Leads a learner through `lessons` until they quit.
 *
 * @returns the exit code: 0 after quitting, 130 after Ctrl-C at a prompt
 */
export async function session(
  lessons: readonly AnyLesson[],
  language: Language,
  memory: Memory,
): Promise<number> {
  const say = wordsIn(language);
  const exits = watchExits({ keys: true });
  const width = () => terminal(1).columns;
  const asking: Asking = { language, say, signal: exits.signal, columns: width };
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
    try {
      const ended = await perform(words, expected !== undefined, exits);
      if (ended.interrupted) tell(`\n${kleur.yellow(wrapped(say("stopped"), width()))}`);
      else if (ended.signal) tell(kleur.red(`${say("killed")}${ended.signal}`));
      else if (ended.code !== 0) tell(kleur.red(`${say("failed")}${ended.code}`));
      const result = resultIn(ended.output);
      if (expected !== undefined && result !== undefined) {
        judged(lesson, real(lesson, values), expected, result);
      }
    } catch (error) {
      tell(kleur.red(`${say("unstartable")}${error instanceof Error ? error.message : error}`));
    }
    tell("");
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
    const text = readFileSync(join(ROOT, path), "utf8").trimEnd();
    tell(`\n${kleur.dim(path)}\n${text}\n`);
  };

  try {
    tell(title(language));
    let lesson: AnyLesson | undefined;
    let offered = memory.lesson;
    for (;;) {
      lesson ??= await askLesson(lessons, offered, asking);
      let run = await begin(lesson);
      const following = lessons[lessons.indexOf(lesson) + 1];
      let next = await askNext(following, asking);
      while (next === "again" || next === "change" || next === "source") {
        if (next === "source") source(lesson);
        else run = await begin(lesson, next === "again" ? run : undefined);
        next = await askNext(following, asking);
      }
      if (next === "quit") break;
      offered = lesson.name;
      lesson = next === "next" ? following : undefined;
    }
    tell(say("bye"));
    return 0;
  } catch (error) {
    if (!wasLeft(error)) throw error;
    tell(say("bye"));
    return exits.code();
  } finally {
    exits.close();
  }
}

/** "Interleave 0.1.0", what it is, and what it runs on. */
function title(language: Language): string {
  const say = wordsIn(language);
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    version: string;
  };
  const width = terminal(1).columns;
  const name = `Interleave ${version}`;
  const machine = `${label(ownRuntime())} · ${cpuCount()} ${say("cores")}`;
  const beside = columns(`${name}  ${machine}`) <= width;
  return `\n${kleur.bold().cyan(name)}${beside ? "  " : "\n"}${kleur.dim(machine)}\n` +
    `${wrapped(say("tagline"), width)}\n`;
}
