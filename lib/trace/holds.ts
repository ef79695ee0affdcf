/** Who held which lock from when to when, as the events of a recording say it. */

import type { Recording } from "./recording.ts";

/** Times in us. */
export interface Held {
  readonly object: string;
  readonly lane: number;
  /** The place of its `acquired` among the events. */
  readonly id: number;
  readonly from: number;
  readonly to: number;
}

type Hold = { -readonly [K in keyof Held]: Held[K] } & { depth: number };

/**
 * All holds in the order in which they began. Each ends with its own release, so that two at once would be
 * seen; the release is that of its lane, else that of whoever releases what it does not hold. Only a hold
 * that nobody releases, as those of a process that was killed, ends where the next one begins.
 */
export function holdsIn({ events, duration }: Recording): Held[] {
  const all: Hold[] = [], open = new Map<string, Hold[]>(), last = new Map<string, Hold>();
  for (const [id, { kind, lane, time, object, type }] of events.entries()) {
    if (object === undefined || (type !== "Lock" && type !== "RLock")) continue;
    let holds = open.get(object);
    if (!holds) open.set(object, holds = []);
    const own = holds.find((hold) => hold.lane === lane);
    if (kind === "acquired") {
      if (own && type === "RLock") {
        own.depth++;
        continue;
      }
      if (own) holds.splice(holds.indexOf(own), 1); // it was given back unseen
      const hold: Hold = { object, lane, id, from: time, to: duration, depth: 1 };
      const before = last.get(object);
      if (before && before.to === duration) before.to = time; // unless its release comes
      last.set(object, hold);
      all.push(hold);
      holds.push(hold);
    } else if (kind === "released") {
      const hold = own ?? holds[0];
      if (!hold || --hold.depth > 0) continue;
      hold.to = time;
      holds.splice(holds.indexOf(hold), 1);
    }
  }
  return all;
}
