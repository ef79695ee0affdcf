/** How many items were in a queue when one came in or went out. */

import type { Done, Thing } from "./merge.ts";
import { Operation } from "./operations.ts";

const QUEUES = /Queue$/;

/**
 * Queues of threads say it themselves. Those of processes do not: there an item is in from the end of its
 * put, or from its get if that was seen to be earlier, which moves the put to then. `done` is in order
 * before and afterwards.
 */
export function countItems(done: Done[], causes: ReadonlyMap<Done, Done>): void {
  const gets = new Map<Done, Done>();
  for (const [effect, cause] of causes) if (effect.kind === Operation.got) gets.set(cause, effect);
  for (const each of done) {
    if (each.kind !== Operation.put || each.gaveUp || each.open) continue;
    each.at = Math.max(each.at, Math.min(each.to, gets.get(each)?.at ?? Infinity));
  }
  done.sort((a, b) => a.at - b.at);
  const counts = new Map<Thing, number>();
  for (const each of done) {
    const { kind, thing, gaveUp, open } = each;
    if (!thing || !QUEUES.test(thing.type) || gaveUp || open) continue;
    const comes = kind === Operation.put;
    if (!comes && causes.get(each)?.kind !== Operation.put) continue;
    const items = (counts.get(thing) ?? 0) + (comes ? 1 : -1);
    counts.set(thing, each.items = items);
  }
}
