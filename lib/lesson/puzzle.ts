/** What is said about a puzzle once: a program that breaks, and what must be true when it is mended. */

import type { Text } from "./language.ts";

/** A value that the scenario must be able to return; else the work was removed, not mended. */
export interface Reachable {
  readonly value: unknown;
  /** What it means that it cannot. */
  readonly missing: Text;
}

/** A puzzle: its program and its solution are in scripts/puzzles/. */
export interface Puzzle {
  readonly name: string;
  readonly title: Text;
  /** What it is about, in one line. */
  readonly about: Text;
  readonly reachable: readonly Reachable[];
  /** Each says more than the one before. */
  readonly hints: readonly [Text, Text, Text];
}
