/** When a lane ran and when it waited, and for what. */

import { type Holders, isLock, NOBODY } from "./holders.ts";
import type { Done, Track } from "./merge.ts";
import { Operation } from "./operations.ts";
import { gaps, withSteps } from "./pieces.ts";
import type { Span } from "./types.ts";

/** A shorter wait, in us, is none where nobody knows better: so long a busy machine may take for nothing. */
const SHORT = 100;

/** Kinds that may have to wait. */
const WAITS = new Set<number>([
  Operation.acquired,
  Operation.put,
  Operation.inserted,
  Operation.got,
  Operation.woken,
  Operation.joined,
  Operation.slept,
]);

/** The operations for which their lane waited. */
export function waitsAmong(
  done: readonly Done[],
  holders: Holders,
  causes: ReadonlyMap<Done, Done>,
): ReadonlySet<Done> {
  return new Set(done.filter((each) => {
    const { kind, thing, lane, from, to, open, blocked, gaveUp } = each;
    if (!WAITS.has(kind)) return false;
    if (open || kind === Operation.slept) return true;
    if (kind === Operation.acquired && thing && isLock(thing)) {
      // How long it took says nothing: between processes a free lock takes longer than a wait in one.
      if (blocked || holders.during(thing, lane, from, to) !== undefined) return true;
      return gaveUp && to - from >= SHORT;
    }
    const cause = kind === Operation.got ? causes.get(each) : undefined;
    return cause ? cause.at > from : to - from >= SHORT;
  }));
}

/** A piece that is not finished. */
export type Piece = { -readonly [K in keyof Span]: Span[K] };

/**
 * The pieces of a lane, which did `done` and waited for `waits` of that, and had `steps` of its tasks. Where it waits for several things
 * at once, asynchronously, it is said to wait for the one that came first.
 */
export function spansOf(
  track: Track,
  done: readonly Done[],
  waits: readonly Done[],
  steps: readonly Done[],
  holders: Holders,
  end: number,
): Span[] {
  const last = track.ended ?? Math.min(track.until, end);
  const pieces = done.filter(({ kind }) => kind === Operation.step || kind === Operation.task);
  if (pieces.length > 0) return inPieces(track.began, last, pieces, waits, holders);
  return withSteps(between(track.began, last, waits, holders), steps);
}

function between(begin: number, last: number, waits: readonly Done[], holders: Holders): Piece[] {
  const spans: Piece[] = [];
  let now = begin;
  for (const each of [...waits].sort((a, b) => a.from - b.from)) {
    const from = Math.max(now, each.from), to = Math.min(last, each.to);
    if (to <= from) continue;
    if (from > now) spans.push({ state: "running", from: now, to: from });
    spans.push(waiting(each, from, to, holders));
    now = to;
  }
  if (now < last || spans.length === 0) spans.push({ state: "running", from: now, to: last });
  return spans;
}

function waiting(each: Done, from: number, to: number, holders: Holders): Piece {
  const { kind, thing } = each;
  const piece: Piece = { state: kind === Operation.slept ? "sleeping" : "waiting", from, to };
  if (!thing) return piece;
  piece.object = thing.name;
  const holder = holderIn(each, holders);
  if (holder !== undefined) piece.holder = holder;
  return piece;
}

/** Who held the lock that this one waited for; in the end, if it still does. */
export function holderIn(each: Done, holders: Holders): number | undefined {
  const { kind, thing, lane, from, to } = each;
  if (kind !== Operation.acquired || !thing || !isLock(thing)) return undefined;
  const last = to === Infinity;
  const holder = last ? holders.last(thing, lane) : holders.during(thing, lane, from, to);
  return holder === lane || holder === NOBODY ? undefined : holder;
}

/** A task runs in its steps, and a worker of a pool in its tasks: they wait between them. */
function inPieces(
  began: number,
  last: number,
  pieces: readonly Done[],
  waits: readonly Done[],
  holders: Holders,
): Span[] {
  const spans: Piece[] = [];
  // What a step begins asynchronously lasts longer than the step.
  const steps = pieces[0]!.kind === Operation.step;
  const inside = waits.filter(({ asynchronous }) => !(steps && asynchronous));
  const across = steps ? waits.filter(({ asynchronous }) => asynchronous) : [];
  const idle = gaps(across, (each, from, to) => waiting(each, from, to, holders));
  let now = began, next = 0;
  for (const { from, to } of [...pieces].sort((a, b) => a.from - b.from)) {
    if (to <= now) continue;
    if (from > now) spans.push(idle(now, from));
    const within: Done[] = [];
    for (; next < inside.length && inside[next]!.from < to; next++) within.push(inside[next]!);
    const end = Math.min(to, last);
    spans.push(...between(Math.max(from, now), end, within, holders));
    now = end;
  }
  if (now < last || spans.length === 0) spans.push(idle(now, last));
  return spans;
}
