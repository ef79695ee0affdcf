/** Which release of permits, and which notification, let whom go on: each as many as it frees. */

import type { Done, Thing } from "./merge.ts";
import { Operation } from "./operations.ts";

/** A release, and how many of its permits nobody has taken. */
interface Free {
  readonly by: Done;
  left: number;
}

/** The permits of semaphores that were released and not yet acquired. To be told all in order. */
export class Permits {
  readonly #free = new Map<Thing, Free[]>();

  released(thing: Thing, by: Done): void {
    const free = this.#free.get(thing), each = { by, left: by.frees ?? 1 };
    if (free) free.push(each);
    else this.#free.set(thing, [each]);
  }

  /**
   * What let `each` go on. Whoever waits has found no permit, so it takes the first that comes then; who need
   * not wait is let go on by nobody, and takes the last one.
   */
  acquired(thing: Thing, each: Done): Done | undefined {
    const free = this.#free.get(thing) ?? [];
    let low = 0, high = free.length;
    while (low < high) { // the first that came since it waits
      const middle = (low + high) >> 1;
      if (free[middle]!.by.at >= each.from) high = middle;
      else low = middle + 1;
    }
    const place = Math.min(low, free.length - 1), taken = free[place];
    if (taken && --taken.left <= 0) free.splice(place, 1);
    return low === place ? taken?.by : undefined;
  }
}

/** Each notification with those that it woke: of those that waited, as many as it frees, first come first. */
export function* wokenBy(done: readonly Done[]): Iterable<[notified: Done, woken: Done]> {
  const waits = new Map<Thing, Done[]>();
  for (const each of done) {
    const { kind, thing, gaveUp, open } = each;
    if (kind !== Operation.woken || !thing || gaveUp || open) continue;
    const known = waits.get(thing);
    if (known) known.push(each);
    else waits.set(thing, [each]);
  }
  for (const waiters of waits.values()) waiters.sort((a, b) => b.from - a.from); // the first stands last
  for (const by of done) {
    const { kind, thing, gaveUp, open } = by;
    if (kind !== Operation.notified || !thing || gaveUp || open) continue;
    const waiters = waits.get(thing) ?? [];
    // An event frees all.
    let left = by.frees ?? (thing.type === "Event" ? Infinity : 1);
    while (left > 0 && waiters.length > 0 && waiters.at(-1)!.from <= by.at) {
      const woken = waiters.pop()!;
      if (woken.at < by.at) continue; // by somebody who is not recorded
      left--;
      if (woken.lane !== by.lane) yield [by, woken];
    }
  }
}
