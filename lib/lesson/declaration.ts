/** What is said about a lesson once, for everything that needs to know it. */

import type { Picture } from "./lanes.ts";
import type { Language, Text } from "./language.ts";
import type { Parameters, Values } from "./parameters.ts";

/** A question before the run, and which answer the run turned out to give. */
export interface Prediction<V, R> {
  question(values: V): Text;
  /** The answers to choose from, by a name of their own. With less than two nothing is asked. */
  choices(values: V): Readonly<Record<string, Text>>;
  /** The name of the answer that came true; another name if none of them did. */
  answer(result: R, values: V): string;
}

/** What a lesson needs and is not installed. */
export interface Missing {
  /** For a menu: "needs Redis". */
  readonly short: Text;
  /** What to install, in a sentence or two. */
  readonly whole: Text;
}

/**
 * A lesson: its parameters `P` and the facts `R` that a run of it finds. `values` are those of the
 * run, times in seconds as the learner gave them.
 */
export interface Declaration<P extends Parameters, R> {
  readonly name: string;
  readonly title: Text;
  /** What it is about, in one line. */
  readonly about: Text;
  readonly parameters: P;
  /**
   * Its script exports `scenario(values)`, the same program for `explore`, and with these values, the
   * others as always, it is small enough for every interleaving.
   */
  readonly explore?: Partial<Values<P>>;
  /** Its main thread blocks, as the article's does: a signal has to end it by default action. */
  readonly blocks?: boolean;
  /** What it needs that is not here; undefined: all is here. */
  missing?(): Missing | undefined;
  /** Where there is no Python twin: how it is done in Python, in words. */
  readonly inPython?: Text;
  readonly prediction?: Prediction<Values<P>, R>;
  /** What differs from run to run, for --repeat: a number, or one of a few sentences. Else the prediction's answers. */
  readonly outcome?: { readonly about: Text; of(result: R, values: Values<P>): number | Text };
  /**
   * For --sweep: the parameters that say how many do the work, and how much of it a run has, in any unit.
   * Without it a sweep compares times, and says nothing of how fast the same work would be done.
   */
  readonly speed?: { readonly workers: readonly string[]; work(values: Values<P>): number };
  /** What has to be true of every run. */
  invariant(values: Values<P>): Text;
  /** Was it true of this one? */
  held(result: R, values: Values<P>): boolean;
  /** With these values the invariant is there to be broken: that is no failure. */
  breaks?(values: Values<P>): boolean;
  /** Who did what when. */
  picture?(result: R, values: Values<P>): Picture | undefined;
  /** Two or three sentences: what happened, why, what to try next. */
  closing(result: R, values: Values<P>): Text;
}

/** Any lesson's declaration, for those who go through all of them. */
export type AnyLesson = Declaration<Parameters, unknown>;

/** Checks a declaration while it is compiled and gives it back. */
export function declare<P extends Parameters, R>(about: Declaration<P, R>): Declaration<P, R> {
  return about;
}

export type { Language, Text };
