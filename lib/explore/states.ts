/**
 * When are two executions in the same state? Then they go on in the same ways, and one of them is
 * enough: see search.ts.
 *
 * A thread's code is deterministic, so where it stands, with all its variables, is known from what it
 * has seen: `#threads` has a number for that, which takes in each turn of the thread what it may see
 * there. That is, for a Value and for a lock, what is in it now; for any other object, who has used it
 * before and in which order, which says what is in it. So two executions are in the same state if these
 * numbers are the same, and what is in the Values and locks, and the time. (Godefroid's stateful search, where
 * nothing can be stored but numbers, and the happens-before caching of Musuvathi and Qadeer for objects
 * that are not looked into.) A number has 64 bits: among a million states two get the same by
 * chance once in thirty million explorations.
 *
 * Whether a thread that spins is put back depends also on how often it has looked since something changed
 * (spins.ts). That makes states differ that are the same for the program, so it is taken in only where
 * threads were seen to spin. Likewise for those that wake for no reason.
 *
 * What a thread sees that is no step would be missed: `isAlive` and the like say that they were called,
 * and then no states are compared at all.
 */

import { CELL } from "../memory/cells.ts";
import { Kind, kindOf } from "../memory/handles.ts";
import { Guard, Looks, Root, Slot, Status, Turn } from "../memory/slots.ts";
import { memory } from "../system/shared.ts";
import { Field } from "../threading/record.ts";
import type { Scenario } from "./contract.ts";
import { hostOf, madeBy, root, slots, word } from "./standing.ts";
import { count, recordOf } from "./turns.ts";

/** 64 bits that stand for a history. */
export class Digest {
  a: number;
  b: number;

  constructor(seed: number) {
    this.a = 0x2545f491 ^ seed;
    this.b = 0x9e3779b9 + seed | 0;
  }

  take(number: number): void {
    this.a = Math.imul(this.a ^ number ^ this.b >>> 15, 0x85ebca6b);
    this.b = Math.imul(this.b ^ number ^ this.a >>> 13, 0xc2b2ae35);
    this.a ^= this.b >>> 16;
    this.b = this.b + (this.a << 5) | 0;
  }

  takeAll(other: Digest): void {
    this.take(other.a);
    this.take(other.b);
  }

  get text(): string {
    return `${this.a} ${this.b}`;
  }

  copy(): Digest {
    return Object.assign(new Digest(0), this);
  }
}

/** Where the number of a Value is in its cell, and the depth of an RLock. */
const NUMBER = 2, DEPTH = 4;

/** The words of an object that say all that is in it; undefined where they do not. */
function content(cell: number): readonly number[] | undefined {
  if (cell <= 0) return undefined;
  switch (kindOf(cell)) {
    case Kind.value:
      return [memory[cell + NUMBER]!, memory[cell + NUMBER + 1]!];
    case Kind.lock:
      return [memory[cell]!];
    case Kind.rlock:
      return [memory[cell]!, memory[cell]! === 0 ? 0 : memory[cell + DEPTH]!];
  }
  return undefined;
}

/** Who used an object that is not looked into. */
interface Uses {
  changed: Digest;
  /** What only looked since: in any order, so they are added up. */
  looked: [number, number];
}

/** Follows one execution. */
export class States {
  readonly #spins: boolean;
  readonly #threads: (Digest | undefined)[] = [];
  readonly #objects = new Map<number, Uses>();

  constructor({ spins = false }: Pick<Scenario, "spins">) {
    this.#spins = spins;
  }

  /** A thread, or one of its calls, is about to get a turn. */
  turning(thread: number, turn: number): void {
    const host = hostOf(thread), digest = this.#of(host);
    const joins = word(thread, Slot.status) === Status.listed && this.#isThread(thread);
    if (joins && turn === Turn.go) return; // the end of the other is in the number of that one
    digest.take(thread << 3 | turn);
    takeTime(digest);
    const looks = word(thread, Slot.looks);
    const used = this.#used(thread).map((cell) => [cell, content(cell)] as const);
    for (const [cell, words] of used) {
      if (!words) this.#see(digest, cell, looks === Looks.only);
      else if (looks !== Looks.writes) { for (const number of words) digest.take(number); }
    }
    for (const [cell, words] of used) if (!words) this.#use(digest, cell, looks === Looks.only);
  }

