/**
 * A schedule in a few letters: who goes on at each step at which more than one could, and, to notice
 * that the program is another one by now, how many steps there are and, in three letters, which ones.
 */

import { ExploreError } from "../errors.ts";
import type { Fork, Policy } from "./contract.ts";

/** Who took each step where there was a choice, and how many steps there were. */
export interface Choices {
  readonly choices: readonly number[];
  readonly steps: number;
  /** What was allowed: the choices are among what it adds, too. */
  readonly early: boolean;
  readonly spurious: boolean;
  /** Do the threads take turns behind the choices? Else whoever did the step before goes on. */
  readonly fair: boolean;
  /** What the steps are, as far as three letters say it; undefined where a person wrote none. */
  readonly letters: string | undefined;
}

const LETTERS = 36 ** 3;

/** The three letters of what was done: see trail.ts. */
export function lettersOf(mark: number): string {
  return ((mark >>> 0) % LETTERS).toString(36).padStart(3, "0");
}

/** `choices` and `steps` as text: "0110-5.k3f"; before the dot what was allowed, and whether turns are taken. */
export function writeSchedule(
  { choices, steps, early, spurious, fair = false, mark }:
    & Omit<Choices, "letters" | "fair">
    & { readonly fair?: boolean; readonly mark: number },
): string {
  const threads = choices.map((thread) => thread.toString(36)).join("");
  const flags = `${early ? "e" : ""}${spurious ? "s" : ""}${fair ? "t" : ""}`;
  return `${threads}-${steps}${flags}.${lettersOf(mark)}`;
}

/**
 * Reads what `writeSchedule` wrote.
 *
 * @throws {TypeError} if it is no schedule
 */
export function readSchedule(text: string): Choices {
  const parts = typeof text === "string"
    ? /^([0-9a-z]*)-(\d+)(e?)(s?)(t?)(?:\.([0-9a-z]{3}))?$/.exec(text)
    : null;
  if (!parts) {
    throw new TypeError(
      `Cannot replay: the schedule must be one that explore() gave, such as "0110-5.k3f", ` +
        `but it is ${JSON.stringify(text)}`,
    );
  }
  return {
    choices: [...parts[1]!].map((thread) => parseInt(thread, 36)),
    steps: Number(parts[2]),
    early: parts[3] === "e",
    spurious: parts[4] === "s",
    fair: parts[5] === "t",
    letters: parts[6],
  };
}

/** A policy that does `choices`, and notes that the program does not offer them. */
export function following(choices: readonly number[], then: Policy): Policy {
  let at = 0;
  return (decision) => {
    if (decision.enabled.length === 1) return decision.enabled[0]!;
    if (at >= choices.length) return then(decision);
    const chosen = choices[at++]!;
    if (decision.enabled.includes(chosen)) return chosen;
    throw differs(`at choice ${at} thread number ${chosen} cannot go on`);
  };
}

const CAUSES =
  `Usual causes: state kept in a module (workers are used again), crypto, a real clock. ` +
  `Make all that a scenario uses inside of it`;

/** The error of a program that does not do what a schedule says. */
export function differs(what: string): ExploreError {
  return new ExploreError(
    `Cannot follow the schedule: ${what}. Either it belongs to another version of the program, or ` +
      `the program does not do the same each time. ${CAUSES}`,
  );
}

/** The error of a program that was seen not to do the same again. */
export function changes(what: string): ExploreError {
  return new ExploreError(
    `Cannot explore: the program does not do the same each time: ${what}. ${CAUSES}`,
  );
}

/** Whoever did the step before goes on; the oldest thread where that one cannot. */
export const onwards = ({ enabled, own }: Fork): number => own[0] ?? enabled[0]!;

/** What going on chooses by itself need not be told. */
export function shorten(choices: readonly number[], decisions: readonly Fork[]): number[] {
  let told = choices.length;
  while (told > 0 && choices[told - 1] === onwards(decisions[told - 1]!)) told--;
  return choices.slice(0, told);
}

/** Everybody gets turns: the thread after `last`. */
export function everybody(enabled: readonly number[], last: number): number {
  return enabled.find((thread) => thread > last) ?? enabled[0]!;
}

/** A policy by which everybody gets turns. */
export function takingTurns(): Policy {
  let last = -1;
  return ({ enabled }) => last = everybody(enabled, last);
}

/** Each choice is drawn, the same ones for the same seed. */
export function drawing(seed: number): Policy {
  let state = seed | 0;
  const random = (below: number) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor(((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32 * below);
  };
  return ({ enabled }) => enabled[random(enabled.length)]!;
}
