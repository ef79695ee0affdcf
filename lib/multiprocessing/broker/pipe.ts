/** The broker's half of a pipe: two queues, each filled from the other end. */

import { type Call } from "./resource.ts";
import { QueueResource } from "./queue.ts";
import { PIPE } from "./queue_words.ts";
import { QueueMethod } from "../protocol.ts";

/** So many bytes may be sent before somebody receives them. */
const MOST_BYTES = 1024 * 1024;

/**
 * One end of a pipe: the queue of what was sent to it. What its holders send goes to the other end.
 *
 * Invariant: a queue of items that were sent ends when the other end has no holder any more.
 */
export class EndpointResource extends QueueResource {
  #other!: EndpointResource;

  constructor(id: number) {
    super(id, 0, PIPE, MOST_BYTES);
  }

  static join(one: EndpointResource, other: EndpointResource): void {
    one.#other = other;
    other.#other = one;
  }

  override call(call: Call, method: number, a: number, b: number, payload: Uint8Array): void {
    const sends = method === QueueMethod.append || method === QueueMethod.put;
    if (sends) this.#other.receive(call, method, a, b, payload);
    else super.call(call, method, a, b, payload);
  }

  protected receive(call: Call, method: number, a: number, b: number, payload: Uint8Array): void {
    super.call(call, method, a, b, payload);
  }

  override cancel(call: Call): void {
    super.cancel(call);
    this.#other.giveUp(call);
  }

  protected giveUp(call: Call): void {
    super.cancel(call);
  }

  override unused(): void {
    super.unused();
    this.#other.end(false);
    this.end(true);
  }
}
