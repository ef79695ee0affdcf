/**
 * What a thread does that is explored: before each operation on a shared object it stops and waits for
 * its turn, which the explorer gives; see lib/explore/control.ts for the other side.
 *
 * Invariant: of all threads of an exploration at most one runs, the one whose STATUS is `running`. It
 * writes what it is going to do next into its slot before it stores another STATUS, so whoever sees
 * that may read the slot. Threads that are not explored pay one comparison for it: `steered` is 0.
 */

import { memory } from "../system/shared.ts";
import { actNumber } from "./acts.ts";
import { CELL, newCell } from "./cells.ts";
import { replaceClocks, restoreClocks } from "./clocks.ts";
import { spinWhile } from "./mutex.ts";
import { callSlot, newSlot } from "./slot_pool.ts";
import { tell, tellAfresh, told } from "./telling.ts";
import { comesBack, forgetPlaces, glances, looksAgain } from "./spinning.ts";
import { endWorker } from "../system/inside.ts";
import { restoreOutput, silenceOutput } from "../system/silence.ts";
import { NEVER, putTime, timeAt } from "./virtual_time.ts";
import { LOOKING, OF_LOCKS } from "./operations.ts";
import { Guard, Looks, Root, Slot, Status, Turn } from "./slots.ts";

export { Guard };

/** Thrown through the code of an execution that is over. */
export class Unwound extends Error {}

/** So often it is thrown. Whoever calls again then catches it in a loop, and would for ever. */
const LED = 100;
let led = 0;

/** Leads the code of this thread out of an execution that is over; to be thrown. */
export function leadOut(): Unwound {
  return ++led > LED ? endWorker() : new Unwound();
}

/** The slot of the thread that runs here, or 0: it is not explored. */
export let steered = 0;

let forget = () => {};

/** Says how the asynchronous calls of a thread are given up that is over. */
export function onEnd(handler: () => void): void {
  forget = handler;
}

/** So many calls of the library may lie between a step and the code that is explored. */
const DEEP = 50;
let depth = 10;

let root = 0, muted = 0;

/** The exploration for which the main thread starts the next thread. */
let starting = 0;

/** The next thread that is started here belongs to the exploration at `at`. */
export function steerNext(at: number): void {
  starting = at;
}

/** The slot of a thread that is being started here; 0 if it is not explored. */
export function slotFor(record: number): number {
  const from = starting || root;
  starting = 0;
  if (from === 0) return 0;
  const slot = newSlot(from);
  memory[slot + Slot.record] = record;
  memory[slot + Slot.parent] = steered;
  return slot;
}

/** The number of an unnamed thread, counted anew in each execution. */
export function steeredSerial(): number {
  return ++memory[root + Root.serial]!;
}

/** What the thread of a slot prints is left out where the exploration is silent, from its module on. */
export function silenceFor(slot: number): void {
  if (slot !== 0 && memory[memory[slot + Slot.root]! + Root.silent] === 1) silenceOutput();
}

/** The thread that begins here is explored: waits for its first turn. */
export function beginSteered(slot: number): void {
  steered = slot;
  root = memory[slot + Slot.root]!;
  muted = led = 0;
  tellAfresh();
  forgetPlaces();
  memory[slot + Slot.spins] = 0;
  memory[slot + Slot.quiet] = 1;
  memory[slot + Slot.guard] = Guard.always;
  memory[slot + Slot.needs] = 0;
  depth = Error.stackTraceLimit;
  Error.stackTraceLimit = DEEP;
  replaceClocks(slot - memory[memory[root + Root.list]!]!, virtualNow);
  stop(Status.ready);
}

/** The thread is over: whoever is next is decided without it. */
export function endSteered(slot: number): void {
  if (slot === 0) return;
  if (memory[memory[slot + Slot.root]! + Root.tracing] === 1 && steered !== 0) {
    tell(steered, "", undefined);
  }
  const of = memory[slot + Slot.root]!;
  forget();
  steered = root = 0;
  Error.stackTraceLimit = depth;
  restoreClocks();
  restoreOutput();
  tellStatus(Status.over, slot, of);
}

/**
 * Stops before an operation on the object at `cell` until it is this thread's turn. It can be done as
 * soon as `guard` allows; false if it is to give up instead, since `ms` have passed.
 */
export function point(
  operation: string,
  cell: number,
  guard: number = Guard.always,
  words: readonly number[] = [],
  ms = Infinity,
  writes?: unknown,
): boolean {
  if (muted > 0) return true;
  let turn: number = Turn.go;
  if (!goesOn(operation, cell, ms === 0 ? Guard.always : guard)) {
    describe(steered, operation, cell, guard, words, ms, writes);
    turn = stop(Status.ready);
  }
  changes(operation);
  return turn !== Turn.expire;
}

/** Is it tried for how long this thread spins, if nobody else does anything? */
function goesOn(operation: string, cell: number, guard: number): boolean {
  const left = memory[root + Root.alone]!;
  if (left === 0 || guard !== Guard.always) return false;
  if (!looksAgain(operation, cell, memory[root + Root.version]!)) return false;
  memory[root + Root.alone] = left - 1;
  return true;
}

