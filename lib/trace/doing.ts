/** Doing: what a thread does just now, as its recorder sees it, and a queue of threads when an item passes. */

import type { Passage } from "../memory/observer.ts";
import { clockNow } from "../runtime/clock.ts";
import { pid } from "../runtime/current.ts";
import { Operation } from "./operations.ts";

/** An operation that takes its number when it is over. */
export const UNNUMBERED = -2;

/** Of these the queue says when they are in effect: see `Passage`. */
export const PASSING: ReadonlySet<number> = new Set([
  Operation.inserted,
  Operation.put,
  Operation.got,
]);

/** Of these it is told which of all they are. */
export const NUMBERED: ReadonlySet<number> = new Set([
  ...PASSING,
  Operation.acquired,
  Operation.released,
]);

/** Numbers of items between processes are from here on, and none is that of another process. */
export const SENT: number = 2 ** 28;

let sent = 0;

/** What a thread does just now, and which operation that belongs to. */
export class Doing implements Passage {
  readonly kind: number;
  readonly object: number;
  readonly site: number;
  readonly from: number = clockNow();
  readonly task: number;
  /** The lock that a condition gave back for its wait. */
  lock = 0;
  /** The number of that release, if nobody else writes it down: a condition of processes. */
  freed = -1;
  /** What is known of how it goes before it is over. */
  marks = 0;
  sequence: number;
  /** The item that it put or got; 0: it is not known. */
  item = 0;
  /** How many items were in the queue then, or how many it frees; -1: that is not known. */
  items = -1;
  /** When that was; 0: that is not known. */
  when = 0;
  readonly #next: () => number;

  constructor(
    kind: number,
    object: number,
    site: number,
    task: number,
    sequence: number,
    next: () => number,
  ) {
    this.kind = kind;
    this.object = object;
    this.site = site;
    this.task = task;
    this.sequence = sequence;
    this.#next = next;
  }

  puts(items: number): number {
    this.sequence = this.#next();
    this.#passed(this.sequence + 1, items);
    return this.item;
  }

  came(number: number, items: number): void {
    if (number === 0) return;
    this.sequence = number - 1;
    this.item = number;
    this.items = items;
  }

  gets(number: number, items: number): void {
    this.sequence = this.#next();
    this.#passed(number, items);
  }

  sends(): number {
    return this.item = pid * SENT + ++sent;
  }

  given(number: number): void {
    this.item = number;
  }

  fills(): number {
    return this.#next() + 1;
  }

  #passed(item: number, items: number): void {
    this.item = item;
    this.items = items;
    this.when = clockNow();
  }
}
