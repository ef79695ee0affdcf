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

/** The lane of who held a lock, if that is not known. */
export const NOBODY = -1;

const LOCKS = new Set(["Lock", "RLock"]);

/** Is that something that one lane at a time can hold? */
export function isLock(thing: Thing | undefined): boolean {
  return thing !== undefined && LOCKS.has(thing.type);
}

export class Holders {
  readonly #holds = new Map<Thing, Hold[]>();
  readonly #open = new Map<Thing, Hold>();
  readonly #freed = new Map<Thing, number>();
  readonly #until: (lane: number) => number;

  /** `done`: in the order in which it was in effect; `until`: how long it is known what a lane held. */
  constructor(done: readonly Done[], until: (lane: number) => number = () => Infinity) {
    this.#until = until;
    for (const { kind, thing, lane, at, gaveUp, open } of done) {
      if (!thing || !isLock(thing) || gaveUp || open) continue;
      if (kind === Operation.acquired) this.#acquired(thing, lane, at);
      else if (kind === Operation.released) this.#released(thing, lane, at);
    }
  }

  #acquired(thing: Thing, lane: number, at: number): void {
    const open = this.#open.get(thing);
    if (open && open.lane === lane) {
      open.depth++;
      return;
    }
    if (open) open.to = Math.min(open.to, at); // its release is not known
    const hold: Hold = { lane, from: at, to: this.#until(lane), depth: 1 };
    this.#open.set(thing, hold);
    this.#add(thing, hold);
  }

  #add(thing: Thing, hold: Hold): void {
    const holds = this.#holds.get(thing);
    if (holds) holds.push(hold);
    else this.#holds.set(thing, [hold]);
  }

  #released(thing: Thing, lane: number, at: number): void {
    const open = this.#open.get(thing), from = this.#freed.get(thing) ?? 0;
    if (open && --open.depth > 0) return;
    this.#freed.set(thing, at);
    if (!open) {
      // It was acquired before the recording began: an RLock by the same lane, a Lock by nobody knows whom.
      const by = thing.type === "RLock" ? lane : NOBODY;
      return this.#add(thing, { lane: by, from, to: at, depth: 1 });
    }
    open.to = at;
    this.#open.delete(thing);
  }

  /**
   * Who held `thing` while `lane` waited for it from `from` to `to`: the first of them. A Lock may be held by
   * the lane itself, which can wait for it asynchronously.
   */
  during(thing: Thing, lane: number, from: number, to: number): number | undefined {
    const holds = this.#holds.get(thing) ?? [];
    let low = 0, high = holds.length;
    while (low < high) { // the first that ended after the wait began
      const middle = (low + high) >> 1;
      if (holds[middle]!.to > from) high = middle;
      else low = middle + 1;
    }
    for (let at = low; at < holds.length && holds[at]!.from < to; at++) {
      if (holds[at]!.lane !== lane || thing.type === "Lock") return holds[at]!.lane;
    }
    return undefined;
  }

  /** Who held `thing` in the end, other than `lane`. */
  last(thing: Thing, lane: number): number | undefined {
    const hold = this.#open.get(thing);
    return hold && hold.lane !== lane && hold.to === Infinity ? hold.lane : undefined;
  }
}
