/** Queue, LifoQueue and PriorityQueue between threads, with all methods for users. */

import { ShutDown } from "../errors.ts";
import { takeOrigin } from "../adopt.ts";
import { cellOf, Kind, shared, SharedObject } from "../memory/handles.ts";
import { noMore, optionsOf, wholeNumber } from "../arguments.ts";
import { type SyncWaitOptions, type WaitOptions } from "../waiting.ts";
import { limitOf } from "../memory/refusing.ts";
import { Channel } from "./channel.ts";
import { fifo, lifo, type Order } from "./order.ts";
import { priority } from "./priority.ts";
import { nameIn } from "../threading/named.ts";

/** What a queue takes. */
export interface QueueOptions {
  /** How many items it holds at most; 0 (as without) or less: as many as memory does. */
  maxsize?: number | undefined;
  /** What it is called in errors and timelines. */
  name?: string | undefined;
}

const ORDERS: Record<number, Order> = {
  [Kind.queue]: fifo,
  [Kind.lifoQueue]: lifo,
  [Kind.priorityQueue]: priority,
};

/**
 * A queue for any number of threads that put and get: first in, first out. Items are what structured
 * clone can carry, errors with their class, and the library's shared objects. `put` takes a snapshot
 * when it is called. Follows CPython's `queue.Queue`, with `shutdown` of 3.13.
 *
 * @example
 * ```ts
 * import { Queue } from "../lib/queue.ts";
 * import assert from "node:assert/strict";
 *
 * const queue = new Queue<string>({ maxsize: 2 });
 * queue.putSync("a");
 * await queue.put("b");
 * assert.throws(() => queue.putNowait("c"), { name: "Full" });
 * assert.equal(await queue.get(), "a");
 * assert.equal(queue.getSync(), "b");
 * assert.throws(() => queue.getSync({ timeout: 1 }), { name: "Empty" });
 * ```
 */
export class Queue<T> extends SharedObject {
  readonly #channel: Channel;

  /**
   * @param options `maxsize`: how many items it holds at most, 0 (as without) for any number; `name`: what
   * it is called in errors and timelines
   * @throws {RangeError} if `maxsize` is not a whole number
   */
  constructor(options: QueueOptions = {}) {
    const origin = takeOrigin();
    noMore("Cannot make queue", arguments, 1);
    const { maxsize = 0 } = optionsOf("Cannot make queue", options);
    wholeNumber("Cannot make queue", "maxsize", maxsize, -(2 ** 31), 2 ** 31 - 1);
    const kind = kindOf(new.target);
    super(kind, origin, nameIn("Cannot make queue", options));
    this.#channel = new Channel(cellOf(this), ORDERS[kind]!);
    if (!origin) this.#channel.maxsize = Math.max(maxsize, 0);
  }

  /** How many items it holds at most; 0: no limit. */
  get maxsize(): number {
    return this.#channel.maxsize;
  }

  /**
   * Puts an item in; waits for a free place if the queue is full.
   *
   * @param options `timeout` in ms (0 or more; for ever without), `blocking`, `signal`
   * @returns a promise that rejects with `Full` when there was no place in time, with `ShutDown`
   * when the queue is shut down, with the reason of an aborted `signal`, and with a TypeError that
   * names what in the item cannot be sent
   */
  async put(item: T, options?: WaitOptions): Promise<void> {
    const ms = this.#limit("put", options);
    await this.#channel.put(this.#channel.pack(item), ms, options?.signal, item);
  }

  /** As `put`, blocking this thread. */
  putSync(item: T, options?: SyncWaitOptions): void {
    const ms = options === undefined ? Infinity : this.#limit("put", options);
    this.#channel.putSync(this.#channel.pack(item), ms, item);
  }

  /**
   * Puts an item in if there is a free place now.
   *
   * @throws {Full} if there is none
   * @throws {ShutDown} if the queue is shut down
   */
  putNowait(item: T): void {
    this.#channel.putSync(this.#channel.pack(item), 0, item);
  }

  /**
   * Takes an item out; waits for one if the queue is empty.
   *
   * @param options `timeout` in ms (0 or more; for ever without), `blocking`, `signal`
   * @returns a promise of the item that rejects with `Empty` when there was none in time, with
   * `ShutDown` when the queue is shut down and empty, and with the reason of an aborted `signal`
   */
  async get(options?: WaitOptions): Promise<T> {
    return await this.#channel.get(this.#limit("get", options), options?.signal) as T;
  }

