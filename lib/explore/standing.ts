/** Who can go on: judged on the words that the threads of an execution have written before they stopped. */

import { CELL, newCell } from "../memory/cells.ts";
import { Guard, MOST_THREADS, Root, Slot, Status, Turn } from "../memory/slots.ts";
import { timeAt } from "../memory/virtual_time.ts";
import { memory } from "../system/shared.ts";

const GRANTED = 1;

/** The cell of the exploration, and those of its threads, by number. */
export const root = newCell();
export const slots: readonly number[] = Array.from({ length: MOST_THREADS }, newCell);
memory.set(slots, memory[root + Root.list] = newCell());

/** A word of the slot of a thread. */
export const word = (thread: number, at: number): number =>
  Atomics.load(memory, slots[thread]! + at);

/** The virtual time, in ms. */
export const now = (): number => timeAt(root + Root.now);

/** When a thread goes on or gives up; negative for never. */
export const deadlineOf = (thread: number): number => timeAt(slots[thread]! + Slot.deadline);

/** The cells of the objects that a thread has made, in the order in which it did. */
export function madeBy(thread: number): number[] {
  const made: number[] = [];
  let list = slots[thread]! + Slot.objects;
  for (let left = word(thread, Slot.made); left > 0; left -= CELL - 1) {
    list = memory[list]!;
    for (let at = 1; at <= Math.min(left, CELL - 1); at++) made.push(memory[list + at]!);
  }
  return made;
}

/** Was it granted what it waits for in a list? */
export function granted(thread: number): boolean {
  return Atomics.load(memory, word(thread, Slot.waiter)) === GRANTED;
}

/** Does the guard of its operation allow it? */
export function allows(thread: number): boolean {
  const [a, b, c] = [0, 1, 2].map((i) => word(thread, Slot.words + i)) as [
    number,
    number,
    number,
  ];
  const at = (place: number) => place === 0 ? 0 : Atomics.load(memory, place);
  switch (word(thread, Slot.guard)) {
    case Guard.zero:
    case Guard.lock:
      return at(a) === 0;
    case Guard.rlock:
      return at(a) === 0 || at(b) === c;
    case Guard.positive:
      return at(a) > 0 || at(b) !== 0;
    case Guard.room:
      return at(b) === 0 || at(a) < at(b) || at(c) !== 0;
    default:
      return true;
  }
}

/** Is the lock free that it needs besides? */
export function lockIsFree(thread: number): boolean {
  const needs = word(thread, Slot.needs);
  return needs === 0 || Atomics.load(memory, needs) === 0;
}

/** The thread that an asynchronous call belongs to; a thread itself. */
export function hostOf(thread: number): number {
  const host = word(thread, Slot.host);
  return host === 0 ? thread : slots.indexOf(host);
}

/** May it go on as far as its thread is concerned? A call may when the thread's own code has come to rest. */
export function isFree(thread: number): boolean {
  const host = hostOf(thread);
  return host === thread || word(host, Slot.status) === Status.resting;
}

/** Can it do its next step now? */
export function canGo(thread: number): boolean {
  if (couldGo(thread)) return !spins(thread);
  const waits = word(thread, Slot.status) === Status.listed;
  return waits && isFree(thread) && granted(thread) && lockIsFree(thread);
}

/** Could it do its next step, were it not put back? */
export function couldGo(thread: number): boolean {
  return word(thread, Slot.status) === Status.ready && isFree(thread) && allows(thread);
}

/** The turn of a thread that goes on without a step being done, if any. */
export function turnByItself(thread: number): number {
  if (!isFree(thread)) return Turn.none;
  const status = word(thread, Slot.status), quiet = word(thread, Slot.quiet) === 1;
  if (status === Status.ready && quiet) return Turn.go;
  if (status === Status.listed && quiet && granted(thread)) return Turn.go;
  if (status === Status.asleep && deadlineOf(thread) >= 0) {
    return deadlineOf(thread) <= now() ? Turn.go : Turn.none;
  }
  const guard = word(thread, Slot.guard);
  const stands = status === Status.ready && !allows(thread) &&
    guard !== Guard.lock && guard !== Guard.rlock; // those are competed for
  return stands ? Turn.enter : Turn.none;
}

/** Has it come back to where it was, and nothing has changed since? Then it is put back. */
export function spins(thread: number): boolean {
  const spins = word(thread, Slot.spins);
  const waits = spins !== 0 && spins === memory[root + Root.version]! + 1;
  return waits;
}

/** The loop in which it spins: each thread may count the turns of its own. */
export const loopOf = (thread: number): string => `${thread} ${word(thread, Slot.place)}`;

/** The same, by what it had seen before, too. */
export const spinName = (thread: number, history: string): string => `${loopOf(thread)} ${history}`;

/** May it wake for no reason? Only where a condition is waited for, and once until something changes. */
export function canWake(thread: number): boolean {
  const waits = word(thread, Slot.status) === Status.listed && word(thread, Slot.needs) !== 0;
  return waits && isFree(thread) && !granted(thread) && lockIsFree(thread) &&
    word(thread, Slot.woken) !== memory[root + Root.changes]! + 1;
}

/** Can its wait expire, when its time has come? */
export function canExpire(thread: number): boolean {
  const status = word(thread, Slot.status);
  const waits = isFree(thread) &&
    (status === Status.ready || status === Status.listed && !granted(thread));
  return waits && deadlineOf(thread) >= 0 && lockIsFree(thread);
}
