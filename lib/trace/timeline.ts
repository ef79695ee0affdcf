/** Draws a recording for a terminal: a lane per thread, process or task, and what they waited for. */

import { briefNames } from "../brief.ts";
import { columns as width, cut, padded, wrapped } from "../columns.ts";
import { type Scale, timeScale } from "./scale.ts";
import { told } from "./told.ts";
import type { Lane, Span, TraceEvent } from "./types.ts";
import { longestWaits } from "./waits.ts";
import { type Words, words } from "./words.ts";

/** Options of `text`. */
export interface TimelineOptions {
  /** How wide it may be, in columns: 20 or more; 80 without. */
  columns?: number | undefined;
  /** May it have the colours of a terminal? */
  colour?: boolean | undefined;
  /** Only ASCII characters? */
  ascii?: boolean | undefined;
  /** The language of its words; English without. */
  language?: "en" | "zh" | undefined;
  /** Nothing drawn, for who hears it: a line of words for each lane. */
  words?: boolean | undefined;
}

/** A piece of a lane that is drawn; `ready`: it could go on, but it is not its turn. */
export interface Piece extends Omit<Span, "state"> {
  readonly state: Span["state"] | "ready";
}

/** A lane as far as it is drawn. */
export interface DrawnLane extends Pick<Lane, "name"> {
  readonly spans: readonly Piece[];
}

/** What is drawn: a recording, or what has the same form. */
export interface Drawn {
  readonly lanes: readonly DrawnLane[];
  readonly events: readonly TraceEvent[];
  readonly dropped: number;
  readonly duration: number;
  /** Up to when nothing is missing; `duration` without. */
  readonly complete?: number;
}

interface Signs {
  readonly running: string;
  readonly ready: string;
  readonly waiting: string;
  readonly sleeping: string;
  readonly handed: string;
  readonly edge: string;
  readonly more: string;
}

const UNICODE: Signs = {
  running: "█",
  ready: "·",
  waiting: "░",
  sleeping: "─",
  handed: "◆",
  edge: "│",
  more: "…",
};
const ASCII: Signs = {
  running: "#",
  ready: "_",
  waiting: ".",
  sleeping: "-",
  handed: "*",
  edge: "|",
  more: "...",
};
const COLOURS: Readonly<Record<keyof Signs, string>> = {
  running: "32",
  ready: "2",
  waiting: "33",
  sleeping: "2",
  handed: "36",
  edge: "2",
  more: "2",
};

const NARROWEST = 20, USUAL = 80, MOST_LANES = 24, MOST_WAITS = 3;

/** What is left out at the begin ends before the second lane begins, by this part of what follows. */
const BEFORE = 8;

/** The recording as lines of text; `scaled` says what its times are, if not microseconds. */
export function timeline(
  recording: Drawn,
  options: TimelineOptions,
  scaled?: (text: Words) => Scale,
): string {
  const { columns = USUAL, colour = false, ascii = false, language = "en" } = options;
  const room = Math.max(NARROWEST, Math.floor(columns) || USUAL);
  const signs = ascii ? ASCII : UNICODE;
  const text = words[language], scale = scaled?.(text) ?? timeScale(text, ascii);
  const end = Math.max(recording.duration, 1), begin = scale.runs ? 0 : beginOf(recording, end);
  const shown = recording.lanes.slice(0, MOST_LANES);
  const rest = recording.lanes.length - shown.length;
  const more = rest > 0 ? [text.more(rest)] : [];
  if (begin > 0) more.push(...wrapped(text.before(scale.amount(begin)), room, 2).split("\n"));
  const waits = waitsOf(recording, end, text, scale);
  if (options.words) {
    const lanes = shown.map((lane) => told(lane, end, text, scale));
    return [...lanes, ...more, ...waits].map((line) => wrapped(line, room, 2)).join("\n");
  }
  const most = Math.floor(room / 3), labels = labelsOf(shown, most);
  const names = Math.min(Math.max(scale.names, ...labels.map(width)), most);
  const space = scale.columns(end - begin, room - names - 3);
  const handed = handOvers(recording, begin, end, space);
  const rows = shown.map((lane, at) => {
    const cells = drawn(lane, begin, end, space, scale.runs);
    for (const cell of handed.get(at) ?? []) cells[cell] = "handed";
    const name = padded(cut(labels[at]!, names, signs.more), names);
    return `${name} ${paint(["edge", ...cells], signs, colour)}`.trimEnd();
  });
  return [
    ...rows,
    scale.axis(begin, end, space, names),
    ...more,
    "",
    ...legend(recording, handed, signs, text, colour, room),
    ...waits.map((line) => wrapped(line, room, 2)),
  ].join("\n");
}

