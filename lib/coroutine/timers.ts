/** The timers of an event loop: a binary heap, the earliest first, equal ones in order of arrival. */

import type { Runnable } from "./loop.ts";

/** Something to run at a moment, in milliseconds of `performance.now()`. */
export interface Timer {
  readonly when: number;
  readonly order: number;
  readonly runnable: Runnable;
  /** Its place in the heap, -1 when it has left it. */
  place: number;
  /** Of an exploration's virtual time: takes it out. */
  readonly cancel?: () => void;
}

function earlier(a: Timer, b: Timer): boolean {
  return a.when < b.when || (a.when === b.when && a.order < b.order);
}

/** Invariant: no timer is earlier than its parent, which stands at `(place - 1) >> 1`. */
export class Timers {
  readonly #heap: Timer[] = [];
  #count = 0;

  get earliest(): Timer | undefined {
    return this.#heap[0];
  }

  add(when: number, runnable: Runnable): Timer {
    const timer = { when, order: this.#count++, runnable, place: this.#heap.length };
    this.#heap.push(timer);
    this.#rise(timer);
    return timer;
  }

  /** Takes a timer out; one that has left already is left alone. */
  remove(timer: Timer): void {
    if (timer.place < 0) return;
    const last = this.#heap.pop()!;
    if (last !== timer) {
      this.#put(last, timer.place);
      this.#rise(last);
      this.#sink(last);
    }
    timer.place = -1;
  }

  #put(timer: Timer, place: number): void {
    this.#heap[place] = timer;
    timer.place = place;
  }

  #rise(timer: Timer): void {
    while (timer.place > 0) {
      const { place } = timer;
      const parent = this.#heap[(place - 1) >> 1]!;
      if (!earlier(timer, parent)) return;
      this.#put(timer, parent.place);
      this.#put(parent, place);
    }
  }

  #sink(timer: Timer): void {
    for (;;) {
      const { place } = timer;
      const left = this.#heap[2 * place + 1];
      const right = this.#heap[2 * place + 2];
      const child = right && left && earlier(right, left) ? right : left;
      if (!child || !earlier(child, timer)) return;
      this.#put(timer, child.place);
      this.#put(child, place);
    }
  }
}
