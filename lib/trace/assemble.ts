/** Makes the lanes and the events of a recording out of what the tapes held. */

import { BEGINS, causesOf } from "./causes.ts";
import { Holders } from "./holders.ts";
import { countItems } from "./lengths.ts";
import type { Done, Merged, Track } from "./merge.ts";
import { Operation } from "./operations.ts";
import { holderIn, spansOf, waitsAmong } from "./spans.ts";
import type { Lane, TraceEvent, TraceKind } from "./types.ts";

const KINDS: Readonly<Record<number, TraceKind>> = {
  [Operation.acquired]: "acquired",
  [Operation.released]: "released",
  [Operation.put]: "put",
  [Operation.inserted]: "put",
  [Operation.got]: "got",
  [Operation.notified]: "notified",
  [Operation.woken]: "woken",
  [Operation.joined]: "joined",
  [Operation.slept]: "slept",
  [Operation.printed]: "printed",
  [Operation.started]: "starts",
  [Operation.task]: "task",
  [BEGINS]: "started",
};

type Event = { -readonly [K in keyof TraceEvent]: TraceEvent[K] };

/** The lanes and events of `merged`. */
export function assembled(merged: Merged): { lanes: Lane[]; events: TraceEvent[] } {
  const { tracks, end } = merged;
  const done = [...tracks.map(begins), ...merged.done].sort((a, b) => a.at - b.at);
  const known = (lane: number) => tracks[lane]!.full ? tracks[lane]!.until : Infinity;
  const holders = new Holders(done, known);
  const causes = causesOf({ ...merged, done });
  countItems(done, causes);
  const waits = waitsAmong(done, holders, causes);
  const own = tracks.map((): Done[] => []);
  for (const each of done) own[each.lane]!.push(each);
  const steps = tracks.map((): Done[] => []);
  for (const each of done) {
    const { thread } = tracks[each.lane]!;
    if (each.kind === Operation.step && thread !== undefined) steps[thread]!.push(each);
  }
  const lanes = tracks.map((track, lane): Lane => {
    const { name, kind, process, began, ended, failed } = track;
    const mine = own[lane]!, waited = mine.filter((each) => waits.has(each));
    const spans = spansOf(track, mine, waited, steps[lane]!, holders, end);
    return { name, kind, process, began, ended, failed, spans };
  });
  const drafts: { event: Event; of?: Done }[] = [];
  for (const each of done) {
    if (each.kind === Operation.step) continue;
    drafts.push(...eventsOf(each, waits.has(each), holders).map((event) => ({ event, of: each })));
  }
  for (const [lane, { ended, failed }] of lanes.entries()) {
    if (ended === null) continue;
    drafts.push({ event: { kind: failed ? "failed" : "ended", lane, time: ended } });
  }
  drafts.sort((a, b) => a.event.time - b.event.time);
  const places = new Map<Done, number>();
  for (const [place, { event, of }] of drafts.entries()) {
    if (of && event.kind !== "waiting") places.set(of, place);
  }
  for (const { event, of } of drafts) {
    const cause = of && event.kind !== "waiting" ? causes.get(of) : undefined;
    const place = cause && places.get(cause);
    if (place !== undefined) event.cause = place;
  }
  return { lanes, events: drafts.map(({ event }) => event) };
}

/** A lane begins: as if that were an operation. */
function begins({ began }: Track, lane: number): Done {
  const at = began;
  const nothing = { thing: undefined, text: undefined, place: undefined };
  const marks = { gaveUp: false, asynchronous: false, open: false };
  return { kind: BEGINS, lane, from: at, to: at, at, ...nothing, ...marks };
}

function eventsOf(done: Done, waited: boolean, holders: Holders): Event[] {
  const { kind, lane, from, to, at, thing, text, place, gaveUp, open } = done;
  const about: Partial<Event> = {};
  if (thing) Object.assign(about, { object: thing.name, type: thing.type });
  if (text !== undefined) about.detail = text;
  if (place !== undefined) about.place = place;
  const until = to === Infinity ? null : to;
  if (kind === Operation.slept || kind === Operation.task) {
    return [{ kind: KINDS[kind]!, lane, time: from, until, ...about }];
  }
  const events: Event[] = [];
  if (waited) {
    const waiting: Event = { kind: "waiting", lane, time: from, until, ...about };
    const holder = holderIn(done, holders);
    if (holder !== undefined) waiting.holder = holder;
    events.push(waiting);
  }
  const items = done.items === undefined ? {} : { items: done.items };
  if (!open) {
    const what = gaveUp ? "gaveUp" : KINDS[kind]!;
    events.push({ kind: what, lane, time: at, ...about, ...items });
  }
  return events;
}