/** The names in at most so many columns: rather without their targets than cut. */
function labelsOf(lanes: readonly DrawnLane[], columns: number): string[] {
  const names = lanes.map(({ name }) => name);
  const fit = names.every((name) => width(name) <= columns);
  return fit ? names : names.map(briefNames(names));
}

/** Where most of a run only starts its first thread, that is left out: the rest would be a column or two. */
function beginOf({ lanes }: Drawn, end: number): number {
  const second = Math.min(...lanes.slice(1).map(({ spans }) => spans[0]?.from ?? end));
  if (second >= end || second <= end / 2) return 0;
  return Math.floor(second - (end - second) / BEFORE);
}

type Cell = keyof Signs | "nothing";

/** In each cell what took most of its time. */
function drawn(
  { spans }: DrawnLane,
  begin: number,
  end: number,
  space: number,
  runs: boolean,
): Cell[] {
  const cells: Cell[] = Array(space).fill("nothing");
  const weights: Record<string, number>[] = cells.map(() => ({}));
  const cell = (time: number) => ((time - begin) / (end - begin)) * space;
  const time = (cell: number) => begin + (cell / space) * (end - begin);
  for (const { state, from, to } of spans) {
    const much = runs && state === "running" ? space * end : 1;
    for (let at = Math.max(0, Math.floor(cell(from))); at < space && at < cell(to); at++) {
      const share = Math.min(to, time(at + 1)) - Math.max(from, time(at));
      weights[at]![state] = (weights[at]![state] ?? 0) + much * share;
    }
  }
  for (const [at, weight] of weights.entries()) {
    const most = Object.entries(weight).sort((a, b) => b[1] - a[1])[0];
    if (most) cells[at] = most[0] as Cell;
  }
  return cells;
}

/** The cells of each lane in which it was handed something; none at all where that fills the picture. */
function handOvers(
  { events }: Drawn,
  begin: number,
  end: number,
  space: number,
): Map<number, Set<number>> {
  const handed = new Map<number, Set<number>>();
  let many = 0;
  for (const { kind, lane, time, cause } of events) {
    if (cause === undefined || kind === "started" || time < begin || time > end) continue;
    const cell = Math.min(space - 1, Math.floor(((time - begin) / (end - begin)) * space));
    const cells = handed.get(lane) ?? new Set();
    many += cells.has(cell) ? 0 : 1;
    handed.set(lane, cells.add(cell));
  }
  return many <= space / 2 ? handed : new Map();
}

function paint(cells: readonly Cell[], signs: Signs, colour: boolean): string {
  let line = "";
  for (let from = 0; from < cells.length;) {
    const cell = cells[from]!;
    let to = from;
    while (to < cells.length && cells[to] === cell) to++;
    const piece = (cell === "nothing" ? " " : signs[cell]).repeat(to - from);
    const paints = colour && cell !== "nothing";
    line += paints ? `\x1b[${COLOURS[cell as keyof Signs]}m${piece}\x1b[0m` : piece;
    from = to;
  }
  return line;
}

/** The signs that are there, and what they mean. */
function legend(
  { lanes }: Drawn,
  handed: ReadonlyMap<number, unknown>,
  signs: Signs,
  text: Words,
  colour: boolean,
  room: number,
): string[] {
  const states = new Set(lanes.flatMap(({ spans }) => spans.map(({ state }) => state)));
  const said: string[] = [];
  const say = (cell: keyof Signs, word: string) => {
    said.push(`${paint([cell], signs, colour)} ${word}`);
  };
  say("running", text.running);
  if (states.has("ready")) say("ready", text.ready);
  if (states.has("waiting")) say("waiting", text.waiting);
  if (states.has("sleeping")) say("sleeping", text.sleeping);
  if (handed.size > 0) say("handed", text.handed);
  // A sign stays beside its word.
  return said.slice(1).reduce((lines, one) => {
    const whole = `${lines.at(-1)}  ${one}`;
    return width(whole) <= room ? [...lines.slice(0, -1), whole] : [...lines, one];
  }, said.slice(0, 1));
}

/** The longest waits, and where the recording ends too early. */
function waitsOf(recording: Drawn, end: number, text: Words, scale: Scale): string[] {
  const name = (lane: number | undefined) =>
    lane === undefined ? undefined : recording.lanes[lane]!.name;
  const lines = longestWaits(recording, end, MOST_WAITS).map((wait) => {
    const { lane, object, time, times, open, holder } = wait;
    return open
      ? scale.open(name(lane)!, time, object, name(holder))
      : text.waits(name(lane)!, scale.amount(time), times, object, name(holder));
  });
  if (recording.dropped > 0) {
    const { dropped, complete = end } = recording;
    lines.push(text.dropped(dropped, scale.amount(complete), complete < end));
  }
  return lines;
}
