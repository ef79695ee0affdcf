/**
 * What all queues are made of: items in shared memory, and who waits for items, room, or all work done.
 *
 * Invariants, under the mutex:
 *   - COUNT items are in the order's structure;
 *   - getters wait only while COUNT = 0, putters only while COUNT >= MAXSIZE > 0;
 *   - whoever puts while a getter waits gives it the item itself; whoever takes an item out while a
 *     putter waits puts in the item which that one offers;
 *   - UNFINISHED is the number of puts less the number of taskDone calls.
 * So who came first gets what was next, and no item is given twice, or to a getter that has given up.
 */

import { Empty, Full } from "../errors.ts";
import { discard, NUMBER, post, receive } from "../memory/message.ts";
import { give, spin, take } from "../memory/mutex.ts";
import { observer, type Passage } from "../memory/observer.ts";
import { WaitList } from "../memory/waitlist.ts";
import { memory } from "../system/shared.ts";
import { granted, REFUSED, SHUT, shutDown, TAKEN, theQueue } from "./grants.ts";
import type { Order } from "./order.ts";
import { Tasks } from "./tasks.ts";
import { gives, Guard, point, steered, unchanged } from "../memory/steering.ts";
import { later } from "../memory/strands.ts";
import { refuses } from "../memory/refusing.ts";
import { shown } from "../memory/telling.ts";

const MUTEX = 0, COUNT = 1, MAXSIZE = 2, UNFINISHED = 3, CLOSED = 4;
const GETTERS = 7, PUTTERS = 9, JOINERS = 11;

/** Words that belong to the order of a queue. */
export const ORDER = 13;

export class Channel {
  readonly #cell: number;
  readonly #order: Order;
  readonly #getters: WaitList;
  readonly #putters: WaitList;
  readonly #joiners: WaitList;
  readonly tasks: Tasks;
  readonly #someItem: () => boolean;
  readonly #someRoom: () => boolean;

