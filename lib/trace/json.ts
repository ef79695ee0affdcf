/** A recording as Chrome's Trace Event JSON, the format that Perfetto and chrome://tracing open. */

import { jsonOf } from "./chunks.ts";
import { holdsIn } from "./holds.ts";
import type { Recording } from "./recording.ts";
import type { Lane, TraceEvent } from "./types.ts";

/** An entry of the format; see "Trace Event Format" of the Chromium project. */
type Entry = Record<string, unknown> & { readonly ph: string; readonly ts?: number };

const UNITS = { displayTimeUnit: "ms" };

/** Times as the format has them: microseconds, with nanoseconds behind the point. */
const us = (time: number): number => Math.round(time * 1000) / 1000;

/** The whole file, chunk by chunk. */
export function* traceJson(recording: Recording): Iterable<string> {
  const { lanes, events, dropped } = recording;
  const entries = [
    ...slices(lanes),
    ...tasks(recording),
    ...marks(recording),
    ...holds(recording),
    ...arrows(recording),
    ...lengths(recording),
  ].sort((a, b) => a.ts! - b.ts! || (b["dur"] as number ?? 0) - (a["dur"] as number ?? 0));
  yield '{"traceEvents":';
  yield* jsonOf([...names(lanes), ...entries]);
  const rest = JSON.stringify({ ...UNITS, otherData: { dropped, events: events.length } });
  yield `,${rest.slice(1)}`;
}

/** Where a lane is in the format. */
function at(lanes: readonly Lane[], lane: number): { pid: number; tid: number } {
  return { pid: lanes[lane]!.process, tid: lane + 1 };
}

function names(lanes: readonly Lane[]): Entry[] {
  const entries: Entry[] = [], named = new Set<number>();
  for (const [lane, { name, kind, process }] of lanes.entries()) {
    const { pid, tid } = at(lanes, lane);
    if (!named.has(process)) {
      named.add(process);
      const first = kind === "process" ? name : "MainProcess";
      entries.push({ ph: "M", name: "process_name", pid, tid, args: { name: first } });
      entries.push({ ph: "M", name: "process_sort_index", pid, tid, args: { sort_index: lane } });
    }
    entries.push({ ph: "M", name: "thread_name", pid, tid, args: { name } });
    entries.push({ ph: "M", name: "thread_sort_index", pid, tid, args: { sort_index: lane } });
  }
  return entries;
}

/** The whole lane, and in it what it waited for. */
function slices(lanes: readonly Lane[]): Entry[] {
  return lanes.flatMap(({ name, kind, began, ended, spans }, lane) => {
    const where = at(lanes, lane), ts = us(began);
    const end = us(ended ?? spans.at(-1)!.to);
    const entries: Entry[] = [{ ph: "X", cat: kind, name, ts, dur: us(end - ts), ...where }];
    for (const { state, from, to, object, holder } of spans) {
      if (state === "running") continue;
      const name = state === "sleeping" ? "asleep" : `waiting${object ? ` for ${object}` : ""}`;
      const args = holder === undefined ? {} : { "held by": lanes[holder]!.name };
      const first = us(from), dur = us(Math.min(us(to), end) - first);
      entries.push({ ph: "X", cat: state, name, ts: first, dur, ...where, args });
    }
    return entries;
  });
}

/** The tasks of a pool. They have rows of their own, because they may wait across others. */
function tasks({ lanes, events, duration }: Recording): Entry[] {
  return events.flatMap(({ kind, lane, time, until, detail }, id) => {
    if (kind !== "task") return [];
    const about = { cat: "task", name: detail, id: `task-${id}`, ...at(lanes, lane) };
    return [
      { ph: "b", ts: us(time), ...about },
      { ph: "e", ts: us(until ?? duration), ...about },
    ];
  });
}

const INSTANTS = new Set([
  "acquired",
  "released",
  "put",
  "got",
  "notified",
  "woken",
  "printed",
  "gaveUp",
]);

function marks({ lanes, events }: Recording): Entry[] {
  return events.filter(({ kind }) => INSTANTS.has(kind)).map((event) => {
    const { kind, lane, time, object, detail, place } = event;
    const name = `${kind} ${object ?? detail ?? ""}`.trim();
    const args = place === undefined ? {} : { place };
    return { ph: "i", s: "t", cat: kind, name, ts: us(time), ...at(lanes, lane), args };
  });
}

/** Who held each lock, in a row of its own for each lock. */
function holds(recording: Recording): Entry[] {
  const { lanes } = recording;
  return holdsIn(recording).flatMap(({ object, lane, id, from, to }) => {
    const name = `held by ${lanes[lane]!.name}`;
    const about = { cat: object, name, id: `hold-${id}`, ...at(lanes, lane) };
    return [{ ph: "b", ts: us(from), ...about }, { ph: "e", ts: us(to), ...about }];
  });
}

/** From what let something happen to what happened. */
function arrows({ lanes, events }: Recording): Entry[] {
  return events.flatMap((event: TraceEvent, id) => {
    const cause = event.cause === undefined ? undefined : events[event.cause];
    if (!cause) return [];
    const about = { cat: "cause", name: `${cause.kind} to ${event.kind}`, id };
    return [
      { ph: "s", ts: us(cause.time), ...about, ...at(lanes, cause.lane) },
      { ph: "f", bp: "e", ts: us(event.time), ...about, ...at(lanes, event.lane) },
    ];
  });
}

/** How many items were in each queue. */
function lengths({ lanes, events }: Recording): Entry[] {
  const { pid } = lanes[0] ? at(lanes, 0) : { pid: 0 };
  return events.flatMap(({ time, object, items }) =>
    items === undefined ? [] : [{ ph: "C", name: object, ts: us(time), pid, args: { items } }]
  );
}