  /** As `get`, blocking this thread. */
  getSync(options?: SyncWaitOptions): T {
    const ms = options === undefined ? Infinity : this.#limit("get", options);
    return this.#channel.getSync(ms) as T;
  }

  /**
   * Takes an item out if there is one now.
   *
   * @throws {Empty} if there is none
   * @throws {ShutDown} if the queue is shut down and empty
   */
  getNowait(): T {
    return this.#channel.getSync(0) as T;
  }

  #limit(operation: "put" | "get", options: WaitOptions | undefined): number {
    return limitOf(operation, cellOf(this), `Cannot ${operation}`, options);
  }

  /** How many items are in the queue just now; other threads may have changed that already. */
  qsize(): number {
    return this.#channel.look("qsize", (items) => items);
  }

  /** Is the queue empty just now? */
  empty(): boolean {
    return this.#channel.look("empty", (items) => items === 0);
  }

  /** Is the queue full just now? */
  full(): boolean {
    const { maxsize } = this.#channel;
    return this.#channel.look("full", (items) => maxsize > 0 && items >= maxsize);
  }

  /**
   * Says that an item which was got has been dealt with: see `join`.
   *
   * @throws {RangeError} if it is called more often than items were put
   */
  taskDone(): void {
    this.#channel.tasks.done();
  }

  /** Waits until `taskDone` has been called for every item that was put. */
  async join(options?: Pick<WaitOptions, "signal">): Promise<void> {
    await this.#channel.tasks.join(Infinity, options?.signal);
  }

  /** As `join`, blocking this thread. */
  joinSync(): void {
    this.#channel.tasks.joinSync(Infinity);
  }

  /**
   * Ends the queue: `put` throws `ShutDown` from now on, and so does `get` when the queue is empty.
   *
   * @param immediate drop what is in the queue, and let those go on who wait in `join`
   */
  shutdown(immediate = false): void {
    this.#channel.shutdown(immediate);
  }

  /** Takes items out as they come, until the queue is shut down and empty. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void> {
    try {
      for (;;) yield await this.get();
    } catch (error) {
      if (!(error instanceof ShutDown)) throw error;
    }
  }
}

/**
 * A queue that gives back what was put last. Follows CPython's `queue.LifoQueue`.
 *
 * @example
 * ```ts
 * import { LifoQueue } from "../lib/queue.ts";
 * import assert from "node:assert/strict";
 *
 * const stack = new LifoQueue<number>();
 * stack.putSync(1);
 * stack.putSync(2);
 * assert.equal(stack.getSync(), 2);
 * ```
 */
export class LifoQueue<T> extends Queue<T> {}

/**
 * A queue that gives back the least item: numbers as numbers, strings as strings, tuples element by
 * element, equals in the order in which they were put. `put` throws a TypeError for an item that
 * cannot be compared with what is there. Follows CPython's `queue.PriorityQueue`.
 *
 * @example
 * ```ts
 * import { PriorityQueue } from "../lib/queue.ts";
 * import assert from "node:assert/strict";
 *
 * const queue = new PriorityQueue<[number, string]>();
 * queue.putSync([10, "later"]);
 * queue.putSync([2, "soon"]);
 * assert.deepEqual(queue.getSync(), [2, "soon"]);
 * ```
 */
export class PriorityQueue<T> extends Queue<T> {}

/** The kind of the queue that is being made, also of a class that extends one of these. */
function kindOf(Class: { readonly prototype: object }): number {
  const is = (Base: abstract new (...args: never[]) => unknown) =>
    Class === Base || Class.prototype instanceof Base;
  return is(LifoQueue) ? Kind.lifoQueue : is(PriorityQueue) ? Kind.priorityQueue : Kind.queue;
}

const destroy = (kind: number) => (cell: number) => new Channel(cell, ORDERS[kind]!).destroy();

shared(Kind.queue, Queue, { destroy: destroy(Kind.queue) });
shared(Kind.lifoQueue, LifoQueue, { destroy: destroy(Kind.lifoQueue) });
shared(Kind.priorityQueue, PriorityQueue, { destroy: destroy(Kind.priorityQueue) });
