/** The lines that a worker writes for whoever looks after it: one for each change of its state. */

import { timeNow } from "../runtime/clock.ts";
import { write } from "../system/output.ts";

/** One text in both languages. */
export interface Words {
  readonly en: string;
  readonly zh: string;
}

/** Says that something has happened. */
export type Tell = (event: string, words: Words) => void;

/** What would move the cursor of a terminal, or begin a line: a name in the queue may be from anybody. */
// deno-lint-ignore no-control-regex
const CONTROL = /[\x00-\x1f\x7f-\x9f]/g;

/** Lines on standard error, as text or as JSON. */
export function teller(worker: string, json: boolean, language: keyof Words = "en"): Tell {
  return (event, words) => {
    const text = words[language];
    const time = new Date().toISOString();
    const oneLine = text.replace(/\s*\n\s*/g, " ").replace(CONTROL, "?");
    write(
      2,
      json
        ? `${JSON.stringify({ time, worker, event, message: oneLine })}\n`
        : `interleave worker ${worker}: ${oneLine}\n`,
    );
  };
}

/** How long, in ms, the same words are not said again. */
const TOLD = 60_000;

/** For what may happen over and over: the same words are told once a minute. */
export function seldom(tell: Tell): Tell {
  const told = new Map<string, number>();
  return (event, words) => {
    const now = timeNow();
    for (const [text, when] of told) if (now - when >= TOLD) told.delete(text);
    if (told.has(words.en)) return;
    told.set(words.en, now);
    tell(event, words);
  };
}