  constructor(cell: number, order: Order) {
    this.#cell = cell;
    this.#order = order;
    this.#getters = new WaitList(cell + MUTEX, cell + GETTERS);
    this.#putters = new WaitList(cell + MUTEX, cell + PUTTERS);
    this.#joiners = new WaitList(cell + MUTEX, cell + JOINERS);
    this.tasks = new Tasks(cell, cell + UNFINISHED, this.#joiners);
    this.#someItem = () => Atomics.load(memory, cell + COUNT) > 0;
    this.#someRoom = () => Atomics.load(memory, cell + COUNT) < this.maxsize;
  }

  get maxsize(): number {
    return memory[this.#cell + MAXSIZE]!;
  }

  set maxsize(size: number) {
    memory[this.#cell + MAXSIZE] = size;
  }

  /** What `answer` makes of how many items there are. */
  look<T>(operation: string, answer: (items: number) => T): T {
    if (steered !== 0) point(operation, this.#cell);
    const answered = answer(Atomics.load(memory, this.#cell + COUNT));
    return steered !== 0 ? gives(answered) : answered;
  }

  #words(...words: number[]): number[] {
    return words.map((word) => this.#cell + word);
  }

  /** The item as it is now, on its way. */
  pack(item: unknown): number {
    let message = 0;
    try {
      message = post(item, "item");
      this.#order.label(message, item);
      return message;
    } catch (error) {
      if (message !== 0) discard(message);
      refuses("put", this.#cell, item);
      throw error;
    }
  }

  /** `item` is what `message` was made of. */
  putSync(message: number, ms: number, item: unknown): void {
    if (steered !== 0) {
      const words = this.#words(COUNT, MAXSIZE, CLOSED);
      point("put", this.#cell, Guard.room, words, ms, shown(item));
    }
    const passage = observer?.passage();
    if (this.#insertNow(message, ms, passage)) return;
    this.#inserted(message, this.#putters.waitSync(ms, undefined, message), passage);
  }

  async put(
    message: number,
    ms: number,
    signal: AbortSignal | undefined,
    item: unknown,
  ): Promise<void> {
    if (signal?.aborted) {
      this.#order.discard(message);
      throw signal.reason;
    }
    if (steered !== 0) {
      const words = this.#words(COUNT, MAXSIZE, CLOSED);
      await later("put", this.#cell, Guard.room, words, ms, signal, shown(item)).catch((reason) => {
        this.#order.discard(message);
        throw reason;
      });
    }
    const passage = observer?.passage();
    if (this.#insertNow(message, ms, passage)) return;
    let grant: number;
    try {
      grant = await this.#putters.wait(ms, signal, undefined, message);
    } catch (reason) {
      this.#order.discard(message);
      throw reason;
    }
    this.#inserted(message, grant, passage);
  }

  getSync(ms: number): unknown {
    if (steered !== 0) point("get", this.#cell, Guard.positive, this.#words(COUNT, CLOSED), ms);
    const passage = observer?.passage();
    const message = this.#removeNow(ms, true, passage);
    return this.#unpack(message || this.#given(this.#getters.waitSync(ms), passage));
  }

  async get(ms: number, signal: AbortSignal | undefined): Promise<unknown> {
    signal?.throwIfAborted();
    if (steered !== 0) {
      await later("get", this.#cell, Guard.positive, this.#words(COUNT, CLOSED), ms, signal);
    }
    const passage = observer?.passage();
    const message = this.#removeNow(ms, false, passage);
    return this.#unpack(message || this.#given(await this.#getters.wait(ms, signal), passage));
  }

  shutdown(immediate: boolean): void {
    if (steered !== 0) point("shutdown", this.#cell);
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
  #insertNow(message: number, ms: number, passage: Passage | undefined): boolean {
    const cell = this.#cell;
    take(cell + MUTEX);
    const most = memory[cell + MAXSIZE]!;
    const full = most > 0 && memory[cell + COUNT]! >= most;
    if (memory[cell + CLOSED] === 0 && full && ms > 0) {
      if (!this.#putters.isEmpty()) return false;
      give(cell + MUTEX);
      spin(this.#someRoom);
      take(cell + MUTEX);
      if (memory[cell + CLOSED] === 0 && !this.#someRoom()) return false;
    } else if (memory[cell + CLOSED] === 0 && full) {
      give(cell + MUTEX);
      if (steered !== 0) unchanged();
      this.#order.discard(message);
      throw new Full(`${theQueue(cell)} is full: it holds ${most} items and takes no more`);
    }
    this.#insert(message, passage);
    return true;
  }

  /** For a putter that waited: throws if nobody has put in what it offered. */
  #inserted(message: number, grant: number, passage: Passage | undefined): void {
    if (grant >= TAKEN) return passage?.came(grant - TAKEN, this.maxsize);
    const refusal = grant === REFUSED ? this.#refusal(message) : undefined;
    this.#order.discard(message);
    if (refusal) throw refusal;
    if (grant === SHUT) throw shutDown(this.#cell, "put");
    throw new Full(
      `${
        theQueue(this.#cell)
      } stayed full: it holds ${this.maxsize} items and nobody took one in time`,
    );
  }

  #refusal(message: number): Error {
    take(this.#cell + MUTEX);
    const refusal = this.#order.refusal!(this.#cell, message);
    give(this.#cell + MUTEX);
    return refusal;
  }

  /** Called with the mutex held, returns without it. */
  #insert(message: number, passage: Passage | undefined): void {
    const cell = this.#cell;
    let failure: unknown;
    if (memory[cell + CLOSED] === 1) failure = shutDown(cell, "put");
    else if (memory[cell + GETTERS] !== 0) {
      memory[cell + UNFINISHED]!++;
      memory[message + NUMBER] = passage === undefined ? 0 : passage.puts(0);
      this.#getters.grant(message);
    } else {
      try {
        this.#add(message);
        memory[message + NUMBER] = passage === undefined ? 0 : passage.puts(memory[cell + COUNT]!);
      } catch (error) {
        failure = error; // priorities that cannot be compared: nothing was changed
      }
    }
    give(cell + MUTEX);
    if (failure === undefined) return;
    if (steered !== 0) unchanged();
    this.#order.discard(message);
    throw failure;
  }

  #add(message: number): void {
    const cell = this.#cell;
    this.#order.insert(cell, message);
    memory[cell + UNFINISHED]!++;
    Atomics.store(memory, cell + COUNT, memory[cell + COUNT]! + 1);
  }

  /** The item's message; 0, with the mutex held, when there is a wait ahead. */
  #removeNow(ms: number, blocking: boolean, passage: Passage | undefined): number {
    const cell = this.#cell;
    if (blocking && ms > 0 && !this.#someItem() && memory[cell + GETTERS] === 0) {
      spin(this.#someItem);
    }
    take(cell + MUTEX);
    if (this.#someItem()) return this.#remove(passage);
    if (memory[cell + CLOSED] === 0 && ms > 0) return 0;
    give(cell + MUTEX);
    if (steered !== 0) unchanged();
    if (memory[cell + CLOSED] === 1) throw shutDown(cell, "get");
    throw new Empty(`${theQueue(cell)} is empty`);
  }

  /** Called with the mutex held, returns without it. */
  #remove(passage: Passage | undefined): number {
    const cell = this.#cell;
    const message = this.#order.remove(cell);
    Atomics.store(memory, cell + COUNT, memory[cell + COUNT]! - 1);
    passage?.gets(memory[message + NUMBER]!, memory[cell + COUNT]!);
    if (memory[cell + PUTTERS] !== 0) this.#fill(passage);
    give(cell + MUTEX);
    return message;
  }

  /** Puts in what those offer who wait for room, as far as there is some. */
  #fill(passage: Passage | undefined): void {
    for (let offer = this.#putters.offer(); offer !== 0; offer = this.#putters.offer()) {
      if (!this.#someRoom()) return;
      let grant = TAKEN;
      try {
        this.#add(offer);
        grant += memory[offer + NUMBER] = passage === undefined ? 0 : passage.fills();
      } catch {
        grant = REFUSED; // it cannot be compared with what is here: its putter is told so
      }
      this.#putters.grant(grant);
    }
  }

  /** For a getter that waited: its message; throws if it was given none. */
  #given(grant: number, passage: Passage | undefined): number {
    const message = granted(this.#cell, grant);
    passage?.given(memory[message + NUMBER]!);
    return message;
  }

  #unpack(message: number): unknown {
    this.#order.unlabel(message);
    const item = receive(message);
    if (steered !== 0) gives(shown(item));
    return item;
  }
}
