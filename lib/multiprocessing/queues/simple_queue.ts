import { BaseQueue } from "./queue.ts";
import { type Received, restorable } from "../link/shared_object.ts";

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
export class SimpleQueue<T> extends BaseQueue<T> {
  constructor();
  /** @internal */
  constructor(received?: Received);
  constructor(received?: Received) {
    super("mp.SimpleQueue", 0, received);
  }

  /**
   * Puts a snapshot of `item`. When it settles, the item is delivered even if this process exits.
   *
   * @throws {TypeError} naming the path, if the item holds something that cannot be sent
   */
  put(item: T): Promise<void> {
    return this.putItem(item, undefined);
  }

  /** Takes the oldest item, and waits for one if there is none. */
  get(): Promise<T> {
    return this.getItem(undefined);
  }
}

restorable("mp.SimpleQueue", (received) => new SimpleQueue(received));
