/** Brings the clocks of processes together: how far each is behind that of the first one. */

import { SENT } from "./doing.ts";
import { processKey } from "./identify.ts";
import { Mark, Operation } from "./operations.ts";
import type { Taken } from "./tape.ts";

/** An effect comes so much after its cause at least, in ms: at the same time their order would not show. */
const AFTER = 0.001;

/** What is needed of a tape. */
export interface Timed {
  readonly pid: number;
  readonly began: number;
  readonly texts: readonly unknown[];
  readonly operations: readonly Taken[];
}

/** An end of an item's way between processes. */
interface End {
  readonly pid: number;
  readonly time: number;
}

/**
 * How far the clock of each process is behind, in ms; less than 0: ahead. The clocks of processes are the
 * system's; they differ by what that was adjusted in between, and are left alone unless something would
 * happen before its cause: a child begins before it was started, or one of a child and its parent gets
 * an item before the other one put it.
 */
export function offsets(tapes: readonly Timed[]): Map<number, number> {
  const { started, puts, gets } = causesIn(tapes);
  const bounds = new Map<number, { parent: number; least: number; most: number }>();
  for (const { pid, began } of tapes) {
    const start = started.get(processKey(pid));
    if (!start || start.pid === pid || bounds.has(pid)) continue;
    bounds.set(pid, { parent: start.pid, least: start.time - began + AFTER, most: Infinity });
  }
  for (const [item, got] of gets) {
    const put = puts.get(item);
    if (!put || put.pid === got.pid) continue;
    const getter = bounds.get(got.pid), putter = bounds.get(put.pid);
    if (getter?.parent === put.pid) {
      getter.least = Math.max(getter.least, put.time - got.time + AFTER);
    } else if (putter?.parent === got.pid) {
      putter.most = Math.min(putter.most, got.time - put.time - AFTER);
    }
  }
  const behind = new Map<number, number>();
  const find = (pid: number): number => {
    const known = behind.get(pid);
    if (known !== undefined) return known;
    behind.set(pid, 0); // whoever is its own ancestor, by a number that was given twice
    const own = bounds.get(pid);
    // Where both cannot be, the clock was adjusted meanwhile.
    const offset = own ? find(own.parent) + Math.max(own.least, Math.min(0, own.most)) : 0;
    behind.set(pid, offset);
    return offset;
  };
  for (const { pid } of tapes) find(pid);
  return behind;
}

function causesIn(tapes: readonly Timed[]) {
  const started = new Map<string, End>(), puts = new Map<number, End>();
  const gets: [item: number, got: End][] = [];
  for (const { pid, texts, operations } of tapes) {
    let item = 0;
    for (const { kind, object, from, to, marks } of operations) {
      if (kind === Operation.item) {
        item = to;
        continue;
      }
      if (kind === Operation.started) {
        const [key] = texts[object - 1] as [string] ?? [""];
        started.set(key, { pid, time: from });
      } else if (item >= SENT && (marks & Mark.open) === 0) {
        if (kind === Operation.put) puts.set(item, { pid, time: from });
        else if (kind === Operation.got) gets.push([item, { pid, time: to }]);
      }
      item = 0;
    }
  }
  return { started, puts, gets };
}
