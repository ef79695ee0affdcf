/** Rows of a chart: a label, a number, and a bar that fits the line. */

import { columns, cut, padded } from "../../columns.ts";
import { signs } from "../../lesson/style.ts";

/** Bars are not longer than this, however wide the terminal. */
const WIDEST = 60;

/** One row. */
export interface Bar {
  readonly label: string;
  /** What stands between label and bar. */
  readonly value: string;
  /** How long the bar is, in any unit, the same for all rows. */
  readonly size: number;
  /** Where a mark stands, in the same unit. */
  readonly mark?: number;
}

/** The rows in `width` columns; the longest bar or mark takes what is left beside the words. */
export function bars(rows: readonly Bar[], width: number): string[] {
  const { bar, edge, more } = signs();
  const line = Math.min(width - 1, 120);
  const longest = (of: (row: Bar) => string) => Math.max(0, ...rows.map((row) => columns(of(row))));
  const labels = Math.min(longest(({ label }) => label), Math.floor(line * 0.6));
  const values = longest(({ value }) => value);
  const room = Math.max(1, Math.min(WIDEST, line - labels - values - 5));
  const largest = Math.max(...rows.map(({ size, mark = 0 }) => Math.max(size, mark)));
  const cells = (size: number) => {
    const length = largest > 0 ? Math.round(size / largest * room) : 0;
    return size > 0 ? Math.max(1, length) : length;
  };
  return rows.map(({ label, value, size, mark }) => {
    let drawn = bar.repeat(cells(size));
    if (mark !== undefined) {
      const at = cells(mark);
      drawn = `${padded(drawn, at).slice(0, at)}${edge}${drawn.slice(at + 1)}`;
    }
    const shown = padded(cut(label, labels, more), labels);
    return `  ${shown} ${value.padStart(values)} ${drawn}`.trimEnd();
  });
}
