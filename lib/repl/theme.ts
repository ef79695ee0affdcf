/**
 * How prompts look and what they say by themselves. Inquirer's own colours take no notice of NO_COLOR
 * on Node 20, and its hints are English, so both come from here.
 */

import kleur from "kleur";
import { wrapped } from "../columns.ts";
import { signs } from "../lesson/style.ts";
import type { Words } from "./words.ts";

const KEYS = { navigate: "move", select: "select" } as const;

export interface Look {
  /** A list that is filtered by typing has a hint that says so. */
  readonly filter?: boolean;
  /** A "?" asks what a word means. */
  readonly words?: boolean;
  /** How many choices there are, where not all are on the screen. */
  readonly many?: number | undefined;
  /** Is there room for the line of keys? */
  readonly keys?: boolean;
  readonly columns: number;
  /** The question as it stands when it is answered, broken into lines. */
  readonly message: string;
}

/** Columns of the sign before a question, and the space behind it. */
const SIGN = 2;

/**
 * The answer as it stands behind its question: where it does not fit the line, it goes on in the next
 * one between words, which a terminal would not do.
 */
export function answered(answer: string, message: string, width: number): string {
  const lines = message.split("\n");
  const last = (lines.length === 1 ? " ".repeat(SIGN) : "") + lines.at(-1)!;
  // A line that is full to the last column makes terminals begin another.
  const both = wrapped(`${last.replaceAll(" ", HELD)} ${answer}`, width - 1);
  return both.slice(last.length).replace(/^ /, "").replaceAll(HELD, " ");
}

/** A space at which no line ends: what stands there already is not broken again. */
const HELD = "\u00a0";

function hints(
  pairs: [key: string, action: string][],
  say: Words,
  { filter, words, many, columns }: Pick<Look, "filter" | "words" | "many" | "columns">,
): string {
  const { keys, enter } = signs();
  const shown = pairs.map(([key, action]) => [
    key === "⏎" ? enter : keys,
    Object.hasOwn(KEYS, action) ? say(KEYS[action as keyof typeof KEYS]) : action,
  ]);
  if (many !== undefined) shown[0]![1] = say("through").replace("#", `${many}`);
  if (filter) shown.unshift([say("letters"), say("filter")]);
  if (words) shown.push(["?", say("word")]);
  const pieces = shown.map(([key, action]) => `${kleur.bold(key!)} ${kleur.dim(action!)}`);
  return wrapped(pieces.map((piece) => piece.replaceAll(" ", HELD)).join("  "), columns - 1)
    .replaceAll(HELD, " ");
}

/** The theme of a prompt. */
export function themeOf(say: Words, { keys = true, columns, message, ...look }: Look) {
  const { cursor, done, more } = signs();
  return {
    prefix: { idle: kleur.blue("?"), done: kleur.green(done) },
    spinner: { interval: 80, frames: [kleur.yellow(more)] },
    icon: { cursor },
    style: {
      answer: (text: string) => kleur.cyan(answered(text, message, columns)),
      message: (text: string) => kleur.bold(text),
      error: (text: string) => kleur.red(wrapped(`> ${text}`, columns, 2)),
      help: (text: string) => kleur.dim(text),
      highlight: (text: string) => kleur.cyan(text),
      disabled: (text: string) => kleur.dim(`  ${text}`), // in line with the others
      searchTerm: (text: string) => kleur.cyan(text),
      description: (text: string) => kleur.dim(text),
      keysHelpTip: (pairs: [key: string, action: string][]) =>
        keys ? hints(pairs, say, { ...look, columns }) : "",
    },
  };
}
