/** What is said about a puzzle once: a program that breaks, and what must be true when it is mended. */

import type { Text } from "./language.ts";

/** A value that the scenario must be able to return; else the work was removed, not mended. */
export interface Reachable {
  readonly value: unknown;
  /** What it means that it cannot. */
  readonly missing: Text;
}

/** Another size of the scenario, for which it must be mended, too: an answer can be written down for one. */
export interface Larger {
  readonly args: readonly unknown[];
  /** What it means that it fails. */
  readonly missing: Text;
}

/** What of a puzzle's program has to stay as it is given, beside its scenario: it says what must hold. */
export interface Kept {
  /** Whole functions. */
  readonly functions?: readonly string[];
  /** Statements, each of them somewhere in the program. */
  readonly statements?: readonly string[];
  /** What the scenario makes and may make otherwise, beside its locks and what else threads wait with. */
  readonly loose?: readonly string[];
}

/** A puzzle: its program and its solution are in scripts/puzzles/. */
export interface Puzzle {
  readonly name: string;
  readonly title: Text;
  /** What it is about, in one line. */
  readonly about: Text;
  readonly reachable: readonly Reachable[];
  /** What the scenario may return besides; anything else is wrong. */
  readonly allowed?: readonly unknown[];
  readonly larger?: Larger;
  readonly kept?: Kept;
  /** Each says more than the one before. */
  readonly hints: readonly [Text, Text, Text];
}
