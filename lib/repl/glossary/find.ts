/** Finds a word of the glossary, in whichever language and form it is typed. */

import { glossary, type Term } from "../../../scripts/glossary.ts";
import { nearest } from "../../lesson/suggest.ts";

/** As it is compared: "Dead-Locks", "deadlock" and "dead_lock" are one word. */
function plainly(word: string): string {
  return word.normalize("NFKC").toLowerCase().replace(/[\s_\-'()?]/g, "");
}

/** All that a term is called. */
function namesOf({ name, also = [] }: Term): string[] {
  return [name.en, name.zh, ...also];
}

/** The terms that `typed` can mean: those whose name begins so, then those that are also called so, then the others. */
export function termsFor(typed: string): Term[] {
  const wanted = plainly(typed);
  const rank = ({ name, also = [] }: Term) => {
    const own = [name.en, name.zh].map(plainly), others = also.map(plainly);
    const tests = [
      own.includes(wanted),
      own.some((each) => each.startsWith(wanted)),
      others.some((each) => each.startsWith(wanted)),
      [...own, ...others].some((each) => each.includes(wanted)),
    ];
    const first = tests.indexOf(true);
    return first < 0 ? Infinity : first;
  };
  return glossary.filter((term) => rank(term) < Infinity).sort((a, b) => rank(a) - rank(b));
}

/** The one term that `word` means, be it a plural or the only one that begins so. */
export function termFor(word: string): Term | undefined {
  for (const form of [word, word.replace(/e?s$/i, ""), word.replace(/s$/i, "")]) {
    const wanted = plainly(form);
    if (wanted === "") continue;
    const called = glossary.find((term) => namesOf(term).map(plainly).includes(wanted));
    if (called) return called;
  }
  const begun = glossary.filter((term) =>
    namesOf(term).some((name) => plainly(name).startsWith(plainly(word)))
  );
  return begun.length === 1 ? begun[0] : undefined;
}

/** The word of the glossary that `word` was probably meant to be. */
export function nearestTerm(word: string): string | undefined {
  return nearest(word, glossary.flatMap(namesOf));
}
