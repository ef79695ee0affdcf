/** Queue: items from any process of the family to any other, with all methods for users. */

import { takeOrigin } from "../../adopt.ts";
import { given, noMore, optionsOf } from "../../arguments.ts";
import { ShutDown } from "../../errors.ts";
import { nameIn } from "../../threading/named.ts";
import type { WaitOptions } from "../../waiting.ts";
import { restorable, SharedObject } from "../link/shared_object.ts";
import { call } from "../link/waiting_call.ts";
import { QueueClient } from "./client.ts";
import { QueueMethod } from "../protocol.ts";

/** Options of a queue. */
export interface QueueOptions {
  /** How many items it holds at most; 0, as by default, means any number. */
  maxsize?: number | undefined;
  /** What it is called in errors and timelines. */
  name?: string | undefined;
}

/** The working half of a queue. Nobody outside the library can ask for it. */
export let queueClientOf: (queue: Queue<unknown>) => QueueClient<unknown>;

/**
 * A queue between processes: first in, first out, from any process of the family to any other. It can
 * be passed in `args`, through another queue or through a pipe, and is the same queue there. Follows
 * CPython's `multiprocessing.Queue`.
 *
 * @example
 * ```ts
 * import { main, Process, Queue } from "../lib/multiprocessing.ts";
 * import assert from "node:assert/strict";
 *
 * export async function square(numbers: Queue<number>, squares: Queue<number>) {
 *   const n = await numbers.get();
 *   await squares.put(n * n);
 * }
 *
 * main(import.meta, async () => {
 *   const numbers = new Queue<number>(), squares = new Queue<number>();
 *   const process = new Process({ target: square, args: [numbers, squares] });
 *   process.start();
 *   await numbers.put(7);
 *   assert.equal(await squares.get(), 49);
 *   await process.join();
 * });
 * ```
 */
export class Queue<T> extends SharedObject {
  readonly #client: QueueClient<T>;

  static {
    queueClientOf = (queue) => queue.#client;
  }

  /** @param options `maxsize`: how many items it holds at most, 0 (as by default) for any number; `name`: what it is called in errors and timelines */
  constructor(options: QueueOptions = {}) {
    const origin = takeOrigin();
    noMore("Cannot make queue", arguments, 1);
    const maxsize = checkedMaxsize(optionsOf("Cannot make queue", options).maxsize);
    super(origin, nameIn("Cannot make queue", options));
    this.#client = new QueueClient(this, origin, maxsize);
  }

  /**
   * Puts a snapshot of `item`, and waits for a free place where the queue has a `maxsize`. When it
   * settles, the item is delivered even if this process exits at once.
   *
   * @param options `timeout` in ms, `blocking`, `signal`
   * @throws {Full} when there was no place in time
   * @throws {ShutDown} after `shutdown`
   * @throws {TypeError} naming the path, if the item holds something that cannot be sent
   * @throws {RuntimeError} after `close`
   */
  put(item: T, options?: WaitOptions): Promise<void> {
    return this.#client.put(item, options);
  }

  /** As `put`, without waiting for a place. */
  putNowait(item: T): Promise<void> {
    return this.#client.put(item, { blocking: false });
  }

  /**
   * Takes the oldest item out of the queue, and waits for one if it is empty.
   *
   * @param options `timeout` in ms, `blocking`, `signal`
   * @throws {Empty} when there was none in time
   * @throws {ShutDown} when the queue was shut down and is empty
   * @throws {RuntimeError} after `close`
   */
  get(options?: WaitOptions): Promise<T> {
    return this.#client.get(options);
  }

  /** As `get`, without waiting for an item. */
  getNowait(): Promise<T> {
    return this.#client.get({ blocking: false });
  }

  /** How many items there are just now. Another process may change that at once. */
  qsize(): Promise<number> {
    return this.#client.size();
  }

  /** Are there no items just now? Another process may change that at once. */
  async empty(): Promise<boolean> {
    this.#client.checkOpen();
    return await this.#client.size() === 0;
  }

  /** Is there no free place just now? */
  async full(): Promise<boolean> {
    return this.#client.maxsize > 0 && await this.#client.size() >= this.#client.maxsize;
  }

  /**
   * Ends the queue for all: who puts, and who gets once it is empty, gets `ShutDown`. Follows
   * `queue.Queue.shutdown` of CPython 3.13.
   *
   * @param immediate drop what is in the queue, too
   */
  async shutdown(immediate = false): Promise<void> {
    await call(this.#client.id, QueueMethod.shutdown, immediate ? 1 : 0);
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

  /** Gets item after item, until the queue is shut down and empty. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    try {
      for (;;) yield await this.get();
    } catch (error) {
      if (!(error instanceof ShutDown)) throw error;
    }
  }
}

restorable("mp.Queue", Queue, (queue) => queueClientOf(queue).maxsize);

/** @throws {TypeError} or {RangeError} if it is not a number of items */
export function checkedMaxsize(maxsize: number | undefined): number {
  if (maxsize === undefined) return 0;
  if (typeof maxsize !== "number") {
    throw new TypeError(
      `Cannot make queue: maxsize must be a number, but it is ${given(maxsize)}`,
    );
  }
  if (!Number.isInteger(maxsize)) {
    throw new RangeError(`Cannot make queue: maxsize must be a whole number, but it is ${maxsize}`);
  }
  return Math.max(maxsize, 0);
}
