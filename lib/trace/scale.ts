/** What the picture of lanes is measured in: the time of a run, or the steps of a schedule. */

import { columns as width, padded } from "../columns.ts";
import { duration, type Words } from "./words.ts";

/** How long something is, and how that is drawn. */
export interface Scale {
  /** How many of `space` columns a picture has that shows so much. */
  columns(size: number, space: number): number;
  /** The line below the lanes, whose names have `names` columns. */
  axis(begin: number, end: number, columns: number, names: number): string;
  /** An amount as a person reads it. */
  amount(size: number): string;
  /** The sentence about a wait that did not end. */
  open(lane: string, size: number, object: string, holder: string | undefined): string;
  /** How few columns the names may have. */
  readonly names: number;
  /** Does a column that stands for more than one piece show that its lane ran, however short? */
  readonly runs: boolean;
}

/** Microseconds. */
export function timeScale(text: Words, ascii: boolean): Scale {
  const amount = (us: number) => duration(us, ascii);
  return {
    columns: (_, space) => space,
    axis: (begin, end, columns, names) => {
      const first = begin === 0 ? "0" : amount(begin), last = amount(end);
      const between = columns + 1 - width(first) - width(last);
      const line = between > 0 ? first + " ".repeat(between) + last : last.padStart(columns + 1);
      return " ".repeat(names + 1) + line;
    },
    amount,
    open: (lane, us, object, holder) => text.stillWaits(lane, amount(us), object, holder),
    names: 0,
    runs: false,
  };
}

/** So many columns a step has at most. */
const WIDEST_STEP = 4;

/** `many` steps, numbered from 1; what is behind them, to the end, comes after the last one. */
export function stepScale(many: number, text: Words): Scale {
  return {
    columns: (end, space) => {
      return end > space ? space : end * Math.min(WIDEST_STEP, Math.floor(space / end));
    },
    axis: (_, end, columns, names) => {
      const title = " ".repeat(names - width(text.step)) + text.step;
      return `${title}  ${numbers(many, columns / end)}`.trimEnd();
    },
    amount: text.steps,
    open: (lane, _, object, holder) => text.forever(lane, object, holder),
    names: width(text.step),
    runs: true,
  };
}

/** The numbers of as many steps as there is room for, each where its step begins. */
function numbers(many: number, columns: number): string {
  const every = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]
    .find((every) => Math.floor(every * columns) > `${many}`.length) ?? many;
  let line = "";
  for (let step = 1; step <= many; step += every >= 5 && step === 1 ? every - 1 : every) {
    const at = Math.floor((step - 1) * columns);
    if (step === 1 || at > line.length) line = padded(line, at) + step;
  }
  return line;
}
