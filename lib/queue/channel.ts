import { Empty, Full, ShutDown } from "../errors.ts";
import { discard, post, receive } from "../memory/message.ts";
import { give, spin, take } from "../memory/mutex.ts";
import { GAVE_UP, WaitList } from "../memory/waitlist.ts";
import { memory } from "../system/shared.ts";
import type { Order } from "./order.ts";

/**
 * What all queues are made of: items in shared memory, and those who wait for items, for room, and
 * for all work to be done.
 *
 * Invariants, under the mutex:
 *   - COUNT items are in the order's structure; ITEMS of them are promised to getters that have been
 *     granted one and have not fetched it, ROOM free places are promised to putters likewise;
 *   - getters wait only while COUNT = ITEMS, putters only while COUNT + ROOM >= MAXSIZE > 0;
 *   - UNFINISHED is the number of puts less the number of taskDone calls.
 * So who came first is served first, an item is never given twice, and one that is promised to a
 * getter which gives up at that moment is fetched by it all the same.
 */
const MUTEX = 0, COUNT = 1, MAXSIZE = 2, UNFINISHED = 3, CLOSED = 4, ITEMS = 5, ROOM = 6;
const GETTERS = 7, PUTTERS = 9, JOINERS = 11;

/** Words that belong to the order of a queue. */
export const ORDER = 13;

const PROMISED = 1, SHUT = 2;

export class Channel {
  readonly #cell: number;
  readonly #order: Order;
  readonly #getters: WaitList;
  readonly #putters: WaitList;
  readonly #joiners: WaitList;
  readonly #someItem: () => boolean;
  readonly #someRoom: () => boolean;

  constructor(cell: number, order: Order) {
    this.#cell = cell;
    this.#order = order;
    this.#getters = new WaitList(cell + MUTEX, cell + GETTERS);
    this.#putters = new WaitList(cell + MUTEX, cell + PUTTERS);
    this.#joiners = new WaitList(cell + MUTEX, cell + JOINERS);
    this.#someItem = () => Atomics.load(memory, cell + COUNT) > memory[cell + ITEMS]!;
    this.#someRoom = () => Atomics.load(memory, cell + COUNT) + memory[cell + ROOM]! < this.maxsize;
  }

