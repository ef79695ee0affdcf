/** The waits that took longest: who waited how long for what, and who had it. */

import type { TraceEvent } from "./types.ts";

/** All waits of one lane for one object together. Times in microseconds. */
export interface LongWait {
  readonly lane: number;
  readonly object: string;
  /** All of them together; if one never ended, that one. */
  time: number;
  times: number;
  /** It never ended. */
  open: boolean;
  /** Who held it for the longest part. */
  holder: number | undefined;
}

/** The `most` longest waits up to `end`; those for the end of threads only if there are no others. */
export function longestWaits(
  { events }: { readonly events: readonly TraceEvent[] },
  end: number,
  most: number,
): LongWait[] {
  const found = new Map<string, LongWait & { ofEnd: boolean; whole: number; lasts: number }>();
  const over = new Map<string, number>();
  const held = new Map<string, Map<number, number>>();
  for (const { kind, lane, time, until, object, type, holder } of events) {
    if (kind !== "waiting" || object === undefined || time >= end) continue;
    const key = `${lane} ${object}`, last = Math.min(until ?? end, end);
    // Several waits for the same at the same time are one.
    const length = last - Math.max(time, over.get(key) ?? 0);
    if (length <= 0 && until !== null) continue;
    over.set(key, last);
    let wait = found.get(key);
    if (!wait) {
      const ofEnd = type === "Thread" || type === "Process" || type === "Timer" ||
        type === "Task";
      wait = {
        lane,
        object,
        time: 0,
        times: 0,
        open: false,
        holder: undefined,
        ofEnd,
        whole: 0,
        lasts: 0,
      };
      found.set(key, wait);
      held.set(key, new Map());
    }
    wait.whole += length;
    wait.times++;
    if (until === null) {
      wait.open = true;
      wait.lasts = Math.max(wait.lasts, last - time);
    }
    const by = held.get(key)!;
    // Of a wait that is not over it is said who holds the object in the end.
    const weight = until === null ? Infinity : length;
    if (holder !== undefined) by.set(holder, (by.get(holder) ?? 0) + weight);
  }
  for (const [key, wait] of found) {
    wait.time = wait.open ? wait.lasts : wait.whole;
    wait.holder = [...held.get(key)!].sort((a, b) => b[1] - a[1])[0]?.[0];
  }
  const all = [...found.values()].sort((a, b) => b.whole - a.whole);
  const others = all.filter(({ ofEnd }) => !ofEnd);
  return (others.length > 0 ? others : all).slice(0, most);
}
