/** The broker's half of locks and semaphores: free places, their holder, and who waits for one. */

import { NOTHING, Op } from "../link/wire_format.ts";
import { answer, type Call, fail, type Member, Resource, Waiters } from "./resource.ts";
import { Failure, SemaphoreEvent, SemaphoreKind, SemaphoreMethod } from "../protocol.ts";

interface Waiter extends Call {
  /** How many levels of an RLock the waiter takes at once: it comes from a condition. */
  readonly depth: number;
  /** Called instead of an answer. */
  readonly taken?: (abandoned: boolean) => void;
}

/**
 * Lock, RLock, Semaphore and BoundedSemaphore: `value` free places, taken in order of arrival.
 *
 * Invariant: nobody waits while a place is free. Of a Lock or RLock, `owner` is the process that holds it.
 */
export class SemaphoreResource extends Resource {
  readonly #kind: number;
  readonly #most: number;
  #value: number;
  #owner: Member | undefined;
  #depth = 0;
  #abandoned = false;
  /** Of a lock: how many turns there were; of a semaphore: how many releases. */
  #number = 0;
  readonly #waiters = new Waiters<Waiter>();

  constructor(id: number, kind: number, value: number) {
    super(id);
    this.#kind = kind;
    this.#value = value;
    this.#most = kind === SemaphoreKind.semaphore ? Infinity : value;
  }

  get #isLock(): boolean {
    return this.#kind <= SemaphoreKind.rlock;
  }

  call(call: Call, method: SemaphoreMethod, a: number): void {
    if (method === SemaphoreMethod.acquire) this.#acquire(call, a === 1);
    else if (method === SemaphoreMethod.release) this.#release(call, a);
    else answer(call, this.#value, this.#depth);
  }

  #acquire(call: Call, waits: boolean): void {
    if (this.#kind === SemaphoreKind.rlock && this.#owner === call.member) {
      this.#depth++;
      answer(call, 1);
    } else if (this.#value > 0) this.#grant({ ...call, depth: 1 });
    else if (waits) this.#waiters.add({ ...call, depth: 1 });
    else answer(call, 0);
  }

  #grant(waiter: Waiter): void {
    this.#value--;
    if (this.#isLock) {
      this.#number++;
      this.#owner = waiter.member;
      this.#depth = waiter.depth;
    }
    const abandoned = this.#abandoned;
    this.#abandoned = false;
    if (waiter.taken) return waiter.taken(abandoned);
    answer(waiter, 1, 2 * this.#number + (abandoned ? 1 : 0));
    if (this.#kind === SemaphoreKind.rlock) this.#grantAgain(waiter.member);
  }

  /** The process that now holds an RLock also gets what it asked for while it still waited. */
  #grantAgain(owner: Member): void {
    for (const waiter of this.#waiters.all()) {
      if (waiter.member !== owner || waiter.taken) continue;
      this.#waiters.take(waiter);
      this.#depth++;
      answer(waiter, 1);
    }
  }

  #release(call: Call, count: number): void {
    if (this.#kind === SemaphoreKind.rlock && this.#owner !== call.member) {
      return fail(
        call,
        Failure.runtime,
        `cannot release un-acquired ${this.called("lock")}: another process holds it, or none`,
      );
    }
    if (this.#value + count > this.#most) {
      if (this.#isLock) {
        return fail(
          call,
          Failure.runtime,
          `release unlocked ${this.called("lock")}: acquire it first, and release it once`,
        );
      }
      return fail(
        call,
        Failure.range,
        `Cannot release ${
          this.called("semaphore")
        }: it was released more often than acquired (its ` +
          `value is ${this.#value} of ${this.#most} already)`,
      );
    }
    answer(call, this.#isLock ? 0 : ++this.#number);
    if (this.#owner && this.#owner !== call.member) {
      this.#owner.send(Op.event, SemaphoreEvent.released, 0, this.id, 0, 0, NOTHING); // it holds the lock no longer
    }
    if (this.#kind === SemaphoreKind.rlock && --this.#depth > 0) return;
    this.#free(count);
  }

  #free(count: number): void {
    if (this.#isLock) {
      this.#owner = undefined;
      this.#depth = 0;
    }
    this.#value += count;
    while (this.#value > 0 && this.#waiters.size > 0) this.#grant(this.#waiters.shift()!);
  }

  /** For a condition: does this process hold the lock? Of a plain lock, anybody may. */
  isHeldBy(member: Member): boolean {
    return this.#value === 0 && (this.#kind === SemaphoreKind.lock || this.#owner === member);
  }

  /** For a condition: frees the lock whatever its depth, which is answered. */
  releaseAll(): number {
    const depth = this.#depth;
    this.#free(1);
    return depth;
  }

  /** For a condition: `taken` is called when the lock is held again. */
  restore(call: Call, depth: number, taken: (abandoned: boolean) => void): void {
    const waiter = { ...call, depth, taken };
    if (this.#value > 0) this.#grant(waiter);
    else this.#waiters.add(waiter);
  }

  cancel(call: Call): void {
    const waiter = this.#waiters.take(call);
    if (waiter) answer(waiter, 0);
  }

  gone(member: Member): void {
    this.#waiters.takeAll(member);
    if (this.#owner !== member) return;
    this.#abandoned = true;
    this.#free(1);
  }
}