  get maxsize(): number {
    return memory[this.#cell + MAXSIZE]!;
  }

  set maxsize(size: number) {
    memory[this.#cell + MAXSIZE] = size;
  }

  get size(): number {
    return Atomics.load(memory, this.#cell + COUNT);
  }

  /** The item as it is now, on its way. */
  pack(item: unknown): number {
    const message = post(item, "item");
    try {
      this.#order.label(message, item);
    } catch (error) {
      discard(message);
      throw error;
    }
    return message;
  }

  putSync(message: number, ms: number): void {
    if (this.#insertNow(message, ms)) return;
    this.#insertGranted(message, this.#putters.waitSync(ms));
  }

  async put(message: number, ms: number, signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted) {
      this.#order.discard(message);
      throw signal.reason;
    }
    if (this.#insertNow(message, ms)) return;
    let grant: number;
    try {
      grant = await this.#putters.wait(ms, signal);
    } catch (reason) {
      this.#order.discard(message);
      throw reason;
    }
    this.#insertGranted(message, grant);
  }

  getSync(ms: number): unknown {
    const message = this.#removeNow(ms, true);
    if (message !== 0) return this.#unpack(message);
    return this.#unpack(this.#removeGranted(this.#getters.waitSync(ms)));
  }

  async get(ms: number, signal: AbortSignal | undefined): Promise<unknown> {
    signal?.throwIfAborted();
    const message = this.#removeNow(ms, false);
    if (message !== 0) return this.#unpack(message);
    return this.#unpack(this.#removeGranted(await this.#getters.wait(ms, signal)));
  }

  taskDone(): void {
    const at = this.#cell + UNFINISHED;
    take(this.#cell + MUTEX);
    const left = memory[at]! - 1;
    if (left >= 0) memory[at] = left;
    if (left === 0) this.#joiners.grantAll();
    give(this.#cell + MUTEX);
    if (left < 0) {
      throw new RangeError(
        "task_done() called too many times: taskDone() once for each item that was put",
      );
    }
  }

  joinSync(ms: number): boolean {
    return this.#allDone(ms) || ms > 0 && this.#joiners.waitSync(ms) !== GAVE_UP;
  }

  async join(ms: number, signal: AbortSignal | undefined): Promise<boolean> {
    signal?.throwIfAborted();
    return this.#allDone(ms) || ms > 0 && await this.#joiners.wait(ms, signal) !== GAVE_UP;
  }

  shutdown(immediate: boolean): void {
    const cell = this.#cell;
    take(cell + MUTEX);
    memory[cell + CLOSED] = 1;
    const dropped: number[] = [];
    if (immediate) {
      while (memory[cell + COUNT]! > 0) {
        dropped.push(this.#order.remove(cell));
        memory[cell + COUNT]!--;
        if (memory[cell + UNFINISHED]! > 0) memory[cell + UNFINISHED]!--;
      }
      // What was got before is not done: `join` goes on waiting for its taskDone, as in 3.13.
      if (memory[cell + UNFINISHED] === 0) this.#joiners.grantAll();
    }
    this.#getters.grantAll(SHUT);
    this.#putters.grantAll(SHUT);
    give(cell + MUTEX);
    for (const message of dropped) this.#order.discard(message);
  }

  /** Nobody can reach the queue any more: neither its items. */
  destroy(): void {
    for (; memory[this.#cell + COUNT]! > 0; memory[this.#cell + COUNT]!--) {
      this.#order.discard(this.#order.remove(this.#cell));
    }
  }

  /** True when the item is in; false, with the mutex held, when there is a wait ahead. */
  #insertNow(message: number, ms: number): boolean {
    const cell = this.#cell;
    take(cell + MUTEX);
    const most = memory[cell + MAXSIZE]!;
    const full = most > 0 && memory[cell + COUNT]! + memory[cell + ROOM]! >= most;
    if (memory[cell + CLOSED] === 0 && full && ms > 0) {
      if (!this.#putters.isEmpty()) return false;
      give(cell + MUTEX);
      spin(this.#someRoom);
      take(cell + MUTEX);
      if (memory[cell + CLOSED] === 0 && !this.#someRoom()) return false;
    } else if (memory[cell + CLOSED] === 0 && full) {
      give(cell + MUTEX);
      this.#order.discard(message);
      throw new Full(`The queue is full: it holds ${most} items and takes no more`);
    }
    this.#insert(message);
    return true;
  }

  #insertGranted(message: number, grant: number): void {
    if (grant === PROMISED) {
      take(this.#cell + MUTEX);
      memory[this.#cell + ROOM]!--;
      return this.#insert(message);
    }
    this.#order.discard(message);
    if (grant === SHUT) throw shutDown("put");
    throw new Full(
      `The queue stayed full: it holds ${this.maxsize} items and nobody took one in time`,
    );
  }

  /** Called with the mutex held, returns without it. */
  #insert(message: number): void {
    const cell = this.#cell;
    let failure: unknown;
    if (memory[cell + CLOSED] === 1) failure = shutDown("put");
    else {
      try {
        this.#order.insert(cell, message);
      } catch (error) {
        failure = error; // priorities that cannot be compared: nothing was changed
      }
    }
    if (failure === undefined) {
      memory[cell + UNFINISHED]!++;
      Atomics.store(memory, cell + COUNT, memory[cell + COUNT]! + 1);
      if (this.#getters.grant(PROMISED)) memory[cell + ITEMS]!++;
    }
    give(cell + MUTEX);
    if (failure === undefined) return;
    this.#order.discard(message);
    throw failure;
  }

  /** The item's message; 0, with the mutex held, when there is a wait ahead. */
  #removeNow(ms: number, blocking: boolean): number {
    const cell = this.#cell;
    if (blocking && ms > 0 && !this.#someItem() && memory[cell + GETTERS] === 0) {
      spin(this.#someItem);
    }
    take(cell + MUTEX);
    if (this.#someItem()) return this.#remove();
    if (memory[cell + CLOSED] === 0 && ms > 0) return 0;
    give(cell + MUTEX);
    if (memory[cell + CLOSED] === 1) throw shutDown("get");
    throw new Empty("The queue is empty");
  }

  #removeGranted(grant: number): number {
    if (grant === PROMISED) {
      take(this.#cell + MUTEX);
      memory[this.#cell + ITEMS]!--;
      if (memory[this.#cell + COUNT]! > 0) return this.#remove();
      give(this.#cell + MUTEX); // an immediate shutdown came between
      throw shutDown("get");
    }
    if (grant === SHUT) throw shutDown("get");
    throw new Empty("The queue stayed empty: nobody put an item in time");
  }

  /** Called with the mutex held, returns without it. */
  #remove(): number {
    const cell = this.#cell;
    const message = this.#order.remove(cell);
    Atomics.store(memory, cell + COUNT, memory[cell + COUNT]! - 1);
    if (memory[cell + PUTTERS] !== 0 && this.#someRoom() && this.#putters.grant(PROMISED)) {
      memory[cell + ROOM]!++;
    }
    give(cell + MUTEX);
    return message;
  }

  #unpack(message: number): unknown {
    this.#order.unlabel(message);
    return receive(message);
  }

  #allDone(ms: number): boolean {
    take(this.#cell + MUTEX);
    const done = memory[this.#cell + UNFINISHED] === 0;
    if (done || ms === 0) give(this.#cell + MUTEX);
    return done;
  }
}

function shutDown(what: string): ShutDown {
  return new ShutDown(`Cannot ${what}: the queue is shut down`);
}
