/** SimpleQueue between threads: no limit, and no counting of tasks. */

import { takeOrigin } from "../adopt.ts";
import { cellOf, Kind, shared, SharedObject } from "../memory/handles.ts";
import { noMore } from "../arguments.ts";
import { type SyncWaitOptions, type WaitOptions } from "../waiting.ts";
import { limitOf } from "../memory/refusing.ts";
import { Channel } from "./channel.ts";
import { fifo } from "./order.ts";
import { type Named, nameIn } from "../threading/named.ts";

/**
 * A queue without a limit and without task tracking: `put` never waits. Follows CPython's
 * `queue.SimpleQueue`.
 *
 * @example
 * ```ts
 * import { SimpleQueue } from "../lib/queue.ts";
 * import assert from "node:assert/strict";
 *
 * const queue = new SimpleQueue<number>();
 * queue.putSync(1);
 * assert.equal(await queue.get(), 1);
 * assert.equal(queue.empty(), true);
 * ```
 */
export class SimpleQueue<T> extends SharedObject {
  readonly #channel: Channel;

  /** @param options `name`: what it is called in errors and timelines */
  constructor(options?: Named) {
    const origin = takeOrigin();
    if (!origin) noMore("Cannot make queue", arguments, 1);
    super(Kind.simpleQueue, origin, nameIn("Cannot make queue", options));
    this.#channel = new Channel(cellOf(this), fifo);
  }

  /** Puts an item in. The options are those of `Queue.put`, and have no effect, as in Python. */
  // deno-lint-ignore require-await -- what cannot be sent rejects
  async put(item: T, options?: WaitOptions): Promise<void> {
    this.#limit("put", options);
    this.putNowait(item);
  }

  /** As `put`, at once. */
  putSync(item: T, options?: SyncWaitOptions): void {
    this.#limit("put", options);
    this.putNowait(item);
  }

  /** Puts an item in. */
  putNowait(item: T): void {
    this.#channel.putSync(this.#channel.pack(item), 0, item);
  }

  /** Takes an item out; waits for one if the queue is empty: see `Queue.get`. */
  async get(options?: WaitOptions): Promise<T> {
    return await this.#channel.get(this.#limit("get", options), options?.signal) as T;
  }

  /** As `get`, blocking this thread. */
  getSync(options?: SyncWaitOptions): T {
    return this.#channel.getSync(this.#limit("get", options)) as T;
  }

  /**
   * Takes an item out if there is one now.
   *
   * @throws {Empty} if there is none
   */
  getNowait(): T {
    return this.#channel.getSync(0) as T;
  }

  #limit(operation: "put" | "get", options: WaitOptions | undefined): number {
    return limitOf(operation, cellOf(this), `Cannot ${operation}`, options);
  }

  /** How many items are in the queue just now. */
  qsize(): number {
    return this.#channel.look("qsize", (items) => items);
  }

  /** Is the queue empty just now? */
  empty(): boolean {
    return this.#channel.look("empty", (items) => items === 0);
  }
}

shared(Kind.simpleQueue, SimpleQueue, { destroy: (cell) => new Channel(cell, fifo).destroy() });
