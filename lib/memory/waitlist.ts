/**
 * Waiters in order of arrival, in shared memory: a doubly linked list of cells whose head and tail
 * are two words of a primitive. Blocking and asynchronous waiters of any thread stand in the same
 * list.
 *
 * Invariants, all under the primitive's mutex:
 *   - a waiter is in the list exactly while its state is WAITING;
 *   - it leaves the list either granted, by another thread, or withdrawn, by its own;
 *   - whoever finds itself granted when it wants to give up has what it waited for, and keeps it.
 * So a grant never goes to a waiter that has given up, and is never lost.
 */

import { LONGEST, timeNow } from "../runtime/clock.ts";
import { keepAlive } from "../runtime/current.ts";
import { memory } from "../system/shared.ts";
import { block, deadlineIn } from "./block.ts";
import { freeCell, rawCell } from "./cells.ts";
import { give, spinWhile, take } from "./mutex.ts";
import { pending } from "./pending.ts";
import { listed, type ListedSteps, WOKEN } from "./steered_waits.ts";
import { steered } from "./steering.ts";
import { listedLater } from "./strands.ts";

/** GRANT is what a waiter offers until it is granted something, and then what that is. */
const STATE = 0, NEXT = 1, PREVIOUS = 2, GRANT = 3;
const WAITING = 0, GRANTED = 1;

/** A waiter gave up: it was not granted anything. */
export const GAVE_UP = 0;

export class WaitList {
  readonly #mutex: number;
  readonly #head: number;
  readonly #tail: number;

  /** `head` and `head + 1` are the list's two words, guarded by the mutex at `mutex`. */
  constructor(mutex: number, head: number) {
    this.#mutex = mutex;
    this.#head = head;
    this.#tail = head + 1;
  }

  /** Is nobody waiting? Under the mutex. */
  isEmpty(): boolean {
    return memory[this.#head] === 0;
  }

  /** What the waiter who came first offers; 0 if nobody waits, or it offers nothing. Under the mutex. */
  offer(): number {
    const waiter = memory[this.#head]!;
    return waiter === 0 ? 0 : memory[waiter + GRANT]!;
  }

  /**
   * Takes out the waiter who came first and grants it `grant`, which is not 0. Under the mutex.
   * False if nobody waits.
   */
  grant(grant = 1): boolean {
    const waiter = memory[this.#head]!;
    if (waiter === 0) return false;
    this.#unlink(waiter);
    memory[waiter + GRANT] = grant;
    Atomics.store(memory, waiter + STATE, GRANTED);
    // The waiter may have seen the state and freed its cell by now: then this wakes nobody, or
    // somebody who looks again.
    Atomics.notify(memory, waiter + STATE);
    return true;
  }

  /** Grants everybody who waits now. Under the mutex. Says how many. */
  grantAll(grant = 1): number {
    let count = 0;
    while (this.grant(grant)) count++;
    return count;
  }

  /**
   * Blocks this thread until it is granted something or `ms` have passed. Called with the mutex
   * held, returns without it; `entered` is called without it, as soon as a grant can reach this
   * waiter. `offered` is what others may take of it meanwhile; `steps` says to
   * an exploration whether going on is no step, and which lock it needs besides. The grant, or GAVE_UP.
   */
  waitSync(
    ms: number,
    entered?: () => void,
    offered = 0,
    steps: ListedSteps = {},
  ): number {
    const waiter = this.#enter(offered);
    entered?.();
    if (steered !== 0) {
      try {
        const woken = listed(waiter + STATE, ms, steps);
        return this.#leave(waiter) || (woken ? WOKEN : GAVE_UP);
      } catch (unwound) {
        this.#leave(waiter);
        throw unwound;
      }
    }
    const deadline = deadlineIn(ms);
    if (ms > 0) spinWhile(waiter + STATE, WAITING);
    while (Atomics.load(memory, waiter + STATE) === WAITING) {
      if (!block(waiter + STATE, WAITING, deadline)) break;
    }
    return this.#leave(waiter);
  }

  /**
   * Waits without blocking. Called with the mutex held; it is released before the promise is
   * returned. The promise keeps the program alive; it rejects with the reason of `signal`.
   */
  wait(
    ms: number,
    signal?: AbortSignal,
    entered?: () => void,
    offered = 0,
    steps: ListedSteps = {},
  ): Promise<number> {
    const waiter = this.#enter(offered);
    entered?.();
    if (steered !== 0) {
      return listedLater(waiter + STATE, ms, steps, () => this.#leave(waiter), signal);
    }
    const release = keepAlive();
    return new Promise<number>((resolve, reject) => {
      let over = false;
      const end = () => {
        over = true;
        release();
        forget();
        signal?.removeEventListener("abort", abort);
      };
      const settle = () => {
        if (over) return;
        end();
        const grant = this.#leave(waiter);
        if (grant === GAVE_UP && signal?.aborted) reject(signal.reason);
        else resolve(grant);
      };
      // The cell may serve another purpose as soon as it is left, so the sleep on it ends before.
      const endSleep = () => Atomics.notify(memory, waiter + STATE);
      const abort = () => {
        endSleep();
        settle();
      };
      const forget = pending(() => {
        end();
        endSleep();
        const grant = this.#leave(waiter);
        if (grant !== GAVE_UP) resolve(grant);
        return grant === GAVE_UP;
      });
      signal?.addEventListener("abort", abort);
      const deadline = deadlineIn(ms);
      const watch = () => {
        if (over) return;
        if (Atomics.load(memory, waiter + STATE) !== WAITING) return settle();
        const left = deadline - timeNow();
        if (left <= 0) return settle();
        const woken = left === Infinity
          ? Atomics.waitAsync(memory, waiter + STATE, WAITING)
          : Atomics.waitAsync(memory, waiter + STATE, WAITING, Math.min(left, LONGEST));
        if (woken.async) woken.value.then(watch);
        else watch();
      };
      if (signal?.aborted) abort();
      else watch();
    });
  }

  #enter(offered: number): number {
    const waiter = rawCell();
    memory[waiter + GRANT] = offered;
    memory[waiter + NEXT] = 0;
    memory[waiter + PREVIOUS] = memory[this.#tail]!;
    Atomics.store(memory, waiter + STATE, WAITING);
    if (memory[this.#tail] === 0) memory[this.#head] = waiter;
    else memory[memory[this.#tail]! + NEXT] = waiter;
    memory[this.#tail] = waiter;
    give(this.#mutex);
    return waiter;
  }

  /** Withdraws the waiter unless it was granted something meanwhile. */
  #leave(waiter: number): number {
    let grant = GAVE_UP;
    if (Atomics.load(memory, waiter + STATE) === GRANTED) grant = memory[waiter + GRANT]!;
    else {
      take(this.#mutex);
      if (memory[waiter + STATE] === GRANTED) grant = memory[waiter + GRANT]!;
      else this.#unlink(waiter);
      give(this.#mutex);
    }
    freeCell(waiter);
    return grant;
  }

  #unlink(waiter: number): void {
    const next = memory[waiter + NEXT]!, previous = memory[waiter + PREVIOUS]!;
    if (previous === 0) memory[this.#head] = next;
    else memory[previous + NEXT] = next;
    if (next === 0) memory[this.#tail] = previous;
    else memory[next + PREVIOUS] = previous;
  }
}
