/** SimpleQueue: the queue between processes with nothing but put, get and empty. */

import { takeOrigin } from "../../adopt.ts";
import { noMore } from "../../arguments.ts";
import { type Named, nameIn } from "../../threading/named.ts";
import { restorable, SharedObject } from "../link/shared_object.ts";
import { QueueClient } from "./client.ts";

/**
 * A queue between processes with nothing but `put`, `get`, `empty` and `close`, and no limit. Follows
 * CPython's `multiprocessing.SimpleQueue`.
 *
 * @example
 * ```ts
 * import { SimpleQueue } from "../lib/multiprocessing.ts";
 * import assert from "node:assert/strict";
 *
 * const queue = new SimpleQueue<string>();
 * await queue.put("hello");
 * assert.equal(await queue.get(), "hello");
 * assert.equal(await queue.empty(), true);
 * ```
 */
export class SimpleQueue<T> extends SharedObject {
  readonly #client: QueueClient<T>;

  /** @param options `name`: what it is called in errors and timelines */
  constructor(options?: Named) {
    const origin = takeOrigin();
    if (!origin) noMore("Cannot make queue", arguments, 1);
    super(origin, nameIn("Cannot make queue", options));
    this.#client = new QueueClient(this, origin, 0);
  }

  /**
   * Puts a snapshot of `item`. When it settles, the item is delivered even if this process exits.
   *
   * @throws {TypeError} naming the path, if the item holds something that cannot be sent
   */
  put(item: T): Promise<void> {
    return this.#client.put(item, undefined);
  }

  /** Takes the oldest item, and waits for one if there is none. */
  get(): Promise<T> {
    return this.#client.get(undefined);
  }

  /** Are there no items just now? Another process may change that at once. */
  async empty(): Promise<boolean> {
    this.#client.checkOpen();
    return await this.#client.size() === 0;
  }

  /**
   * This process puts and gets no more: who waits for an item here gets a `RuntimeError`. Other
   * processes are not affected.
   *
   * @returns a promise that settles when everything that this process has put is in the queue
   */
  close(): Promise<void> {
    return this.#client.close();
  }
}

restorable("mp.SimpleQueue", SimpleQueue, () => 0);
