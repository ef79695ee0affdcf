/** What every queue between processes does: the half of it that is in this process. */

import type { Origin } from "../../adopt.ts";
import { called } from "../../called.ts";
import { RuntimeError, ShutDown } from "../../errors.ts";
import { limit, type WaitOptions } from "../../waiting.ts";
import { roomForBlocks } from "../file/large_values.ts";
import { idOf, make, nameOf, pack, type SharedObject } from "../link/shared_object.ts";
import { call, waitingCall } from "../link/waiting_call.ts";
import { link } from "../member.ts";
import { observer, type Passage } from "../../memory/observer.ts";
import { numbered, openItem } from "./numbered.ts";
import { Prefetched } from "./prefetched.ts";
import { QueueEvent, QueueMethod, ResourceKind } from "../protocol.ts";

/** Puts that wait for a free place: a process does not end before they got one. */
export const unfinishedPuts: Set<Promise<unknown>> = new Set();

/**
 * What all queues between processes have in common: first in, first out, from any process of the
 * family to any other.
 *
 * Invariant: items that one process puts are got in the order in which it put them.
 */
export class QueueClient<T> {
  readonly id: number;
  /** How many items it holds at most; 0 for no limit. */
  readonly maxsize: number;
  readonly #name: string | undefined;
  readonly #prefetched: Prefetched;
  #closed = false;
  #ended = false;

  constructor(queue: SharedObject, origin: Origin | undefined, maxsize: number) {
    const id = this.id = idOf(queue);
    this.#name = nameOf(queue);
    this.maxsize = origin ? origin.parts as number : maxsize;
    if (!origin) make(queue, ResourceKind.queue, 0, maxsize);
    this.#prefetched = new Prefetched(id);
    const prefetched = new WeakRef(this.#prefetched), self = new WeakRef(this);
    link().listen(id, (method, a) => {
      prefetched.deref()?.hear(method);
      if (method === QueueEvent.shutdown) {
        if (a === 1) prefetched.deref()?.clear();
        const client = self.deref();
        if (client) client.#ended = true;
      }
    });
  }

  /** @throws {RuntimeError} if this process has closed the queue */
  checkOpen(): void {
    if (!this.#closed) return;
    throw new RuntimeError(
      `${called("queue", this.#name)} is closed: this process has called close()`,
    );
  }

  async put(item: T, options: WaitOptions | undefined): Promise<void> {
    const ms = limit("Cannot put", options);
    this.checkOpen();
    options?.signal?.throwIfAborted();
    if (this.#ended) {
      throw new ShutDown(`Cannot put: ${called("the queue", this.#name)} was shut down`);
    }
    if (this.maxsize > 0) {
      const bytes = numbered(pack(item, "item", false).bytes, observer?.passage());
      const patience = { ms, signal: options?.signal };
      const waits = ms > 0 ? 1 : 0;
      const put = link().ask(this.id, QueueMethod.put, waits, 0, bytes, patience);
      unfinishedPuts.add(put);
      return await put.finally(() => unfinishedPuts.delete(put));
    }
    const bytes = numbered(pack(item, "item", false).bytes, observer?.passage());
    link().append(QueueMethod.append, this.id, bytes);
    const room = link().room() ?? roomForBlocks();
    if (room) await room;
  }

  get(options: WaitOptions | undefined): Promise<T> {
    try {
      this.checkOpen();
      const ahead = options === undefined ? this.#prefetched.next() : undefined;
      if (ahead) return Promise.resolve(openItem(ahead, observer?.passage()) as T);
      return this.#ask(options, observer?.passage());
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #ask(options: WaitOptions | undefined, passage: Passage | undefined): Promise<T> {
    limit("Cannot get", options);
    options?.signal?.throwIfAborted();
    const ahead = this.#prefetched.next();
    if (ahead) return Promise.resolve(openItem(ahead, passage) as T);
    this.#prefetched.asked++;
    return waitingCall("Cannot get", this.id, QueueMethod.get, options, (answer) => {
      const item = this.#prefetched.take(answer);
      if (this.#closed) this.#prefetched.giveBack();
      return openItem(item, passage) as T;
    }).catch((error) => {
      this.checkOpen(); // that is why it got nothing
      throw error;
    }).finally(() => this.#prefetched.asked--);
  }

  /** How many items there are just now. */
  size(): Promise<number> {
    return call(this.id, QueueMethod.size, 0, ({ a }) => a);
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
    this.#prefetched.giveBack();
    link().giveUp(this.id, QueueMethod.get);
    await link().flushed();
  }
}
