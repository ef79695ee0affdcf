/** Runs a lesson as the program it is. */

import {
  args,
  env,
  exit,
  name as runtime,
  onSignal,
  setContext,
  setExitCode,
  version,
} from "../runtime/current.ts";
import { write } from "../system/output.ts";
import { describeError } from "../describe_error.ts";
import { wrapped } from "../columns.ts";
import { sleep } from "../program/sleep.ts";
import type { AnyLesson, Declaration } from "./declaration.ts";
import { readFlags } from "./flags.ts";
import { language } from "./language.ts";
import { helpOf } from "./help.ts";
import { type AnyValues, atSpeed, type Parameters, type Values } from "./parameters.ts";
import { recorded, recordedTwice } from "./recorded.ts";
import { reportOf } from "./report.ts";
import { painter, room } from "./style.ts";

/** The values as the program needs them: times in milliseconds, divided by the speed. */
export function forProgram(lesson: AnyLesson, values: AnyValues, speed: number): AnyValues {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      lesson.parameters[name]?.kind === "seconds" ? Number(value) * 1000 / speed : value,
    ]),
  );
}

/**
 * A signal ends the program with the code that says so, and all its threads and processes with it.
 * Where the main thread blocks, no handler could run: there the signal's default action is kept.
 */
function endAtSignals(): () => void {
  const removers = [
    onSignal("SIGINT", () => exit(130)),
    onSignal("SIGTERM", () => exit(143)),
    onSignal("SIGHUP", () => exit(129)),
  ];
  return () => removers.forEach((remove) => remove());
}

/** Milliseconds that leave every runtime its next turns of the event loop. */
const TURNS = 50;

/** What a program ends with when what it has to say cannot be written: EX_IOERR of sysexits.h. */
const UNWRITABLE = 74;

/** Where the output goes nowhere (a full disk), a sentence says so, and the exit code. */
export function endIfUnwritable(error: unknown): void {
  // One that a thread or child has met arrives as an Error with that name.
  if (!(error instanceof Error) || error.name !== "OutputError") return;
  try {
    const sentence = language() === "zh"
      ? `无法写出结果，请检查磁盘空间：${error.message}`
      : `${error.message}. Is the disk full? Nothing more can be shown.`;
    write(2, `${sentence}\n`);
  } catch {
    // Neither can this be written.
  }
  exit(UNWRITABLE);
}

/**
 * What `program` gives. If it fails, everything that it started is ended at once: the others may be
 * waiting for the one that failed.
 *
 * @param people where the lines for people go
 */
async function succeeded<R>(program: () => R | Promise<R>, people: 1 | 2): Promise<R> {
  try {
    return await program();
  } catch (error) {
    // Ctrl-C goes to all processes of the group. This one has it before a child can die of it, but its
    // handler runs in a later turn of the event loop than the news of that death.
    await sleep(TURNS);
    endIfUnwritable(error);
    // A child process that could not write because the reader is gone fails the program, too. Then
    // this ends it without a word, like every other line.
    write(people, "\n");
    write(2, `${describeError(error)}\n`);
    return exit(1);
  }
}

/**
 * Makes of a lesson's declaration and program what `main(import.meta, ...)` runs: it reads the
 * flags, runs the program with their values, and reports. Times reach the program in milliseconds,
 * already divided by `--speed`. The program answers with the facts it found.
 *
 * Exit codes: 0 the invariant held or its breaking was the point, 1 it broke, 2 bad usage, or what
 * the lesson needs is not installed, 74 the output or a recording could not be written, 130 and 143
 * interrupted.
 *
 * @example
 * ```ts ignore: a whole program; scripts/ has many
 * main(import.meta, lesson(about, async ({ threads, delay }) => {
 *   await sleep(delay);
 *   return { started: threads };
 * }));
 * ```
 */
export function lesson<P extends Parameters, R>(
  about: Declaration<P, R>,
  program: (values: Values<P>) => R | Promise<R>,
): () => Promise<void> {
  const run = async () => {
    const { language, help, json, speed, record, values, wrong } = readFlags(
      args,
      about.parameters,
      env,
    );
    setContext("lang", language);
    if (help) return write(1, helpOf(about, language, Math.min(room(1), 100)));
    const refused = wrong ?? recordedTwice(record, language);
    if (refused !== undefined) {
      write(2, `${wrapped(refused, room(2))}\n`);
      return setExitCode(2);
    }
    const missing = about.missing?.();
    if (missing !== undefined) {
      write(2, `${wrapped(missing.whole[language], room(2))}\n`);
      return setExitCode(2);
    }
    const people = json ? 2 : 1;
    setContext("stdout", String(people));
    if (room(people) < Infinity) setContext("columns", String(room(people)));
    const ignoreSignals = about.blocks ? () => {} : endAtSignals();
    const began = performance.now();
    const inMilliseconds = forProgram(about, values, speed) as Values<P>;
    const recording = await recorded(
      record,
      about.name,
      language,
      people,
      () => succeeded(() => program(inMilliseconds), people),
    );
    const { result } = recording;
    const elapsed = Math.round(performance.now() - began) / 1000;
    ignoreSignals();
    const real = atSpeed(values, speed, about.parameters); // the times that passed
    const outcome = reportOf(about, result, real, language, room(people), record.timeline);
    const paint = painter(people);
    const colour = outcome.held ? "green" : outcome.code === 0 ? "yellow" : "red";
    write(
      people,
      [...recording.lines, ...outcome.lines, paint(outcome.verdict, colour), ""].join("\n"),
    );
    if (json) {
      const { held } = outcome;
      const facts = {
        lesson: about.name,
        runtime,
        version,
        parameters: values,
        held,
        result,
        elapsed,
      };
      write(1, `${JSON.stringify(facts)}\n`);
    }
    setExitCode(recording.kept ? outcome.code : UNWRITABLE);
  };
  return () =>
    run().catch((error: unknown) => {
      endIfUnwritable(error);
      throw error;
    });
}
