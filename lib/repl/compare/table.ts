/** The comparison on paper: a table where it fits, and else one fact a line. */

import { columns, padded, wrapped } from "../../columns.ts";
import { inSeconds } from "../../lesson/lanes.ts";
import type { Language } from "../../lesson/language.ts";
import { answerIn, breaks, type Run } from "./measure.ts";
import { numberOf } from "./numbers.ts";
import type { Wanted } from "./places.ts";
import { type ComparingWords, comparingWords } from "./words.ts";

/** How it is laid out. */
export interface Layout {
  readonly language: Language;
  readonly columns: number;
  /** One fact a line, at any width. */
  readonly plain: boolean;
  /** Paints a verdict. */
  paint(text: string, colour: "green" | "yellow" | "red"): string;
}

/** Narrower than this, a table is not worth reading. */
const NARROW = 72;
/** The least room for a result in a table. */
const RESULT = 20;

/** What came out: the answer to the lesson's question, and its number. */
export function resultOf(run: Run, wanted: Wanted): string {
  if (!run.found) return "";
  const answer = answerIn(wanted, run.found.answer);
  const number = numberOf(wanted.lesson.name, run.found.result)?.[wanted.language];
  if (answer === undefined) return number ?? "";
  if (number === undefined || answer.includes(number)) return answer;
  return wanted.language === "zh" ? `${answer}（${number}）` : `${answer} (${number})`;
}

/** How it ended, in words, and whether that is well. */
export function verdictOf(run: Run, wanted: Wanted): {
  word: Parameters<ComparingWords>[0];
  colour: "green" | "yellow" | "red";
} {
  if (run.stopped) return { word: "stopped", colour: "yellow" };
  if (!run.found) return { word: "failed", colour: "red" };
  const point = breaks(wanted);
  if (run.found.held) return { word: point ? "luck" : "held", colour: "green" };
  return point ? { word: "point", colour: "yellow" } : { word: "broke", colour: "red" };
}

function rowOf(run: Run, wanted: Wanted, say: ComparingWords): string[] {
  const { found } = run;
  return [
    run.place.label,
    resultOf(run, wanted),
    say(verdictOf(run, wanted).word),
    found ? inSeconds(found.elapsed) : "",
    found ? inSeconds(found.startUp) : "",
  ];
}

function asTable(runs: readonly Run[], wanted: Wanted, layout: Layout): string[] | undefined {
  const say = comparingWords(layout.language);
  const heads = (["where", "result", "invariant", "time", "startUp"] as const).map((word) =>
    say(word)
  );
  const rows = runs.map((run) => rowOf(run, wanted, say));
  const widths = heads.map((head, i) =>
    Math.max(columns(head), ...rows.map((row) => columns(row[i]!)))
  );
  const others = widths.reduce((sum, width, i) => i === 1 ? sum : sum + width + 2, 0);
  const room = Math.min(layout.columns, 120) - others;
  if (room < RESULT) return undefined;
  widths[1] = Math.min(widths[1]!, room);
  const line = (cells: readonly string[], paint = (text: string) => text) =>
    cells.map((cell, i) => {
      const text = i > 2 ? " ".repeat(widths[i]! - columns(cell)) + cell : padded(cell, widths[i]!);
      return i === 2 ? paint(text) : text;
    }).join("  ").trimEnd();
  return [
    line(heads),
    widths.map((width) => "-".repeat(width)).join("  "),
    ...rows.flatMap((row, at) => {
      const [first = "", ...more] = wrapped(row[1]!, widths[1]!).split("\n");
      const { colour } = verdictOf(runs[at]!, wanted);
      return [
        line([row[0]!, first, ...row.slice(2)], (text) => layout.paint(text, colour)),
        ...more.map((text) => line(["", text, "", "", ""])),
      ];
    }),
  ];
}

function asFacts(runs: readonly Run[], wanted: Wanted, layout: Layout): string[] {
  const say = comparingWords(layout.language), colon = layout.language === "zh" ? "：" : ": ";
  const words = ["where", "result", "invariant", "time", "startUp"] as const;
  return runs.flatMap((run, at) => {
    const [label = "", ...cells] = rowOf(run, wanted, say);
    const { colour } = verdictOf(run, wanted);
    const facts = cells.flatMap((cell, i) => {
      if (cell === "") return [];
      const told = wrapped(`  ${say(words[i + 1]!)}${colon}${cell}`, layout.columns, 4);
      return [i === 1 ? layout.paint(told, colour) : told];
    });
    return [...(at > 0 ? [""] : []), label, ...facts];
  });
}

/** The lines of the comparison. */
export function tableOf(runs: readonly Run[], wanted: Wanted, layout: Layout): string[] {
  const table = layout.plain || layout.columns < NARROW ? undefined : asTable(runs, wanted, layout);
  return table ?? asFacts(runs, wanted, layout);
}
