/** The broker's half of Event: the flag, and who waits for it. */

import { answer, type Call, type Member, Resource, Waiters } from "./resource.ts";
import { EventMethod } from "../protocol.ts";

/** Invariant: nobody waits while the event is set. */
export class EventResource extends Resource {
  #set = false;
  readonly #waiters = new Waiters<Call>();

  call(call: Call, method: EventMethod, a: number): void {
    if (method === EventMethod.wait) {
      if (this.#set || a === 0) answer(call, this.#set ? 1 : 0);
      else this.#waiters.add(call);
      return;
    }
    if (method === EventMethod.set) {
      this.#set = true;
      for (const waiter of this.#waiters.takeAll()) answer(waiter, 1);
    } else if (method === EventMethod.clear) this.#set = false;
    answer(call, this.#set ? 1 : 0);
  }

  cancel(call: Call): void {
    const waiter = this.#waiters.take(call);
    if (waiter) answer(waiter, 0);
  }

  gone(member: Member): void {
    this.#waiters.takeAll(member);
  }
}
