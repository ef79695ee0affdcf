import { given, optionsOf } from "../../arguments.ts";
import { RuntimeError, ShutDown } from "../../errors.ts";
import { limit, type WaitOptions } from "../../waiting.ts";
import { ResourceKind } from "../broker/broker.ts";
import { QueueEvent, QueueMethod } from "../broker/queue_protocol.ts";
import { roomForBlocks } from "../file/large_values.ts";
import { link } from "../member.ts";
import { Lent } from "./prefetched.ts";
import { open, pack, type Received, restorable, SharedObject } from "../link/shared_object.ts";
import { call, waitingCall } from "../link/waiting_call.ts";

/** Options of a queue. */
export interface QueueOptions {
  /** How many items it holds at most; 0, as by default, means any number. */
  maxsize?: number | undefined;
}

/** Puts that wait for a free place: a process does not end before they got one. */
export const unfinishedPuts: Set<Promise<unknown>> = new Set();

/**
 * What all queues between processes have in common: first in, first out, from any process of the
 * family to any other.
 *
 * Invariant: items that one process puts are got in the order in which it put them.
 */
export abstract class BaseQueue<T> extends SharedObject {
  readonly #maxsize: number;
  readonly #lent: Lent;
  #closed = false;
  #ended = false;

  constructor(kind: string, maxsize: number, received: Received | undefined) {
    super(kind, received);
    this.#maxsize = maxsize;
    if (!received) this.make(ResourceKind.queue, 0, maxsize);
    this.#lent = new Lent(this.id);
    const lent = new WeakRef(this.#lent);
    const self = new WeakRef(this);
    link().listen(this.id, (method, a) => {
      if (method === QueueEvent.recall) lent.deref()?.giveBack();
      else if (method === QueueEvent.shutdown) {
        if (a === 1) lent.deref()?.clear();
        const queue = self.deref();
        if (queue) queue.#ended = true;
      }
    });
  }

  protected override parts(): unknown {
    return this.#maxsize;
  }

  protected checkOpen(): void {
    if (this.#closed) throw new RuntimeError("queue is closed: this process has called close()");
  }

  /** @internal */
  protected async putItem(item: T, options: WaitOptions | undefined): Promise<void> {
    const ms = limit("Cannot put", options);
    this.checkOpen();
    options?.signal?.throwIfAborted();
    if (this.#ended) throw new ShutDown("Cannot put: the queue was shut down");
    if (this.#maxsize > 0) {
      const { bytes } = pack(item, "item", false);
      const patience = { ms, signal: options?.signal };
      const waits = ms > 0 ? 1 : 0;
      const put = link().ask(this.id, QueueMethod.put, waits, 0, bytes, () => undefined, patience);
      unfinishedPuts.add(put);
      return await put.finally(() => unfinishedPuts.delete(put));
    }
    link().append(QueueMethod.append, this.id, pack(item, "item", false).bytes);
    const room = link().room() ?? roomForBlocks();
    if (room) await room;
  }

  /** @internal */
  protected getItem(options: WaitOptions | undefined): Promise<T> {
    try {
      this.checkOpen();
      const lent = options === undefined ? this.#lent.next() : undefined;
      if (lent) return Promise.resolve(open(lent) as T);
      return this.#ask(options);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #ask(options: WaitOptions | undefined): Promise<T> {
    limit("Cannot get", options);
    options?.signal?.throwIfAborted();
    const lent = this.#lent.next();
    if (lent) return Promise.resolve(open(lent) as T);
    this.#lent.asked++;
    return waitingCall("Cannot get", this.id, QueueMethod.get, options, (answer) => {
      const item = this.#lent.take(answer);
      if (this.#closed) this.#lent.giveBack();
      return open(item) as T;
    }).catch((error) => {
      this.checkOpen(); // that is why it got nothing
      throw error;
    }).finally(() => this.#lent.asked--);
  }

  /** Are there no items just now? Another process may change that at once. */
  async empty(): Promise<boolean> {
    this.checkOpen();
    return await call(this.id, QueueMethod.size, 0, ({ a }) => a === 0);
  }

  /** @internal */
  protected sizeNow(): Promise<number> {
    return call(this.id, QueueMethod.size, 0, ({ a }) => a);
  }

  /** @internal */
  protected get maxsize(): number {
    return this.#maxsize;
  }

  /**
   * This process puts and gets no more: who waits for an item here gets a `RuntimeError`. Other
   * processes are not affected.
   *
   * @returns a promise that settles when everything that this process has put is in the queue
   */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#lent.giveBack();
    link().giveUp(this.id, QueueMethod.get);
    await link().flushed();
  }
}

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
export class Queue<T> extends BaseQueue<T> {
  /** @param options `maxsize`: how many items it holds at most, 0 (as by default) for any number */
  constructor(options?: QueueOptions);
  /** @internal */
  constructor(options?: QueueOptions, received?: Received, kind?: string);
  constructor(options: QueueOptions = {}, received?: Received, kind = "mp.Queue") {
    super(kind, checkedMaxsize(optionsOf("Cannot make queue", options).maxsize), received);
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
    return this.putItem(item, options);
  }

  /** As `put`, without waiting for a place. */
  putNowait(item: T): Promise<void> {
    return this.putItem(item, { blocking: false });
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
    return this.getItem(options);
  }

  /** As `get`, without waiting for an item. */
  getNowait(): Promise<T> {
    return this.getItem({ blocking: false });
  }

  /** How many items there are just now. Another process may change that at once. */
  qsize(): Promise<number> {
    return this.sizeNow();
  }

  /** Is there no free place just now? */
  async full(): Promise<boolean> {
    return this.maxsize > 0 && await this.sizeNow() >= this.maxsize;
  }

  /**
   * Ends the queue for all: who puts, and who gets once it is empty, gets `ShutDown`. Follows
   * `queue.Queue.shutdown` of CPython 3.13.
   *
   * @param immediate drop what is in the queue, too
   */
  async shutdown(immediate = false): Promise<void> {
    await call(this.id, QueueMethod.shutdown, immediate ? 1 : 0, () => undefined);
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

restorable("mp.Queue", (received, maxsize) => new Queue({ maxsize: maxsize as number }, received));

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