/** Writes into the slot what is going to be done next: see `point`. */
export function describe(
  slot: number,
  operation: string,
  cell: number,
  guard: number = Guard.always,
  words: readonly number[] = [],
  ms = Infinity,
  writes?: unknown,
): void {
  const now = ms === 0; // nothing is waited for
  memory[slot + Slot.guard] = now ? Guard.always : guard;
  for (let i = 0; i < 3; i++) memory[slot + Slot.words + i] = now ? 0 : words[i] ?? 0;
  memory[slot + Slot.needs] = 0;
  memory[slot + Slot.quiet] = 0;
  memory[slot + Slot.object] = cell;
  memory[slot + Slot.act] = actNumber(operation);
  const writing = operation === "write" ? Looks.writes : Looks.both;
  memory[slot + Slot.looks] = LOOKING.has(operation) ? Looks.only : writing;
  setDeadline(slot, ms);
  if (memory[root + Root.tracing] === 1) tell(slot, operation, writes);
  const version = memory[root + Root.version]!;
  // That a task goes on changes what no word shows: what its thread alone sees.
  const place = cell === 0 ? 0 : comesBack(operation, cell, version);
  memory[slot + Slot.spins] = place === 0 ? 0 : version + 1;
  memory[slot + Slot.place] = place;
  memory[slot + Slot.glances] = glances();
  memory[slot + Slot.glancedAt] = version + 1;
}

/** The operation is being done. */
export function changes(operation: string): void {
  counted = 0;
  if (LOOKING.has(operation)) return;
  memory[root + Root.version]!++;
  if (OF_LOCKS.has(operation)) return;
  memory[root + Root.changes]!++;
  counted = 1;
}

/** What the last operation has added to the changes that a predicate looks at. */
let counted = 0;

/** Says what the thread waits for where that is no step: for reports of a deadlock. */
export function announce(slot: number, operation: string, cell: number): void {
  memory[slot + Slot.object] = cell;
  if (memory[root + Root.tracing] === 1) tell(slot, operation, undefined);
}

/** The step changed nothing after all: what gave up has only looked. */
export function unchanged(): void {
  if (muted > 0) return;
  memory[root + Root.version]!--;
  memory[root + Root.changes]! -= counted;
  counted = 0;
}

/** Does what is part of a step: no stops in it. */
export function muffled<T>(act: () => T): T {
  muted++;
  try {
    return act();
  } finally {
    muted--;
  }
}

/** Is this a part of a step? */
export function isMuffled(): boolean {
  return muted > 0;
}

/** What the step gave, for the record of steps. */
export function gives<T>(value: T): T {
  if (muted === 0) told.gave = value;
  return value;
}

/** The thread sees something of others that is no step: states of executions cannot be compared. */
export function seesMore(): void {
  if (steered !== 0) memory[steered + Slot.opaque] = 1;
}

/** A shared object was made. */
export function creates(cell: number, kind: string, name: string | undefined): void {
  const made = memory[steered + Slot.made]!++;
  let list = steered + Slot.objects;
  for (let left = made; left >= 0; left -= CELL - 1) list = memory[list] ||= newCell();
  memory[list + 1 + made % (CELL - 1)] = cell;
  if (muted === 0 && memory[root + Root.tracing] === 1) told.created.push([cell, kind, name]);
}

/** The lock that an object has of its own is called after it, if that has a name. */
export function createsLock(cell: number, name: string | undefined): void {
  if (steered === 0 || muted > 0 || memory[root + Root.tracing] !== 1 || !name) return;
  told.created.push([cell, "lock", `${name}.lock`]);
}

/** A clock for explored code: it stands still while anybody can go on. */
export function virtualNow(): number {
  return timeAt(root + Root.now);
}

/** Writes into the slot when it gives up: in `ms` from now, in virtual time. */
export function setDeadline(slot: number, ms: number): void {
  putTime(slot + Slot.deadline, ms === Infinity ? NEVER : virtualNow() + ms);
}

/** The thread's code has come to rest; gives way to whoever is next. */
export function restSteered(): void {
  if (told.gave !== undefined && memory[root + Root.tracing] === 1) tell(steered, "", undefined);
  stop(Status.resting);
}

/** A slot for an asynchronous call of this thread: `wanted` if that is free. */
export function slotForCall(wanted: number): number {
  return callSlot(root, steered, wanted);
}

/** Is the execution over? */
export function unwinding(): boolean {
  return memory[root + Root.unwinding] === 1;
}

/** The thread's code waits for something that is not explored: the explorer gives it up. */
export function giveUp(): void {
  tellStatus(Status.stuck);
}

function tellStatus(status: number, slot = steered, of = root): void {
  Atomics.store(memory, slot + Slot.status, status);
  Atomics.add(memory, of + Root.bell, 1);
  Atomics.notify(memory, of + Root.bell);
}

/** How often this thread has stopped before a step, or come to rest. */
export let stops = 0;

/** Lets the explorer go on, and waits for the turn. */
export function stop(status: number): number {
  const slot = steered;
  stops++;
  if (unwinding()) throw leadOut();
  tellStatus(status);
  spinWhile(slot + Slot.turn, Turn.none);
  while (Atomics.load(memory, slot + Slot.turn) === Turn.none) {
    Atomics.wait(memory, slot + Slot.turn, Turn.none);
  }
  const turn = Atomics.exchange(memory, slot + Slot.turn, Turn.none);
  if (turn === Turn.unwind) throw leadOut();
  return turn;
}
