/** The items of a queue that this process was given ahead of its asking. */

import { setTimeout } from "../../runtime/clock.ts";
import { link } from "../member.ts";
import type { Answer } from "../link/link.ts";
import { keep, NOTHING } from "../link/wire_format.ts";
import { QueueEvent, QueueMethod } from "../protocol.ts";

/**
 * The items of a queue that the broker has lent to this process ahead of its asking; see
 * broker/queue.ts.
 *
 * Invariant: `#left` items are at `#at` in `#bytes`, the oldest first; `#consumed` were taken since
 * the broker was told. It is told before anything else is sent, so that whatever another process
 * learns from this one, it finds the queue as this one left it.
 */
export class Prefetched {
  readonly #queue: number;
  #bytes: Uint8Array = NOTHING;
  #view: DataView = new DataView(NOTHING.buffer);
  #at = 0;
  #left = 0;
  #consumed = 0;
  #watched = false;
  #taken = 0;
  /** How many questions for an item are open: then a later call must not overtake them. */
  asked = 0;

  constructor(queue: number) {
    this.#queue = queue;
  }

  /** Takes what the broker gave: the first item is the answer, the others are lent. */
  take({ a: count, b: bare, payload }: Answer): Uint8Array {
    if (bare === 1) return payload;
    const size = new DataView(payload.buffer, payload.byteOffset).getUint32(0, true);
    const first = payload.subarray(4, 4 + size);
    if (count > 1) {
      this.#bytes = keep(payload);
      this.#view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.length);
      this.#at = 4 + size;
      this.#left = count - 1;
      this.#watch();
    }
    return first;
  }

  /** Is there an item here? */
  get some(): boolean {
    return this.#left > 0;
  }

  /** The next item, if one is here. */
  next(): Uint8Array | undefined {
    if (this.#left === 0 || this.asked > 0) return undefined;
    const size = this.#view.getUint32(this.#at, true);
    const at = this.#at + 4;
    this.#at = at + size;
    this.#left--;
    this.#taken++;
    if (this.#consumed++ === 0) link().before(this);
    return this.#bytes.subarray(at, this.#at);
  }

  /** Tells the broker what was consumed. Called by the link before it sends anything else. */
  report(): void {
    const consumed = this.#consumed;
    this.#consumed = 0;
    if (consumed > 0) link().tell(this.#queue, QueueMethod.consumed, consumed);
  }

  /** The broker said something about what is lent, or kept, for this process. */
  hear(event: number): void {
    if (event === QueueEvent.recall) this.giveBack();
    else if (event === QueueEvent.look) link().tell(this.#queue, QueueMethod.here);
  }

  /**
   * Gives back what is left. Where nothing is, nothing is said but that: the words would come after
   * a question that is under way, and take back what its answer lends.
   */
  giveBack(): void {
    if (this.#left === 0) return this.report();
    link().tell(this.#queue, QueueMethod.giveBack);
    this.#left = 0;
  }

  clear(): void {
    this.#left = 0;
    this.#consumed = 0;
  }

  /** Gives back what nobody asks for: the next one who would get it may be another process. */
  #watch(): void {
    if (this.#watched) return;
    this.#watched = true;
    const before = this.#taken;
    setTimeout(() => {
      this.#watched = false;
      if (this.#left === 0) return;
      if (this.#taken === before) this.giveBack();
      else this.#watch();
    }, 2);
  }
}
