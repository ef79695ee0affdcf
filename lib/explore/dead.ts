/**
 * Which threads can never go on again, although others still can? Those that wait for a lock which its
 * holder will not release, since that one is over, or waits in the same way; and whoever joins them. Of
 * what nobody holds (an event, a queue) it cannot be said who would come: there it is not known.
 */

import { Kind, kindOf } from "../memory/handles.ts";
import { Guard, Slot, Status } from "../memory/slots.ts";
import { memory } from "../system/shared.ts";
import { allows, deadlineOf, granted, hostOf, word } from "./standing.ts";
import { count, isOver, recordOf } from "./turns.ts";

/** Follows one execution, to know who holds which lock. */
export class Holders {
  readonly #holders = new Map<number, number>();
  #free: number[] = [];

  /** A thread is about to get a turn. */
  before(thread: number): void {
    const cell = word(thread, Slot.object), needs = word(thread, Slot.needs);
    this.#free.length = 0;
    if (cell > 0 && isLock(cell) && memory[cell] === 0) this.#free.push(cell);
    if (needs !== 0 && memory[needs] === 0) this.#free.push(needs);
  }

  after(thread: number): void {
    for (const cell of this.#free) {
      if (memory[cell] !== 0) this.#holders.set(cell, hostOf(thread));
    }
  }

  /** The threads, and calls of threads, that never go on again. */
  dead(): number[] {
    const alive = new Set<number>(), waits: (readonly [waiter: number, of: number])[] = [];
    for (let thread = 0; thread < count(); thread++) {
      if (isOver(thread) || word(thread, Slot.status) === Status.resting) continue; // its calls wait
      const of = this.#awaited(thread);
      if (of === undefined) alive.add(hostOf(thread));
      else waits.push([thread, of]);
    }
    for (let more = true; more;) {
      more = false;
      for (const [waiter, of] of waits) {
        if (alive.has(hostOf(waiter)) || isOver(of) || !alive.has(of)) continue;
        alive.add(hostOf(waiter));
        more = true;
      }
    }
    return waits.map(([waiter]) => waiter).filter((waiter) => !alive.has(hostOf(waiter)));
  }

  /** The thread without which it cannot go on; undefined if that is not known. */
  #awaited(thread: number): number | undefined {
    if (deadlineOf(thread) >= 0) return undefined;
    const guard = word(thread, Slot.guard), needs = word(thread, Slot.needs);
    switch (word(thread, Slot.status)) {
      case Status.ready:
        if (guard !== Guard.lock && guard !== Guard.rlock || allows(thread)) return undefined;
        return this.#holders.get(word(thread, Slot.words));
      case Status.listed:
        if (needs !== 0 && granted(thread)) {
          return memory[needs] === 0 ? undefined : this.#holders.get(needs);
        }
        return joinedBy(thread);
    }
    return undefined;
  }
}

function isLock(cell: number): boolean {
  const kind = kindOf(cell);
  return kind === Kind.lock || kind === Kind.rlock;
}

/** The thread whose end it waits for, if it does. */
function joinedBy(thread: number): number | undefined {
  const cell = word(thread, Slot.object);
  for (let other = 0; other < count(); other++) {
    if (hostOf(other) === other && recordOf(other) === cell) {
      return isOver(other) ? undefined : other;
    }
  }
  return undefined;
}
