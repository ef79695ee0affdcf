/** The broker's half of Condition: who waits to be notified, and then for the lock. */

import { partOf } from "../../called.ts";
import { answer, type Call, fail, type Member, Resource, Waiters } from "./resource.ts";
import type { SemaphoreResource } from "./semaphore.ts";
import { ConditionMethod, Failure } from "../protocol.ts";

interface Waiter extends Call {
  readonly depth: number;
}

/**
 * Invariant: a waiter stands in the list before the lock is released, and leaves it either by a
 * notification or because it gave up; then it waits for the lock, and answers when it has it.
 */
export class ConditionResource extends Resource {
  readonly #lock: SemaphoreResource;
  readonly #waiters = new Waiters<Waiter>();

  constructor(id: number, lock: SemaphoreResource) {
    super(id);
    this.#lock = lock;
    lock.travelling++; // as long as the condition is there, so is its lock
  }

  call(call: Call, method: ConditionMethod, a: number): void {
    const act = method === ConditionMethod.wait ? "wait on" : "notify";
    if (!this.#lock.isHeldBy(call.member)) {
      const lock = partOf(this.#lock.called("un-acquired lock"), "condition", this.name);
      return fail(
        call,
        Failure.runtime,
        `cannot ${act} ${lock}: acquire the condition's lock before, as in ` +
          `await using _ = await condition.hold()`,
      );
    }
    if (method === ConditionMethod.notify) {
      for (let left = a; left > 0 && this.#waiters.size > 0; left--) {
        this.#leave(this.#waiters.shift()!, 1);
      }
      answer(call);
      return;
    }
    const waiter = { ...call, depth: 0 };
    this.#waiters.add(waiter);
    waiter.depth = this.#lock.releaseAll();
    if (a === 0) this.cancel(call);
  }

  #leave(waiter: Waiter, notified: number): void {
    this.#lock.restore(
      waiter,
      waiter.depth,
      (abandoned) => answer(waiter, notified, abandoned ? 1 : 0),
    );
  }

  cancel(call: Call): void {
    const waiter = this.#waiters.take(call);
    if (waiter) this.#leave(waiter, 0);
  }

  gone(member: Member): void {
    this.#waiters.takeAll(member);
  }

  override unused(): void {
    this.#lock.travelling--;
  }
}
