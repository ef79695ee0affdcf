/** Who held which lock from when to when. */

import { Operation } from "./operations.ts";
import type { Done, Thing } from "./merge.ts";

interface Hold {
  readonly lane: number;
  readonly from: number;
  to: number;
  /** How often an RLock was acquired again. */
  depth: number;
}

const LOCKS = new Set(["Lock", "RLock"]);

/** Is that something that one lane at a time can hold? */
export function isLock(thing: Thing | undefined): boolean {
  return thing !== undefined && LOCKS.has(thing.type);
}

export class Holders {
  readonly #holds = new Map<Thing, Hold[]>();
  readonly #open = new Map<Thing, Hold>();

  /** `done`: in the order in which it was in effect. */
  constructor(done: readonly Done[]) {
    for (const { kind, thing, lane, at, gaveUp, open } of done) {
      if (!thing || !isLock(thing) || gaveUp || open) continue;
      if (kind === Operation.acquired) this.#acquired(thing, lane, at);
      else if (kind === Operation.released) this.#released(thing, at);
    }
  }

  #acquired(thing: Thing, lane: number, at: number): void {
    const open = this.#open.get(thing);
    if (open && open.lane === lane) {
      open.depth++;
      return;
    }
    if (open) open.to = at; // a condition of processes gives its lock back unseen
    const hold: Hold = { lane, from: at, to: Infinity, depth: 1 };
    this.#open.set(thing, hold);
    const holds = this.#holds.get(thing);
    if (holds) holds.push(hold);
    else this.#holds.set(thing, [hold]);
  }

  #released(thing: Thing, at: number): void {
    const open = this.#open.get(thing);
    if (!open || --open.depth > 0) return;
    open.to = at;
    this.#open.delete(thing);
  }

  /** Who held `thing` while `lane` waited for it from `from` to `to`: the first of them. */
  during(thing: Thing, lane: number, from: number, to: number): number | undefined {
    const holds = this.#holds.get(thing) ?? [];
    let low = 0, high = holds.length;
    while (low < high) { // the first that ended after the wait began
      const middle = (low + high) >> 1;
      if (holds[middle]!.to > from) high = middle;
      else low = middle + 1;
    }
    for (let at = low; at < holds.length && holds[at]!.from < to; at++) {
      if (holds[at]!.lane !== lane) return holds[at]!.lane;
    }
    return undefined;
  }

  /** Who held `thing` in the end, other than `lane`. */
  last(thing: Thing, lane: number): number | undefined {
    const holder = this.#open.get(thing)?.lane;
    return holder === lane ? undefined : holder;
  }
}
