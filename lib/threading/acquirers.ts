/**
 * The asynchronous waiters of one lock in one thread, first come, first served among themselves.
 * They cost nothing in shared memory but one listener for all of them, and a lock that goes from one
 * task of a thread to the next does so without leaving the thread.
 *
 * Invariant: while there are waiters, this thread is counted in LISTENERS and sleeps on SEQUENCE. A
 * release that finds the lock contended and listeners of other threads adds 1 to SEQUENCE and wakes
 * them; a release in this thread lets the first waiter try. So after every release somebody who
 * waits tries again, and each try leaves the lock taken or marked as contended.
 */

import { clearTimeout, LONGEST, queueMicrotask, setTimeout, timeNow } from "../runtime/clock.ts";
import { keepAlive } from "../runtime/current.ts";
import { pending } from "../memory/pending.ts";
import { memory } from "../system/shared.ts";

export const LISTENERS = 1, SEQUENCE = 2;

interface Waiter {
  readonly settle: (acquired: boolean) => void;
  readonly claim: Claim | undefined;
}

/** What an RLock notes at the moment at which this thread takes it, before any other code runs. */
export interface Claim {
  /** This thread has the lock: for a waiter, which is settled directly afterwards. */
  readonly taken: () => void;
  /** May it have the lock together with another task of this thread? */
  readonly joins: boolean;
}

export class Acquirers {
  readonly #lock: number;
  readonly #waiters: Waiter[] = [];
  #listening = false;
  #scheduled = false;

  constructor(lock: number) {
    this.#lock = lock;
  }

  /** Waits until the lock has been taken for the caller: true. False after `ms`. */
  wait(ms: number, signal: AbortSignal | undefined, claim?: Claim): Promise<boolean> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    const release = keepAlive();
    return new Promise<boolean>((resolve, reject) => {
      const end = () => {
        release();
        forget();
        clearTimeout(timer);
        signal?.removeEventListener("abort", abort);
      };
      const waiter: Waiter = {
        claim,
        settle: (acquired) => {
          end();
          resolve(acquired);
        },
      };
      const abort = () => {
        this.#remove(waiter);
        end();
        reject(signal!.reason);
      };
      const forget = pending(() => {
        this.#remove(waiter);
        end();
        return true;
      });
      const deadline = ms === Infinity ? Infinity : timeNow() + ms;
      const expire = () => {
        const left = deadline - timeNow();
        if (left > 0) timer = setTimeout(expire, Math.min(left, LONGEST));
        else {
          this.#remove(waiter);
          waiter.settle(false);
        }
      };
      let timer = ms === Infinity ? undefined : setTimeout(expire, Math.min(ms, LONGEST));
      signal?.addEventListener("abort", abort);
      this.#waiters.push(waiter);
      if (!this.#listening) this.#listen();
    });
  }

  /** The lock was released in this thread: the first waiter tries, after the code that runs now. */
  released(): void {
    if (this.#scheduled || this.#waiters.length === 0) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#try();
    });
  }

  /** How many threads besides this one have asynchronous waiters. */
  othersListening(): boolean {
    return Atomics.load(memory, this.#lock + LISTENERS) > (this.#listening ? 1 : 0);
  }

  #try(): void {
    if (this.#waiters.length === 0) return;
    if (Atomics.exchange(memory, this.#lock, 2) !== 0) return;
    const waiter = this.#waiters.shift()!;
    this.#serve(waiter);
    if (waiter.claim) this.join();
    this.#stopIfIdle();
  }

  /** This thread has the lock: those who may have it together with its holder have it too. */
  join(): void {
    for (let at = 0; at < this.#waiters.length;) {
      if (this.#waiters[at]!.claim?.joins) this.#serve(this.#waiters.splice(at, 1)[0]!);
      else at++;
    }
    this.#stopIfIdle();
  }

  #serve(waiter: Waiter): void {
    waiter.claim?.taken();
    waiter.settle(true);
  }

  #remove(waiter: Waiter): void {
    const at = this.#waiters.indexOf(waiter);
    if (at >= 0) this.#waiters.splice(at, 1);
    this.#stopIfIdle();
  }

  #listen(): void {
    this.#listening = true;
    Atomics.add(memory, this.#lock + LISTENERS, 1);
    const turn = () => {
      for (;;) {
        const sequence = Atomics.load(memory, this.#lock + SEQUENCE);
        this.#try();
        if (this.#waiters.length === 0) break;
        const woken = Atomics.waitAsync(memory, this.#lock + SEQUENCE, sequence);
        if (woken.async) return void woken.value.then(turn);
      }
      this.#listening = false;
      Atomics.sub(memory, this.#lock + LISTENERS, 1);
    };
    turn();
  }

  /** Without waiters nobody listens; otherwise the sleep would keep the lock from being collected. */
  #stopIfIdle(): void {
    if (this.#waiters.length === 0) Atomics.notify(memory, this.#lock + SEQUENCE);
  }
}

/** Wakes the asynchronous waiters of all threads that have some. */
export function wakeListeners(lock: number): void {
  Atomics.add(memory, lock + SEQUENCE, 1);
  Atomics.notify(memory, lock + SEQUENCE);
}
