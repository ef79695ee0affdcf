/** Brings the parts of all tapes together: one clock, one order, names instead of numbers. */

import { pid as mine } from "../runtime/current.ts";
import { offsets } from "./clocks.ts";
import { SENT } from "./doing.ts";
import { goOn, leave } from "./ends.ts";
import type { Part } from "./gather.ts";
import { FREEING, Mark, Operation } from "./operations.ts";
import { Outcome, type Taken } from "./tape.ts";

/** An object on which something was done. */
export interface Thing {
  readonly key: string;
  readonly type: string;
  name: string;
}

/** An operation with names. `at` is when it was in effect; times in us since the recording began. */
export interface Done {
  readonly kind: number;
  readonly lane: number;
  readonly from: number;
  to: number;
  at: number;
  readonly thing: Thing | undefined;
  readonly text: string | undefined;
  readonly place: string | undefined;
  readonly gaveUp: boolean;
  /** Its thread could do other things meanwhile. */
  readonly asynchronous: boolean;
  /** It was never over, or after the end of what is known. */
  readonly open: boolean;
  /** Somebody had the lock when it was asked for. */
  readonly blocked?: boolean;
  /** Which item it put or got, and how many were in the queue then, as far as known. */
  readonly item?: string;
  items?: number;
  /** Of permits and notifications: how many it frees. */
  readonly frees?: number;
}

/** A lane before its spans are known. */
export interface Track {
  readonly key: string;
  readonly name: string;
  readonly kind: "thread" | "process" | "task";
  readonly process: number;
  /** Of a task: the lane of its thread. */
  readonly thread?: number;
  began: number;
  ended: number | null;
  failed: boolean;
  /** Until when it is known what it did. */
  readonly until: number;
  /** Is `until` before the end of the recording, for want of room? */
  readonly full: boolean;
}

/** These free as many as their caller says. */
const FREES: ReadonlySet<number> = new Set([Operation.released, Operation.notified]);

/** The number of these is no item's, but that of a turn: see handovers.ts. */
const TURNS: ReadonlySet<number> = new Set([Operation.acquired, Operation.released]);

interface Tape {
  readonly part: Part;
  readonly texts: unknown[];
  readonly operations: Taken[];
  ended: number;
  outcome: number;
  pending: Taken | undefined;
  full: number;
}

/** Puts the parts of each tape behind each other. */
function joined(parts: readonly Part[]): Tape[] {
  const tapes = new Map<string, Tape>();
  for (const part of parts) {
    const key = `${part.about.key} ${part.began}`;
    const known = tapes.get(key);
    if (known) {
      known.texts.push(...part.texts);
      for (const each of part.operations) known.operations.push(each);
      known.ended = part.ended;
      known.outcome = part.outcome;
      known.pending = part.pending;
      known.full = part.full ?? 0;
    } else {
      const { ended, outcome, pending, full = 0 } = part;
      const texts = [...part.texts], operations = [...part.operations];
      tapes.set(key, { part, texts, operations, ended, outcome, pending, full });
    }
  }
  const all = [...tapes.values()];
  for (const { operations, pending } of all) if (pending) operations.push(pending);
  return all;
}

/** The time at which an operation was in effect, on the clock of its process. */
function effect({ kind, from, to, marks }: Taken, when: number): number {
  if (when > 0) return when;
  const early = FREEING.has(kind) || kind === Operation.inserted || marks & Mark.open;
  return early ? from : to;
}

export interface Merged {
  readonly tracks: readonly Track[];
  /** In the order in which they were in effect. */
  readonly done: readonly Done[];
  /** When it ends, in us: with the last that is known, if there was no room for more. */
  readonly end: number;
  /** Until then nothing is missing. */
  readonly complete: number;
}