  /** The state, who can go on in it, and, where preemptions count, whose turn it was. */
  key(enabled: readonly number[], last: number): string {
    const state = new Digest(last);
    for (const thread of enabled) state.take(thread);
    takeTime(state);
    for (let thread = 0; thread < count(); thread++) {
      if (word(thread, Slot.woken) === memory[root + Root.changes]! + 1) state.take(thread);
      if (this.#spins) state.take(glancesOf(thread));
      if (hostOf(thread) !== thread) continue;
      state.takeAll(this.#of(thread));
      for (const cell of madeBy(thread)) {
        for (const number of content(cell) ?? []) state.take(number);
      }
    }
    return state.text;
  }

  /** What a thread has seen so far, in short. */
  historyOf(thread: number): string {
    return this.#of(hostOf(thread)).text;
  }

  #of(thread: number): Digest {
    const known = this.#threads[thread];
    if (known) return known;
    const digest = new Digest(thread);
    const parent = slots.indexOf(word(thread, Slot.parent));
    if (parent >= 0) digest.takeAll(this.#of(parent));
    return this.#threads[thread] = digest;
  }

  #isThread(thread: number): boolean {
    const cell = word(thread, Slot.object);
    for (let other = 0; other < count(); other++) if (recordOf(other) === cell) return true;
    return false;
  }

  /** The objects that the turn may use. */
  #used(thread: number): number[] {
    const cells = [word(thread, Slot.object), word(thread, Slot.needs)];
    const words = word(thread, Slot.guard) === Guard.rlock ? 2 : 3;
    for (let at = 0; at < words; at++) {
      const place = word(thread, Slot.words + at);
      cells.push(place - place % CELL);
    }
    return [...new Set(cells)].filter((cell) => cell !== 0);
  }

  #usesOf(cell: number): Uses {
    let uses = this.#objects.get(cell);
    if (!uses) this.#objects.set(cell, uses = { changed: new Digest(0), looked: [0, 0] });
    return uses;
  }

  #see(digest: Digest, cell: number, only: boolean): void {
    const { changed, looked } = this.#usesOf(cell);
    digest.takeAll(changed);
    if (only) return;
    digest.take(looked[0]);
    digest.take(looked[1]);
  }

  #use(digest: Digest, cell: number, only: boolean): void {
    const uses = this.#usesOf(cell);
    if (only) {
      uses.looked[0] = uses.looked[0] + digest.a | 0;
      uses.looked[1] = uses.looked[1] + digest.b | 0;
      return;
    }
    uses.changed = digest.copy();
    uses.looked = [0, 0];
  }
}

function takeTime(digest: Digest): void {
  digest.take(memory[root + Root.now]!);
  digest.take(memory[root + Root.now + 1]!);
}

/** How often it has looked since something changed. */
function glancesOf(thread: number): number {
  const fresh = word(thread, Slot.glancedAt) === memory[root + Root.version]! + 1;
  return fresh ? word(thread, Slot.glances) : 0;
}

/** Did a thread see something that is no step? */
export function isOpaque(): boolean {
  return slots.slice(0, count()).some((slot) => memory[slot + Slot.opaque] === 1);
}

/** Which thread holds an RLock. */
const OWNER = 3;

/** All that is in an object, as text; who holds an RLock by the thread's number. */
export function contentOf(cell: number): string {
  const words = content(cell) ?? [];
  if (kindOf(cell) !== Kind.rlock) return words.join();
  const ident = memory[cell + OWNER];
  let owner = -1;
  for (let thread = 0; thread < count() && words[0] !== 0; thread++) {
    if (memory[recordOf(thread) + Field.ident] === ident) owner = thread;
  }
  return [...words, owner].join();
}
