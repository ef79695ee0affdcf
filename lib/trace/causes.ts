/** What let what happen: a release the next acquire, a put the get of its item, a start the first step. */

import { isLock } from "./holders.ts";
import { type Done, type Merged, startedIn, type Thing } from "./merge.ts";
import { Operation } from "./operations.ts";
import { Permits, wokenBy } from "./permits.ts";

/**
 * Of each operation the one that let it happen, if that is known. Whoever acquires a lock goes on after
 * its last release, waiting or not; of permits and notifications only one that came while it waited let it
 * go on, and each lets only as many as it frees.
 */
export function causesOf({ done, tracks }: Merged): Map<Done, Done> {
  const causes = new Map<Done, Done>();
  const released = new Map<Thing, Done>(), permits = new Permits();
  const firsts = new Map<number, Done>();
  for (const each of done) {
    const { kind, thing } = each;
    if (kind === BEGINS) firsts.set(each.lane, each);
    if (!thing || each.gaveUp || each.open) continue;
    if (kind === Operation.released) {
      if (isLock(thing)) released.set(thing, each);
      else permits.released(thing, each);
    } else if (kind === Operation.acquired) {
      const by = isLock(thing) ? released.get(thing) : permits.acquired(thing, each);
      if (by && by.lane !== each.lane) causes.set(each, by);
    }
  }
  for (const [notified, woken] of wokenBy(done)) causes.set(woken, notified);
  for (const [put, got] of items(done)) causes.set(got, put);
  const find = startedIn(tracks);
  for (const each of done) {
    if (each.kind !== Operation.started || !each.thing) continue;
    const first = firsts.get(find(each.thing, each.from) ?? -1);
    if (first) causes.set(first, each);
  }
  return causes;
}

/** Stands for the begin of a lane: no operation that a tape has. */
export const BEGINS = 100;

/** Queues and pipes number their items, so whoever got one tells which that was. */
function* items(done: readonly Done[]): Iterable<[Done, Done]> {
  const puts = new Map<string, Done>();
  for (const each of done) {
    const { kind, item, open, gaveUp } = each;
    if (item === undefined || open || gaveUp) continue;
    const put = puts.get(item);
    if (kind !== Operation.got) puts.set(item, each);
    else if (put) yield [put, each];
  }
}