/** `began` and `ended`: the recording itself, in ms since 1970. */
export function merged(parts: readonly Part[], began: number, ended: number): Merged {
  const tapes = joined(parts);
  const behind = offsets(tapes.map(({ part, ...held }) => ({ ...part, ...held })));
  const start = ({ part }: Tape) => part.began + (behind.get(part.pid) ?? 0);
  tapes.sort((a, b) => start(a) - start(b));
  const whole = (ended - began) * 1000;
  const things = new Map<string, Thing>(), gone = new Map<number, number>();
  const tracks: Track[] = [];
  const all: { sequence: number; process: number; done: Done }[] = [];
  for (const { part: { about, pid, began: first }, texts, operations, ...last } of tapes) {
    const us = (ms: number) => Math.max(0, (ms + (behind.get(pid) ?? 0) - began) * 1000);
    const lane = tracks.length, full = last.full > 0;
    const until = full ? Math.min(us(last.full), whole) : whole;
    // What another process told was before that, whatever its clock says.
    const surely = !full && pid !== mine;
    if (us(first) >= until && !surely) continue;
    const over = last.outcome !== Outcome.open && (surely || us(last.ended) <= until);
    tracks.push({
      ...about,
      process: pid,
      began: Math.min(us(first), until),
      ended: over ? Math.min(us(last.ended), until) : null,
      failed: over && last.outcome === Outcome.failed,
      until,
      full,
    });
    const thingAt = (index: number): Thing | undefined => {
      const text = texts[index - 1];
      if (!Array.isArray(text)) return undefined;
      const [key, type, name] = text as [string, string, string];
      let thing = things.get(key);
      if (!thing) things.set(key, thing = { key, type, name });
      thing.name ||= name;
      return thing;
    };
    for (let index = 1; index <= texts.length; index++) thingAt(index); // their names hold for all
    const textAt = (index: number): string | undefined => {
      const text = texts[index - 1];
      return typeof text === "string" ? text : undefined;
    };
    const lanes = new Map<number, number>([[0, lane]]);
    const laneOf = (task: number): number => {
      let own = lanes.get(task);
      if (own === undefined) {
        const { key, name } = thingAt(task)!;
        lanes.set(task, own = tracks.length);
        const kind = "task", ended = null, failed = false;
        tracks.push(
          { key, name, kind, process: pid, thread: lane, began: -1, ended, failed, until, full },
        );
      }
      return own;
    };
    let passed: Taken | undefined;
    for (const taken of operations) {
      if (taken.kind === Operation.item) {
        passed = taken;
        continue;
      }
      const { to: number = 0, site: items = -1, from: when = 0 } = passed ?? {};
      passed = undefined;
      const { sequence, kind, object, site, from, to, marks, task } = taken;
      if (kind === Operation.gone) {
        gone.set(object, us(from));
        continue;
      }
      const open = (marks & Mark.open) !== 0;
      if (open && us(from) >= until) continue;
      const done: Done = {
        kind,
        lane: laneOf(task),
        from: Math.min(us(from), until),
        to: open ? Infinity : Math.min(us(to), until),
        at: Math.min(us(effect(taken, when)), until),
        thing: thingAt(object),
        text: textAt(object),
        place: textAt(site) || undefined,
        gaveUp: (marks & (Mark.gaveUp | Mark.failed)) !== 0,
        asynchronous: (marks & Mark.asynchronous) !== 0,
        open,
        ...marks & Mark.blocked && { blocked: true },
        ...number > 0 && !TURNS.has(kind) &&
          { item: number < SENT ? `${pid} ${number}` : `${number}` },
        ...items >= 0 && (FREES.has(kind) ? { frees: items } : { items }),
      };
      if (marks & Mark.over) {
        const ends = { ended: done.to, failed: (marks & Mark.failed) !== 0 };
        Object.assign(tracks[done.lane]!, ends);
      }
      all.push({ sequence: open ? Infinity : sequence, process: pid, done });
    }
  }
  inOrder(all);
  const done = all.map((each) => each.done).sort((a, b) => a.at - b.at);
  bound(tracks, done);
  const left = leave(tracks, done, gone);
  embrace(tracks, done);
  goOn(tracks, done, left);
  name(done, tracks);
  const last = tracks.reduce((last, { ended, until }) => Math.max(last, ended ?? until), 0);
  const complete = tracks.reduce((first, { until }) => Math.min(first, until), whole);
  return { tracks, done, end: complete < whole ? last : whole, complete };
}

/** What comes later in the order of a process was not earlier by its clock. */
function inOrder(all: { sequence: number; process: number; done: Done }[]): void {
  all.sort((a, b) => a.sequence - b.sequence);
  const latest = new Map<number, number>();
  for (const { process, done } of all) {
    if (done.open) continue;
    done.at = Math.max(done.at, latest.get(process) ?? 0);
    latest.set(process, done.at);
  }
}

/** Tasks begin with their first step. */
function bound(tracks: Track[], done: readonly Done[]): void {
  for (const { kind, lane, from } of done) {
    const track = tracks[lane]!;
    if (track.kind !== "task" || kind !== Operation.step) continue;
    track.began = track.began < 0 ? from : Math.min(track.began, from);
  }
  for (const track of tracks) track.began = Math.max(0, track.began);
}

/** Finds the lane of what was started, by when: a key may be that of several, one after the other. */
export function startedIn(
  tracks: readonly Track[],
): (thing: Thing, from: number) => number | undefined {
  const lanes = new Map<string, number[]>();
  for (const [lane, { key }] of tracks.entries()) {
    const known = lanes.get(key);
    if (known) known.push(lane);
    else lanes.set(key, [lane]);
  }
  return ({ key }, from) => lanes.get(key)?.find((lane) => tracks[lane]!.began >= from);
}

/** No lane begins before it was started, nor ends before the last that it did. */
function embrace(tracks: readonly Track[], done: readonly Done[]): void {
  const find = startedIn(tracks);
  for (const { kind, thing, from, at } of done) {
    if (kind !== Operation.started || !thing) continue;
    const track = tracks[find(thing, from) ?? -1];
    if (track) track.began = Math.max(track.began, at);
  }
  for (const { lane, at } of done) {
    const track = tracks[lane]!;
    if (track.ended !== null) track.ended = Math.max(track.ended, track.began, at);
  }
}

/** Of these several are called alike on purpose: the two ends of a pipe. */
const ENDS = "Connection";

/**
 * Things without a name are called by their class and a number, in the order in which they were first used.
 * In this order things of one name are told apart, too: "fork", "fork (2)". Threads, processes and tasks
 * are called as their lanes are.
 */
function name(done: readonly Done[], tracks: readonly Track[]): void {
  const counts = new Map<string, number>(), named = new Set<Thing>();
  const lanes = new Set(tracks.map(({ key }) => key));
  const count = (what: string): number => {
    const now = (counts.get(what) ?? 0) + 1;
    counts.set(what, now);
    return now;
  };
  for (const { thing } of done) {
    if (!thing || named.has(thing)) continue;
    named.add(thing);
    if (thing.name === "") thing.name = `${thing.type}-${count(` ${thing.type}`)}`;
    if (thing.type === ENDS || lanes.has(thing.key)) continue;
    const same = count(`name ${thing.name}`);
    if (same > 1) thing.name += ` (${same})`;
  }
}
