/** How often each outcome came. */

import type { AnyLesson } from "../../lesson/declaration.ts";
import type { Text } from "../../lesson/language.ts";
import type { Sample } from "./runner.ts";
import { both } from "./words.ts";

/** More rows than these say less. */
const MOST = 12;

/** An outcome, or several near each other, and how often it came. */
export interface Row {
  readonly label: Text;
  readonly count: number;
}

/** What a run came to: a number, or one of a few sentences. */
export function outcomeOf(lesson: AnyLesson, { found, values }: Sample): number | Text {
  if (found === undefined) return both("failed");
  const { result, held } = found;
  if (lesson.outcome) return lesson.outcome.of(result, values);
  const choices = lesson.prediction?.choices(values) ?? {};
  const text = choices[lesson.prediction?.answer(result, values) ?? ""];
  return text ?? both(held ? "held" : "broken");
}

/** What the outcomes are, in a few words. */
export function aboutOutcomes({ outcome }: AnyLesson): Text {
  return outcome?.about ?? both("outcome");
}

/** Numbers in their order, near ones together; sentences by how often they came. */
export function tally(outcomes: readonly (number | Text)[]): Row[] {
  const numbers = outcomes.filter((each) => typeof each === "number");
  const texts = outcomes.filter((each) => typeof each !== "number");
  return [...tallyNumbers(numbers), ...tallyTexts(texts)];
}

function tallyTexts(texts: readonly Text[]): Row[] {
  const rows = new Map<string, { label: Text; count: number }>();
  for (const label of texts) {
    const row = rows.get(label.en) ?? { label, count: 0 };
    row.count++;
    rows.set(label.en, row);
  }
  const ordered = [...rows.values()].sort((a, b) => b.count - a.count);
  if (ordered.length <= MOST) return ordered;
  const rest = ordered.slice(MOST - 1).reduce((sum, { count }) => sum + count, 0);
  return [...ordered.slice(0, MOST - 1), { label: both("others"), count: rest }];
}

function tallyNumbers(numbers: readonly number[]): Row[] {
  const different = new Set(numbers);
  if (different.size <= MOST) {
    return [...different].sort((a, b) => a - b).map((value) => ({
      label: { en: `${value}`, zh: `${value}` },
      count: numbers.filter((each) => each === value).length,
    }));
  }
  // 0 is what should be, where something is counted that went wrong: it has a row of its own.
  const zeros = numbers.filter((each) => each === 0).length;
  const others = numbers.filter((each) => each !== 0);
  const low = Math.min(...others), high = Math.max(...others);
  const width = stepFor((high - low) / (MOST - 2));
  const first = Math.floor(low / width) * width;
  const rows: (Row & { at: number })[] = [];
  for (let from = first; from <= high; from += width) {
    const to = from + width;
    const count = others.filter((each) => each >= from && each < to).length;
    const last = Number.isInteger(width) ? to - 1 : to;
    const begins = from === 0 && Number.isInteger(width) ? 1 : from;
    const label = begins === last
      ? { en: `${last}`, zh: `${last}` }
      : { en: `${begins} to ${last}`, zh: `${begins} 到 ${last}` };
    rows.push({ label, count, at: from });
  }
  if (zeros > 0) rows.push({ label: { en: "0", zh: "0" }, count: zeros, at: -0.5 });
  return rows.sort((a, b) => a.at - b.at);
}

/** 1, 2 or 5 times a power of ten: numbers that a person reads easily. */
function stepFor(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].find((times) => times * power >= least)! * power;
  return least > 0.5 ? Math.max(1, Math.round(step)) : step;
}
