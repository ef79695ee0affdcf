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
  /** Is there room for the line of keys? */
  readonly keys?: boolean;
  readonly columns: number;
}

function hints(pairs: [key: string, action: string][], say: Words, filter: boolean): string {
  const { keys, enter } = signs();
  const shown = pairs.map(([key, action]) => [
    key === "⏎" ? enter : keys,
    Object.hasOwn(KEYS, action) ? say(KEYS[action as keyof typeof KEYS]) : action,
  ]);
  if (filter) shown.unshift([say("letters"), say("filter")]);
  return shown.map(([key, action]) => `${kleur.bold(key!)} ${kleur.dim(action!)}`).join("  ");
}

/** The theme of a prompt. */
export function themeOf(say: Words, { filter = false, keys = true, columns }: Look) {
  const { cursor, done, more } = signs();
  return {
    prefix: { idle: kleur.blue("?"), done: kleur.green(done) },
    spinner: { interval: 80, frames: [kleur.yellow(more)] },
    icon: { cursor },
    style: {
      answer: (text: string) => kleur.cyan(text),
      message: (text: string) => kleur.bold(text),
      error: (text: string) => kleur.red(wrapped(`> ${text}`, columns, 2)),
      help: (text: string) => kleur.dim(text),
      highlight: (text: string) => kleur.cyan(text),
      disabled: (text: string) => kleur.dim(`  ${text}`), // in line with the others
      searchTerm: (text: string) => kleur.cyan(text),
      description: (text: string) => kleur.dim(text),
      keysHelpTip: (pairs: [key: string, action: string][]) =>
        keys ? hints(pairs, say, filter) : "",
    },
  };
}
