/** Where a person is asked: at a terminal, or line by line. */

import kleur from "kleur";
import { terminal } from "../runtime/current.ts";
import { write } from "../system/output.ts";
import { wrapped } from "../columns.ts";
import type { Language } from "../lesson/language.ts";
import type { Asker } from "./asker.ts";
import { type Dictionary, dictionary } from "./glossary/dictionary.ts";
import type { Exits } from "./leave.ts";
import { plainAsker } from "./plain.ts";
import { Keyboard } from "./terminal/keyboard.ts";
import { wordsIn } from "./words.ts";

/** Where the questions are put: whoever runs a lesson takes the terminal for that time. */
export interface Desk {
  readonly asker: Asker;
  readonly words: Dictionary;
  /** The terminal is a lesson's now. */
  lend(): void;
  /** And now it is for questions again. */
  takeBack(): Promise<void>;
  close(): void;
}

/** Opens it; `plain` asks line by line. */
export async function openDesk(plain: boolean, language: Language, exits: Exits): Promise<Desk> {
  const say = wordsIn(language);
  const words = dictionary(language, say, width, (text) => write(1, `${text}\n`));
  if (plain) {
    const asker = plainAsker(say, width, exits.signal, words);
    const nothing = () => {};
    return { asker, words, lend: nothing, takeBack: () => Promise.resolve(), close: asker.close };
  }
  const { terminalAsker } = await import("./terminal/prompts.ts");
  const keyboard = new Keyboard(() => exits.leave(0));
  keyboard.on();
  const calmly = () => write(1, `${kleur.yellow(wrapped(say("calm"), width()))}\n`);
  const asker = terminalAsker(keyboard, say, () => ({
    signal: exits.signal,
    calm: { until: exits.calmUntil, say: calmly },
  }), words);
  return {
    asker,
    words,
    lend: () => keyboard.off(),
    takeBack: () => keyboard.afterLesson(),
    close: () => keyboard.off(),
  };
}

/** Columns for what a person reads; no limit in a log. */
export function width(): number {
  const { isTTY, columns } = terminal(1);
  return isTTY ? columns : Infinity;
}
