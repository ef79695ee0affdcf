/** The broker's half of queues: items, who waits for one, and who waits for room. */

import { clearTimeout, setTimeout } from "../../runtime/clock.ts";
import { keep, NOTHING, Op } from "../link/wire_format.ts";
import { ItemList, Items } from "./items.ts";
import { Loans } from "./prefetch.ts";
import { full, QUEUE, type QueueWords } from "./queue_words.ts";
import { answer, type Call, fail, type Member, Resource, Waiters } from "./resource.ts";
import { TaskCount } from "./task_count.ts";
import { Failure, QueueEvent, QueueMethod } from "../protocol.ts";

/** So many bytes are lent at most, and a little more. */
const MOST_LENT_BYTES = 256 * 1024;
/**
 * How long, in ms, the order of items waits for a process that does not give back what it was lent: longer than
 * a busy machine keeps a process from running. For what it was lent is for the others when it has ended, and they
 * must not have newer items by then.
 */
export const PATIENCE = 200;
/** How often, in ms, it is looked whether items that are kept for a process are asked for. */
const LOOK = 100;

interface Getter extends Call {
  readonly waits: boolean;
}

interface Putter extends Call {
  readonly item: Items;
}

/**
 * The items of a Queue, JoinableQueue or SimpleQueue.
 *
 * A process that gets one item after the other quickly, alone, is lent more than it asked for, so
 * that not every item costs a round trip. What is lent still belongs to the queue: it counts in its
 * size, it comes back when another process asks, and it is not lost when the process dies. Where
 * the process cannot give it back in time, others get newer items, and the older ones stay for that
 * process alone: whoever got an item never gets an older one afterwards. Only if it turns out not to
 * ask any more, which is counted in its own turns, not by a clock that runs on while it is kept from
 * running, or if it is gone, are they for anyone.
 *
 * Invariant: nobody waits to get while there are items,
 * unless those were lent out or must be given back first; nobody waits to put while there is room.
 * A process has one loan at a time: one that asks while it has a loan, because it asked twice before
 * it saw the first answer, gives that back before it gets anything newer.
 */
export class QueueResource extends Resource {
  readonly #most: number;
  readonly #items = new ItemList();
  readonly #loans = new Loans();
  #ended = false;
  readonly #words: QueueWords;
  readonly #mostBytes: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #impatient = false;
  #later: ReturnType<typeof setTimeout> | undefined;
  readonly #getters = new Waiters<Getter>();
  readonly #putters = new Waiters<Putter>();
  readonly #tasks = new TaskCount();
  readonly #pollers = new Waiters<Call>();

  constructor(id: number, maxsize: number, words: QueueWords = QUEUE, mostBytes = Infinity) {
    super(id);
    this.#most = maxsize > 0 ? maxsize : Infinity;
    this.#words = words;
    this.#mostBytes = mostBytes;
  }

