/** A picture of who did what when: a lane of time for each thread or process. */

import { columns, cut, padded } from "../columns.ts";
import type { Text } from "./language.ts";
import { signs } from "./style.ts";

/** A piece of a lane, in seconds; `mark` is the one character that fills it. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly mark?: string;
}

export interface Lane {
  readonly name: string;
  readonly spans: readonly Span[];
}

export interface Picture {
  readonly lanes: readonly Lane[];
  /** The spans count turns, not seconds: there is no scale of time below. */
  readonly turns?: boolean;
  /** A timeline of the recording says all of it: below one, the picture is left out. */
  readonly inTimeline?: boolean;
  /** What the marks are, if that has to be said. */
  readonly legend?: Text;
}

/** The mark of a lighter bar, which has a twin in ASCII as the bar itself has. */
export const LIGHT = "░";

const MOST_LANES = 8;
const WIDEST = 72;

/** The time at which the last span of all ends. */
function endOf(lanes: readonly Lane[]): number {
  return Math.max(0, ...lanes.flatMap(({ spans }) => spans.map(({ to }) => to)));
}

/** Where turns have to share a column, the first of them shows. */
function drawn(spans: readonly Span[], end: number, width: number, turns: boolean): string {
  const { bar, light } = signs();
  const cells = Array<string>(width).fill(" ");
  const shared = turns && end > width, nearest = shared ? Math.floor : Math.round;
  for (const { from, to, mark } of shared ? [...spans].reverse() : spans) {
    const first = Math.min(width - 1, Math.floor((from / end) * width));
    const last = Math.max(first + 1, nearest((to / end) * width));
    cells.fill(mark === LIGHT ? light : mark ?? bar, first, Math.min(width, last));
  }
  return cells.join("").trimEnd();
}

/** Seconds as a person reads them: "0.25 s", "12.0 s". */
export function inSeconds(time: number): string {
  return `${time.toFixed(time < 10 ? 2 : 1)} s`;
}

/**
 * Draws a picture to fit `width` columns, times from 0 to the end of the last span, with a scale
 * below. Lanes after the eighth are left out, and said to be.
 */
export function draw({ lanes, turns = false }: Picture, width: number): string[] {
  const end = endOf(lanes);
  if (end <= 0) return [];
  const shown = lanes.slice(0, lanes.length > MOST_LANES ? MOST_LANES - 1 : MOST_LANES);
  const whole = Math.min(width - 1, WIDEST);
  const names = Math.min(
    Math.max(...shown.map(({ name }) => columns(name))),
    Math.floor(whole / 2),
  );
  const space = whole - names - 2;
  // A turn is as many columns wide as fit, the same for all.
  const room = turns && end <= space ? end * Math.min(3, Math.floor(space / end)) : space;
  const { edge, more } = signs();
  const rows = shown.map(({ name, spans }) =>
    `${padded(cut(name, names, more), names)} ${edge}${drawn(spans, end, room, turns)}`
  );
  if (shown.length < lanes.length) {
    rows.push(`${padded(more, names)} ${edge} + ${lanes.length - shown.length}`);
  }
  if (turns) return rows;
  const last = inSeconds(end);
  return [...rows, `${" ".repeat(names + 1)}0${last.padStart(room)}`];
}
