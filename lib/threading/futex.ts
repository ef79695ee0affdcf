/** The word that Lock and RLock are made of, and all ways to wait for it. */

import { block, deadlineIn } from "../memory/block.ts";
import { backOff } from "../memory/mutex.ts";
import { memory } from "../system/shared.ts";
import { Acquirers, type Claim, LISTENERS, wakeListeners } from "./acquirers.ts";

/**
 * What Lock and RLock are made of: one word that blocking and asynchronous waiters of any thread
 * take turns on.
 *
 * Invariant: 0 free, 1 held, 2 held and perhaps somebody waits. Whoever waits has stored 2, so a
 * release that finds 1 owes nobody anything. The lock is not handed over: a woken waiter competes
 * with whoever comes just then, so that nobody is held up by a waiter whose thread is busy. (A lock
 * that serves strictly in order was measured to be 5 to 1000 times slower.) Taking and releasing are
 * sequentially consistent atomics: all that was written under the lock is seen by its next holder.
 */
export class Futex {
  readonly #at: number;
  #acquirers: Acquirers | undefined;

  constructor(at: number) {
    this.#at = at;
  }

  tryAcquire(): boolean {
    return Atomics.compareExchange(memory, this.#at, 0, 1) === 0;
  }

  locked(): boolean {
    return Atomics.load(memory, this.#at) !== 0;
  }

  acquireSync(ms: number): boolean {
    if (this.tryAcquire()) return true;
    if (ms === 0) return false;
    if (backOff(this.#at)) return true;
    const deadline = deadlineIn(ms);
    while (Atomics.exchange(memory, this.#at, 2) !== 0) {
      if (!block(this.#at, 2, deadline)) return false;
    }
    return true;
  }

  acquire(ms: number, signal: AbortSignal | undefined, claim?: Claim): Promise<boolean> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (this.tryAcquire()) {
      if (claim) {
        claim.taken();
        this.#acquirers?.join();
      }
      return Promise.resolve(true);
    }
    if (ms === 0) return Promise.resolve(false);
    this.#acquirers ??= new Acquirers(this.#at);
    return this.#acquirers.wait(ms, signal, claim);
  }

  /** False if it was not locked. */
  release(): boolean {
    const was = Atomics.exchange(memory, this.#at, 0);
    if (was === 2) this.#wake();
    return was !== 0;
  }

  #wake(): void {
    Atomics.notify(memory, this.#at, 1);
    if (this.#acquirers) {
      if (this.#acquirers.othersListening()) wakeListeners(this.#at);
      this.#acquirers.released();
    } else if (Atomics.load(memory, this.#at + LISTENERS) > 0) wakeListeners(this.#at);
  }
}
