/** What all objects in the broker have in common: their holders, calls, answers and waiters. */

import { called } from "../../called.ts";
import { NOTHING, Op } from "../link/wire_format.ts";

/** A process of the family, as the broker sees it. */
export interface Member {
  /** Small, and never used twice. */
  readonly number: number;
  /** Is it the process of the broker itself? */
  readonly here: boolean;
  readonly send: (
    op: number,
    method: number,
    request: number,
    object: number,
    a: number,
    b: number,
    payload: Uint8Array,
  ) => void;
}

/** What a call needs to be answered. */
export interface Call {
  readonly member: Member;
  readonly request: number;
}

const encoder = new TextEncoder();

/** Answers a call. */
export function answer(call: Call, a = 0, b = 0, payload: Uint8Array = NOTHING): void {
  if (call.request === 0) return;
  call.member.send(Op.answer, 0, call.request, 0, a, b, payload);
}

/** Answers a call with an error. */
export function fail(call: Call, failure: number, message: string): void {
  if (call.request === 0) return;
  call.member.send(Op.fail, 0, call.request, 0, failure, 0, encoder.encode(message));
}

/** Those who wait for something, in order of arrival; each can be found by its call. */
export class Waiters<W extends Call> {
  readonly #waiters: Map<number, W> = new Map();

  get size(): number {
    return this.#waiters.size;
  }

  add(waiter: W): void {
    this.#waiters.set(key(waiter), waiter);
  }

  /** All, first come first; the list is a copy. */
  all(): W[] {
    return [...this.#waiters.values()];
  }

  /** All, first come first; who is taken meanwhile is left out, who comes meanwhile is last. */
  each(): IterableIterator<W> {
    return this.#waiters.values();
  }

  first(): W | undefined {
    return this.#waiters.values().next().value;
  }

  shift(): W | undefined {
    const first = this.first();
    if (first) this.#waiters.delete(key(first));
    return first;
  }

  take(call: Call): W | undefined {
    const found = this.#waiters.get(key(call));
    if (found) this.#waiters.delete(key(call));
    return found;
  }

  /** Removes and answers all waiters, or those of one member. */
  takeAll(member?: Member): W[] {
    const taken = [...this.#waiters.values()].filter((w) => !member || w.member === member);
    for (const waiter of taken) this.#waiters.delete(key(waiter));
    return taken;
  }
}

function key(call: Call): number {
  return call.member.number * 2 ** 32 + call.request;
}

/**
 * An object that the processes of a family share. It lives in the broker.
 *
 * Invariant: `holders` are the processes that have a reference, `travelling` counts those that were
 * sent and have not yet arrived. With neither, nobody can ever use the object again.
 */
export abstract class Resource {
  readonly id: number;
  readonly holders: Set<Member> = new Set();
  travelling = 0;
  /** What its maker calls it. */
  name: string | undefined;

  constructor(id: number) {
    this.id = id;
  }

  /** `what`, as errors call it. */
  called(what: string): string {
    return called(what, this.name);
  }

  /** A process calls a method. */
  abstract call(call: Call, method: number, a: number, b: number, payload: Uint8Array): void;

  /** A process no longer wants to wait for its call, which is answered in any case. */
  abstract cancel(call: Call): void;

  /** A process is gone. */
  abstract gone(member: Member): void;

  /** Nobody can use the object any more. */
  unused(): void {}

  /** Tells all holders something. */
  tellHolders(method: number, a = 0): void {
    for (const member of this.holders) member.send(Op.event, method, 0, this.id, a, 0, NOTHING);
  }
}
