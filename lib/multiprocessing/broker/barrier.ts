/** The broker's half of Barrier: who has arrived, who runs the action, whether it is broken. */

import { answer, type Call, fail, type Member, Resource, Waiters } from "./resource.ts";
import { BarrierMethod, Failure } from "../protocol.ts";

const BROKEN = "is broken: it was aborted or reset, or a party gave up or failed";
const LATE = "is broken: not all parties arrived in time";

/**
 * Invariant: while it fills, fewer than `parties` wait. While the last one runs the action, `#actor` is
 * that party, and those who come meanwhile stand in `#late` and arrive afterwards.
 */
export class BarrierResource extends Resource {
  readonly #parties: number;
  readonly #acts: boolean;
  readonly #waiters = new Waiters<Call>();
  readonly #late = new Waiters<Call & { readonly waits: boolean }>();
  #actor: Member | undefined;
  #broken = false;

  constructor(id: number, parties: number, acts: boolean) {
    super(id);
    this.#parties = parties;
    this.#acts = acts;
  }

  call(call: Call, method: BarrierMethod, a: number): void {
    if (method === BarrierMethod.wait) this.#arrive(call, a === 1);
    else if (method === BarrierMethod.state) answer(call, this.#waiters.size, this.#broken ? 1 : 0);
    else if (method === BarrierMethod.acted) this.#acted(call, a === 1);
    else {
      this.#actor = undefined;
      this.#end(method === BarrierMethod.abort);
      answer(call);
    }
  }

  #arrive(call: Call, waits: boolean): void {
    if (this.#broken) {
      return this.#fail(call, "is broken: reset it before it is used again");
    }
    if (this.#actor) return this.#late.add({ ...call, waits });
    const place = this.#waiters.size;
    if (place < this.#parties - 1) {
      if (waits) this.#waiters.add(call);
      else {
        this.#fail(call, LATE);
        this.#end(true);
      }
    } else if (this.#acts) {
      this.#actor = call.member;
      answer(call, place, 1);
    } else {
      answer(call, place);
      this.#pass();
    }
  }

  #acted(call: Call, done: boolean): void {
    if (this.#actor !== call.member) {
      return this.#fail(call, "was reset or aborted during its action");
    }
    this.#actor = undefined;
    answer(call);
    if (done) this.#pass();
    else this.#end(true);
  }

  #fail(call: Call, how: string): void {
    fail(call, Failure.brokenBarrier, `${this.called("The barrier")} ${how}`);
  }

  #pass(): void {
    let place = 0;
    for (const waiter of this.#waiters.takeAll()) answer(waiter, place++);
    this.#admit();
  }

  #end(broken: boolean): void {
    this.#broken = broken;
    for (const waiter of this.#waiters.takeAll()) this.#fail(waiter, BROKEN);
    this.#admit();
  }

  #admit(): void {
    for (const late of this.#late.takeAll()) this.#arrive(late, late.waits);
  }

  cancel(call: Call): void {
    const waiter = this.#waiters.take(call) ?? this.#late.take(call);
    if (!waiter) return;
    this.#fail(waiter, LATE);
    if (!this.#actor) this.#end(true);
  }

  gone(member: Member): void {
    this.#late.takeAll(member);
    const acting = this.#actor === member;
    if (acting) this.#actor = undefined;
    // A party that died will never arrive again: the others would wait for ever.
    if (this.#waiters.takeAll(member).length > 0 || acting) this.#end(true);
  }
}
