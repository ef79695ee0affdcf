/** Runs a lesson on one runtime for a comparison: what came out, how long it took, and how it ended. */

import type { AnyLesson } from "../../lesson/declaration.ts";
import { rounded } from "../../lesson/clock.ts";
import type { Language } from "../../lesson/language.ts";
import { type AnyValues, atSpeed } from "../../lesson/parameters.ts";
import { startProgram } from "../../system/programs.ts";
import type { Exits } from "../leave.ts";
import type { Place, Wanted } from "./places.ts";

/** What the Python twin tells of its interpreter. */
export interface PythonFacts {
  readonly interpreterLock: boolean;
  readonly startMethod: string;
  /** Seconds. */
  readonly switchInterval: number;
}

/** A run that came to its end. */
export interface Found {
  readonly result: Readonly<Record<string, unknown>>;
  readonly held: boolean;
  /** The answer to the lesson's question that came true, where it asks one. */
  readonly answer: string | undefined;
  /** Seconds that the lesson took, and those of the whole process beside it: its start and its end. */
  readonly elapsed: number;
  readonly startUp: number;
  readonly python?: PythonFacts;
}

/** One run. */
export interface Run {
  readonly place: Place;
  /** Undefined if it failed, or was stopped. */
  readonly found: Found | undefined;
  readonly stopped: boolean;
  readonly code: number | null;
  readonly signal: string | null;
  /** What it wrote for people. */
  readonly said: string;
}

/** Milliseconds after which another Ctrl-C means that the first was not enough. */
const PATIENCE = 1000;

interface Printed {
  result: Record<string, unknown>;
  held?: boolean;
  elapsed: number;
  python?: PythonFacts;
}

function printed(output: string): Printed | undefined {
  try {
    const told = JSON.parse(output);
    return typeof told?.result === "object" && typeof told.elapsed === "number" ? told : undefined;
  } catch {
    return undefined; // it did not come to that
  }
}

/** The values with the times that really passed: it is these that facts are about. */
export function realValues({ lesson, values, speed }: Wanted): AnyValues {
  return atSpeed(values, speed, lesson.parameters);
}

/** Was the invariant there to be broken? */
export function breaks(wanted: Wanted): boolean {
  return wanted.lesson.breaks?.(realValues(wanted)) ?? false;
}

/** What an answer says, in words; undefined if the lesson asks nothing with these values. */
export function answerIn(wanted: Wanted, answer: string | undefined): string | undefined {
  const choices = wanted.lesson.prediction?.choices(realValues(wanted)) ?? {};
  return answer === undefined ? undefined : choices[answer]?.[wanted.language as Language];
}

function answered(lesson: AnyLesson, values: AnyValues, result: unknown): string | undefined {
  const { prediction } = lesson;
  if (!prediction || Object.keys(prediction.choices(values)).length < 2) return undefined;
  return prediction.answer(result, values);
}

/** Runs it there; Ctrl-C goes to it, and a second one ends it the hard way. */
export async function measure(place: Place, wanted: Wanted, exits: Exits): Promise<Run> {
  const [file = "", ...args] = place.words;
  const began = performance.now();
  const program = startProgram({ file, args }, { taken: "both" });
  let stoppedAt = 0;
  exits.redirect((signal) => {
    const now = performance.now();
    const again = stoppedAt > 0 && now - stoppedAt > PATIENCE;
    if (stoppedAt === 0) stoppedAt = now;
    program.kill(again ? "SIGKILL" : signal);
  });
  try {
    const { code, signal, output, errors } = await program.ended;
    const whole = (performance.now() - began) / 1000;
    const told = code === 0 || code === 1 ? printed(output) : undefined;
    const stopped = stoppedAt > 0 || code === 130 || signal === "SIGINT";
    const ended = { place, stopped: stopped && !told, code, signal, said: errors };
    if (!told) return { ...ended, found: undefined };
    const values = realValues(wanted), { lesson } = wanted;
    const found: Found = {
      result: told.result,
      held: told.held ?? lesson.held(told.result, values),
      answer: answered(lesson, values, told.result),
      elapsed: told.elapsed,
      startUp: Math.max(0, rounded(whole - told.elapsed)),
      ...(told.python ? { python: told.python } : {}),
    };
    return { ...ended, found };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { place, stopped: false, code: null, signal: null, said, found: undefined };
  } finally {
    exits.redirect(null);
  }
}
