/** Finds a word of the glossary, in whichever language and form it is typed. */

import { glossary, type Term } from "../../../scripts/glossary.ts";
import { nearest } from "../../lesson/suggest.ts";

/** As it is compared: "Dead-Locks", "deadlock" and "dead_lock" are one word. */
function plainly(word: string): string {
  return word.normalize("NFKC").toLowerCase().replace(/[\s_\-'()]/g, "");
}

/** All that a term is called. */
function namesOf({ name, also = [] }: Term): string[] {
  return [name.en, name.zh, ...also];
}

/** The terms that `typed` can mean: those that are called so, then those whose name has it within. */
export function termsFor(typed: string): Term[] {
  const wanted = plainly(typed);
  const rank = (term: Term) => {
    const names = namesOf(term).map(plainly);
    if (names.includes(wanted)) return 0;
    if (names.some((name) => name.startsWith(wanted))) return 1;
    return names.some((name) => name.includes(wanted)) ? 2 : 3;
  };
  return glossary.filter((term) => rank(term) < 3).sort((a, b) => rank(a) - rank(b));
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