  get #hasRoom(): boolean {
    return this.#size < this.#most && this.#items.weight < this.#mostBytes;
  }

  get #size(): number {
    return this.#items.size + this.#loans.size;
  }

  call(call: Call, method: number, a: number, b: number, payload: Uint8Array): void {
    switch (method) {
      case QueueMethod.append:
        if (!this.#ended) this.#add(new Items(a, keep(payload), b === 1));
        break;
      case QueueMethod.put:
        this.#put(call, a === 1, new Items(1, keep(payload), true, Math.max(b, payload.length)));
        break;
      case QueueMethod.get:
        this.#get(call, a === 1);
        break;
      case QueueMethod.consumed:
        this.#consumed(call.member, a);
        break;
      case QueueMethod.giveBack:
        this.#giveBack(call.member);
        this.#serve();
        break;
      case QueueMethod.here:
        this.#loans.looked(call.member);
        break;
      case QueueMethod.size:
        answer(call, this.#size, this.#tasks.unfinished);
        break;
      case QueueMethod.poll:
        if (this.#size > 0 || this.#ended || a === 0) {
          answer(call, this.#size > 0 || this.#ended ? 1 : 0);
        } else this.#pollers.add(call);
        break;
      case QueueMethod.taskDone:
        this.#tasks.done(call, this.name);
        break;
      case QueueMethod.join:
        this.#tasks.join(call);
        break;
      case QueueMethod.shutdown:
        this.end(a === 1);
        answer(call);
    }
  }

  #add(items: Items): void {
    this.#items.push(items);
    this.#tasks.put(items.count);
    if (this.#pollers.size > 0) this.#tellPollers();
    if (this.#getters.size > 0) this.#serve();
  }

  #tellPollers(): void {
    for (const poller of this.#pollers.takeAll()) answer(poller, 1);
  }

  #put(call: Call, waits: boolean, item: Items): void {
    if (this.#ended) fail(call, this.#words.end, this.#words.refused(this.name));
    else if (this.#hasRoom && this.#putters.size === 0) {
      answer(call);
      this.#add(item);
    } else if (waits) this.#putters.add({ ...call, item });
    else fail(call, Failure.full, full(this.name, this.#most, false));
  }

  #admit(): void {
    while (this.#putters.size > 0 && this.#hasRoom) {
      const putter = this.#putters.shift()!;
      answer(putter);
      this.#add(putter.item);
    }
  }

  #get(call: Call, waits: boolean): void {
    this.#getters.add({ ...call, waits });
    this.#serve();
  }

  #serve(): void {
    this.#serveKept();
    for (const getter of this.#getters.each()) {
      if (this.#loans.lent(getter.member)) {
        this.#loans.recall(getter.member, this.#recall);
        continue;
      }
      if (!this.#impatient && this.#loans.toOthers(getter.member, this.#recall)) {
        return this.#waitForLoans();
      }
      if (this.#items.size === 0) return this.#refuse();
      this.#loans.overtake(getter.member);
      this.#getters.take(getter);
      this.#give(getter);
    }
  }

  /** Those for whom items are kept get these first; what nobody asks for is for anyone at last. */
  #serveKept(): void {
    if (!this.#loans.keeps) return;
    for (const list of this.#loans.unclaimed()) this.#items.unshift(list);
    for (const getter of this.#getters.all()) {
      const items = this.#loans.takeKept(getter.member);
      if (!items) continue;
      this.#getters.take(getter);
      answer(getter, 1, items.bare ? 1 : 0, items.bytes);
    }
    if (this.#loans.keeps && this.#getters.size > 0) this.#lookAgain();
  }

  readonly #recall = this.#telling(QueueEvent.recall);
  readonly #look = this.#telling(QueueEvent.look);

  #telling(event: number): (member: Member) => void {
    return (member) => member.send(Op.event, event, 0, this.id, 0, 0, NOTHING);
  }

  /** What is lent is older than what is here, but a process that spins does not give it back. */
  #waitForLoans(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#impatient = true;
      this.#serve();
      this.#impatient = false;
    }, PATIENCE);
  }

  /** There is nothing to get: only those wait on who may, and for whom something can still come. */
  #refuse(): void {
    const over = this.#ended && this.#loans.size === 0;
    for (const getter of this.#getters.takeAll()) {
      if (this.#loans.lent(getter.member)) this.#getters.add(getter);
      else if (over) fail(getter, this.#words.end, this.#words.noMore(this.name));
      else if (getter.waits) this.#getters.add(getter);
      else fail(getter, Failure.empty, this.#words.empty(this.name));
    }
  }

  #give(getter: Getter): void {
    const most = this.#loans.share(getter.member, this.#getters.size === 0);
    const items = this.#items.take(most, MOST_LENT_BYTES);
    this.#loans.lend(getter.member, items);
    answer(getter, items.count, items.bare ? 1 : 0, items.bytes);
    this.#admit();
  }

  #consumed(member: Member, count: number): void {
    this.#loans.consumed(member, count);
    this.#admit();
    if (this.#ended || this.#getters.size > 0) this.#serve();
  }

  #lookAgain(): void {
    this.#later ??= setTimeout(() => {
      this.#later = undefined;
      this.#loans.look(this.#look);
      this.#serve();
    }, LOOK);
  }

  #giveBack(member: Member): void {
    const items = this.#loans.takeBack(member);
    if (items) this.#items.unshift(items);
  }

  /** Nothing is taken any more; immediately: what is there is dropped too. */
  protected end(immediate: boolean): void {
    this.#ended = true;
    for (const putter of this.#putters.takeAll()) {
      fail(putter, this.#words.end, this.#words.refused(this.name));
    }
    if (immediate) {
      this.#tasks.drop(this.#size);
      this.#items.clear();
      this.#loans.clear();
    }
    this.tellHolders(QueueEvent.shutdown, immediate ? 1 : 0);
    this.#tellPollers();
    this.#serve();
  }

  cancel(call: Call): void {
    const getter = this.#getters.take(call);
    if (getter) fail(getter, Failure.empty, this.#words.late(this.name));
    const putter = this.#putters.take(call);
    if (putter) fail(putter, Failure.full, full(this.name, this.#most, true));
    const poller = this.#pollers.take(call);
    if (poller) answer(poller, 0);
    this.#tasks.cancel(call, this.name);
    if (getter || putter) this.#serve();
  }

  gone(member: Member): void {
    this.#getters.takeAll(member);
    this.#putters.takeAll(member);
    this.#tasks.gone(member);
    this.#pollers.takeAll(member);
    this.#giveBack(member);
    for (const list of this.#loans.unclaimed(member)) this.#items.unshift(list);
    this.#loans.forget(member);
    this.#serve();
    this.#admit();
  }

  override unused(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#later);
  }
}
