/** Looking up a word in the middle of a session. */

import type { Term } from "../../../scripts/glossary.ts";
import type { Language } from "../../lesson/language.ts";
import type { Choosing } from "../asker.ts";
import type { Words } from "../words.ts";
import { termsFor } from "./find.ts";
import { allWords, explain, longest, meaningOf, named } from "./tell.ts";

export interface Dictionary {
  /** Lets a person choose a word by `choose`, and tells what it means. Answers how many lines that took. */
  look(choose: <T>(what: Choosing<T>) => Promise<T>): Promise<number>;
  /** Tells what `word` means, or which words there are if it is "". */
  tell(word: string): void;
}

const BACK = "back";

/** One that tells in `language`, by `tell`, in as many columns as `width` answers. */
export function dictionary(
  language: Language,
  say: Words,
  width: () => number,
  tell: (text: string) => void,
): Dictionary {
  return {
    async look(choose) {
      const term = await choose<Term | typeof BACK>({
        message: say("whichWord"),
        search: true,
        first: undefined,
        choices: (_columns, typed = "") => [
          ...termsFor(typed).map((value) => ({
            value,
            name: named(value, language, width() < Infinity ? longest(language) : 0),
            short: value.name[language],
            description: value.meaning[language],
          })),
          { value: BACK, name: say("back"), short: say("back") },
        ],
      });
      if (term === BACK) return 0;
      const text = `\n${meaningOf(term, language, width())}\n`;
      tell(text);
      return text.split("\n").length;
    },
    tell: (word) =>
      tell(word === "" ? allWords(language, width()) : explain(word, language, width()).text),
  };
}
