/**
 * Questions for screen readers, logs and simple terminals: one line a question, numbered choices, the
 * answer by number or name, nothing drawn twice. The terminal itself edits the lines.
 */

import { wrapped } from "../columns.ts";
import { write } from "../system/output.ts";
import { lineReader } from "../system/lines.ts";
import { nearest } from "../lesson/suggest.ts";
import type { Asker, Choice, Choosing, Filling } from "./asker.ts";
import { EndOfInput } from "./asker.ts";
import type { Dictionary } from "./glossary/dictionary.ts";
import { askedWord, asksForWord } from "./glossary/mark.ts";
import type { Words } from "./words.ts";

/** The choice that `text` means: its number, its name, or the only one that begins so. */
function chosen<T>(choices: readonly Choice<T>[], text: string): Choice<T> | undefined {
  const word = text.normalize("NFKC").trim().toLowerCase();
  if (/^\d+$/.test(word)) return choices[Number(word) - 1];
  const names = ({ short }: Choice<T>) => short.toLowerCase();
  const beginning = choices.filter((choice) => names(choice).startsWith(word));
  return choices.find((choice) => names(choice) === word) ??
    (beginning.length === 1 ? beginning[0] : undefined);
}

/** An asker that writes and reads lines; `signal` ends it, and `? word` is told by `words`. */
export function plainAsker(
  say: Words,
  columns: () => number,
  signal: AbortSignal,
  words: Dictionary,
): Asker & { close(): void } {
  const lines = lineReader();
  const tell = (text: string) => write(1, `${wrapped(text, columns())}\n`);
  const next = async (prompt: string): Promise<string> => {
    for (;;) {
      tell(prompt);
      write(1, "> ");
      const line = await lines.next(signal);
      if (line === undefined) throw new EndOfInput();
      if (!asksForWord(line)) return line;
      words.tell(askedWord(line));
    }
  };

  const choose = async <T>({ message, choices, first }: Choosing<T>): Promise<T> => {
    const all = choices(Infinity);
    const standard = all.find(({ value }) => value === first) ??
      all.find(({ missing }) => !missing)!;
    tell(message);
    all.forEach(({ name, heading, missing }, at) => {
      if (heading !== undefined) tell(heading);
      tell(`${at + 1}. ${name}${missing ? ` (${missing.short})` : ""}`);
    });
    for (;;) {
      const text = await next(`${say("number")} (${standard.short})`);
      const choice = text.trim() === "" ? standard : chosen(all, text);
      if (choice && !choice.missing) return choice.value;
      if (choice?.missing) {
        tell(choice.missing.whole);
        continue;
      }
      const near = nearest(text.trim().toLowerCase(), all.map(({ short }) => short));
      tell(`${say("noChoice")}${all.length}${near ? `. ${say("meant")}${near}?` : ""}`);
    }
  };

  const fill = async <T>({ message, hint, offered, read }: Filling<T>): Promise<T> => {
    for (;;) {
      const text = await next(`${message} (${hint})`);
      const reading = read(text.trim() === "" ? offered : text);
      if ("value" in reading) return reading.value;
      tell(reading.wrong);
    }
  };

  return { choose, fill, close: () => lines.close() };
}
