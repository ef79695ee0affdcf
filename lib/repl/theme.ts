/**
 * How prompts look and what they say by themselves. Inquirer's own colours take no notice of NO_COLOR
 * on Node 20, and its hints are English, so both come from here.
 */

import kleur from "kleur";
import type { Words } from "./words.ts";

const KEYS = { navigate: "move", select: "select" } as const;

function hints(keys: [key: string, action: string][], say: Words, filter: boolean): string {
  const shown = keys.map(([key, action]) => [
    key,
    Object.hasOwn(KEYS, action) ? say(KEYS[action as keyof typeof KEYS]) : action,
  ]);
  if (filter) shown.unshift([say("letters"), say("filter")]);
  return shown.map(([key, action]) => `${kleur.bold(key!)} ${kleur.dim(action!)}`).join("  ");
}

/** The theme of all prompts; `filter` adds the hint of a list that is filtered by typing. */
export function themeOf(say: Words, filter = false) {
  return {
    prefix: { idle: kleur.blue("?"), done: kleur.green("✔") },
    spinner: { interval: 80, frames: [kleur.yellow("…")] },
    style: {
      answer: (text: string) => kleur.cyan(text),
      message: (text: string) => kleur.bold(text),
      error: (text: string) => kleur.red(`> ${text}`),
      defaultAnswer: (text: string) => kleur.dim(`(${text})`),
      help: (text: string) => kleur.dim(text),
      highlight: (text: string) => kleur.cyan(text),
      disabled: (text: string) => kleur.dim(text),
      searchTerm: (text: string) => kleur.cyan(text),
      description: (text: string) => kleur.dim(text),
      keysHelpTip: (keys: [key: string, action: string][]) => hints(keys, say, filter),
    },
  };
}
