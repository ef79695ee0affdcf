/** How many items of a queue each process is given ahead of its asking, and how they come back. */

import { timeNow } from "../../runtime/clock.ts";
import { ItemList, Items } from "./items.ts";
import type { Member } from "./resource.ts";

/** How much may be lent to one process. */
const MOST_LENT = 1024;
/** Who asks again within this time, in ms, is lent twice as much. */
const SOON = 4;
/** Who has not asked for so long, in ms, does not count any more. */
const FORGOTTEN = 1000;
/** Who has answered so often that it is there, and has not asked, does not want what is kept for it. */
const ENOUGH_LOOKS = 10;
/** Nor, so it is taken, who has not even answered for so long, in ms. */
const SILENT = 10_000;

/** What a process has been lent, and how eagerly it has been asking. */
class Loan {
  items = new ItemList();
  /** Others were given newer items meanwhile, because it did not give these back in time. */
  overtaken = false;
  /** What it gave back after that: for itself, so that nobody gets an item after a newer one. */
  kept = new ItemList();
  /** When it gave them back or took one, by the clock and in answers to `look`: its own time, however slow it is. */
  keptSince = 0;
  looks = 0;
  looked = true;
  most = 1;
  last = 0;
  recalled = false;
}

/**
 * The items of a queue that processes have ahead of their asking.
 *
 * Invariant: `size` is the number of items in all loans; they are older than those in the queue.
 */
export class Loans {
  readonly #loans: Map<Member, Loan> = new Map();
  size = 0;

  /** How many items a process gets that asks just now; more than one if it asks quickly and alone. */
  share(member: Member, alone: boolean): number {
    const now = timeNow();
    let loan = this.#loans.get(member);
    if (!loan) this.#loans.set(member, loan = new Loan());
    const quick = alone && !member.here && now - loan.last < SOON;
    loan.most = quick ? Math.min(loan.most * 2, MOST_LENT) : 1;
    loan.last = now;
    for (const [other, { items, kept, last }] of this.#loans) {
      const idle = items.size === 0 && kept.size === 0;
      if (idle && now - last > FORGOTTEN) this.#loans.delete(other);
    }
    return this.#loans.size > 1 ? 1 : loan.most;
  }

  /** The process that gets `items` has asked for the first only; the others are lent. */
  lend(member: Member, items: Items): void {
    if (items.count === 1) return;
    const { bytes, count } = items;
    const first = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) + 4;
    const loan = this.#loans.get(member)!;
    loan.items.push(new Items(count - 1, bytes.subarray(first), false));
    loan.recalled = false;
    this.size += count - 1;
  }

  /** The process has consumed so many of what it was lent. */
  consumed(member: Member, count: number): void {
    const loan = this.#loans.get(member);
    if (!loan) return;
    const { items } = loan;
    for (let left = Math.min(count, items.size); left > 0;) {
      const taken = items.take(left, Infinity).count;
      left -= taken;
      this.size -= taken;
    }
    if (items.size === 0 && loan.kept.size === 0) loan.overtaken = false;
  }

  /** What the process has not consumed, if anything; nothing while it is kept for the process. */
  takeBack(member: Member): ItemList | undefined {
    const loan = this.#loans.get(member);
    if (!loan || loan.items.size === 0) return undefined;
    if (loan.overtaken) {
      loan.kept.unshift(loan.items);
      loan.items = new ItemList();
      claim(loan);
      return undefined;
    }
    this.size -= loan.items.size;
    this.#loans.delete(member);
    return loan.items;
  }

  /** Others than `member` are given items newer than what is lent. */
  overtake(member: Member): void {
    for (const [other, loan] of this.#loans) {
      if (other !== member && loan.items.size > 0) loan.overtaken = true;
    }
  }

  /** Are items kept for some process? */
  get keeps(): boolean {
    for (const { kept } of this.#loans.values()) if (kept.size > 0) return true;
    return false;
  }

  /** The next item that is kept for the process. */
  takeKept(member: Member): Items | undefined {
    const loan = this.#loans.get(member);
    if (!loan || loan.kept.size === 0) return undefined;
    this.size--;
    claim(loan);
    const items = loan.kept.take(1, Infinity);
    if (loan.kept.size === 0 && loan.items.size === 0) loan.overtaken = false;
    return items;
  }

  /** Asks those for whom items are kept whether they are there; see `ENOUGH_LOOKS`. */
  look(ask: (member: Member) => void): void {
    for (const [member, loan] of this.#loans) {
      if (loan.kept.size === 0 || !loan.looked) continue;
      loan.looked = false;
      ask(member);
    }
  }

  /** The process answered, and has asked for no item before. */
  looked(member: Member): void {
    const loan = this.#loans.get(member);
    if (!loan) return;
    loan.looked = true;
    loan.looks++;
  }

  /** What is kept for a process that does not ask for it, or is gone: it is for anyone now. */
  unclaimed(gone?: Member): ItemList[] {
    const lists: ItemList[] = [];
    const now = timeNow();
    for (const [member, loan] of this.#loans) {
      if (loan.kept.size === 0) continue;
      const wants = loan.looks < ENOUGH_LOOKS && now - loan.keptSince < SILENT;
      if (wants && member !== gone) continue;
      this.size -= loan.kept.size;
      lists.push(loan.kept);
      loan.kept = new ItemList();
      loan.overtaken = false;
    }
    return lists;
  }

  /** Is the process still lent items that it has not given back? */
  lent(member: Member): boolean {
    const loan = this.size > 0 ? this.#loans.get(member) : undefined;
    return loan !== undefined && loan.items.size > 0;
  }

  /** Asks the process, once, to give back what it is lent. */
  recall(member: Member, recall: (member: Member) => void): void {
    const loan = this.#loans.get(member)!;
    if (!loan.recalled) recall(member);
    loan.recalled = true;
  }

  /** Are items lent to others that are still waited for? `recall` is called for those that were not asked for theirs yet. */
  toOthers(member: Member, recall: (other: Member) => void): boolean {
    if (this.size === 0) return false;
    let found = false;
    for (const [other, loan] of this.#loans) {
      if (other === member || loan.items.size === 0 || loan.overtaken) continue;
      found = true;
      loan.most = 1;
      this.recall(other, recall);
    }
    return found;
  }

  forget(member: Member): void {
    this.#loans.delete(member);
  }

  clear(): void {
    this.#loans.clear();
    this.size = 0;
  }
}

/** The process is there and wants what is kept for it. */
function claim(loan: Loan): void {
  loan.keptSince = timeNow();
  loan.looks = 0;
}
