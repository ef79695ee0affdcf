/** The results as a table of ratios beside their targets, or as data. */

import type { Samples } from "./measure.ts";
import { alone, besides, pairs, programs, type Target, targetOn } from "./targets.ts";

/** The middle one; of an even number, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

export interface Cell {
  readonly who: string;
  /** Median of the rounds. */
  readonly ms: number;
  /** To the median of CPython, or of the bare package, in the same run; undefined without it. */
  readonly ratio: number | undefined;
  readonly target: number | undefined;
}

export interface Row {
  readonly workload: string;
  readonly cells: readonly Cell[];
}

const targets = new Map<string, Target>(
  [
    ...Object.values(pairs).flat(),
    ...Object.values(besides).flatMap(({ rows }) => rows),
    ...Object.values(alone).flat(),
    ...programs,
  ].map(({ name, target }) => [name, target]),
);

/** The rows in the order in which they were measured. */
export function rowsOf(samples: Samples): Row[] {
  return [...samples].map(([workload, times]) => {
    const beside = Object.values(besides).find(({ rows }) =>
      rows.some(({ name }) => name === workload)
    );
    const isAlone = Object.values(alone).flat().some(({ name }) => name === workload);
    const cells = [...times].map(([who, values]) => {
      const ms = median(values);
      const reference = isAlone ? [1] : times.get(beside ? `${beside.peer} on ${who}` : "python");
      const base = reference && median(reference);
      const target = targets.get(workload);
      return {
        who,
        ms,
        ratio: base === undefined ? undefined : ms / base,
        target: target === undefined || who === "python" || who.includes(" on ")
          ? undefined
          : targetOn(target, who),
      };
    });
    return { workload, cells };
  });
}

/** Does this cell take longer than it may? */
export const isMissed = ({ ratio, target }: Cell): boolean =>
  ratio !== undefined && target !== undefined && ratio > target;

const digits = (value: number) => value.toFixed(value < 0.1 ? 3 : 2);

function textOf(cell: Cell | undefined): string {
  if (!cell) return "";
  if (cell.who === "python" || cell.ratio === undefined) return `${cell.ms.toPrecision(3)} ms`;
  const target = cell.target === undefined ? "" : ` / ${digits(cell.target)}`;
  return `${digits(cell.ratio)}${target}${isMissed(cell) ? " !" : ""}`;
}

/** A Markdown table: a column for CPython in milliseconds, one of "ratio / target" for each other. */
export function tableOf(rows: readonly Row[]): string {
  const who = [...new Set(rows.flatMap((row) => row.cells.map((cell) => cell.who)))];
  const lines = [
    ["workload", ...who],
    ...rows.map((row) => [
      row.workload,
      ...who.map((name) => textOf(row.cells.find((cell) => cell.who === name))),
    ]),
  ];
  const widths = lines[0]!.map((_, i) => Math.max(3, ...lines.map((line) => line[i]!.length)));
  const text = lines.map((line) =>
    `| ${line.map((cell, i) => cell.padEnd(widths[i]!)).join(" | ")} |`
  );
  text.splice(1, 0, `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`);
  return text.join("\n");
}
