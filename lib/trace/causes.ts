/** What let what happen: a release the next acquire, a put the get of its item, a start the first step. */

import { isLock } from "./holders.ts";
import type { Done, Merged, Thing } from "./merge.ts";
import { Operation } from "./operations.ts";

/** Queues whose items come out in the order in which they were put in. */
const IN_ORDER = new Set(["Queue", "SimpleQueue", "JoinableQueue"]);

const ofQueue = (thing: Thing): boolean => IN_ORDER.has(thing.type);

/**
 * Of each operation the one that let it happen, if that is known. Whoever acquires a lock goes on after
 * its last release, waiting or not; of permits and notifications only one that came while it waited let it
 * go on.
 */
export function causesOf({ done, tracks }: Merged): Map<Done, Done> {
  const causes = new Map<Done, Done>();
  const released = new Map<Thing, Done>(), notified = new Map<Thing, Done>();
  const firsts = new Map<number, Done>();
  for (const each of done) {
    const { kind, thing } = each;
    if (kind === BEGINS) firsts.set(each.lane, each);
    if (!thing || each.gaveUp || each.open) continue;
    if (kind === Operation.released) released.set(thing, each);
    else if (kind === Operation.notified) notified.set(thing, each);
    else if (kind === Operation.acquired || kind === Operation.woken) {
      const by = (kind === Operation.acquired ? released : notified).get(thing);
      if (by && by.lane !== each.lane && (isLock(thing) || by.at >= each.from)) {
        causes.set(each, by);
      }
    }
  }
  for (const [put, got] of items(done)) causes.set(got, put);
  for (const each of done) {
    if (each.kind !== Operation.started || !each.thing) continue;
    const track = tracks.findIndex(({ key, began }) =>
      key === each.thing!.key && began >= each.from
    );
    const first = firsts.get(track);
    if (first) causes.set(first, each);
  }
  return causes;
}

/** Stands for the begin of a lane: no operation that a tape has. */
export const BEGINS = 100;

/**
 * The item of the nth put is what the nth get gives. Puts count by when they began, gets by when they
 * ended: whichever of two that overlap was first, no arrow goes back in time.
 */
function* items(done: readonly Done[]): Iterable<[Done, Done]> {
  const puts = new Map<Thing, Done[]>(), gets = new Map<Thing, number>();
  for (const each of [...done].sort((a, b) => a.from - b.from)) {
    if (each.kind !== Operation.put || !each.thing || each.gaveUp || !ofQueue(each.thing)) continue;
    const before = puts.get(each.thing);
    if (before) before.push(each);
    else puts.set(each.thing, [each]);
  }
  for (const each of done) {
    if (each.kind !== Operation.got || !each.thing || each.gaveUp || each.open) continue;
    const number = gets.get(each.thing) ?? 0;
    gets.set(each.thing, number + 1);
    const put = puts.get(each.thing)?.[number];
    if (put && put.from <= each.at) yield [put, each];
  }
}
