/**
 * What a thread does that is explored: before each operation on a shared object it stops and waits for
 * its turn, which the explorer gives; see lib/explore/control.ts for the other side.
 *
 * Invariant: of all threads of an exploration at most one runs, the one whose STATUS is `running`. It
 * writes what it is going to do next into its slot before it stores another STATUS, so whoever sees
 * that may read the slot. Threads that are not explored pay one comparison for it: `steered` is 0.
 */

import { memory } from "../system/shared.ts";
import { ExploreError } from "../errors.ts";
import { setImmediate } from "../runtime/clock.ts";
import { replaceClocks, restoreClocks } from "./clocks.ts";
import { spinWhile } from "./mutex.ts";
import { restoreConsole, silenceConsole } from "./silence.ts";
import { type Details, Guard, MOST_THREADS, Root, Slot, Status, Turn } from "./slots.ts";

export { Guard };

/** Thrown through the code of an execution that is over. */
export class Unwound extends Error {}

/** The slot of the thread that runs here, or 0: it is not explored. */
export let steered = 0;

let keep: (details: Details) => number = () => 0;

/** Says how the details of a step are sent. */
export function onDetails(handler: (details: Details) => number): void {
  keep = handler;
}

let root = 0;
let muted = 0;
let gave: unknown;
let created: [number, string, string | undefined][] = [];

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
  const count = memory[from + Root.count]!;
  if (count >= MOST_THREADS) {
    throw new RangeError(
      `Cannot explore: the scenario starts more than ${MOST_THREADS - 1} threads. Use fewer`,
    );
  }
  const slot = memory[from + Root.slots + count]!;
  memory[slot + Slot.record] = record;
  memory[slot + Slot.root] = from;
  memory[slot + Slot.status] = Status.coming;
  Atomics.store(memory, from + Root.count, count + 1);
  return slot;
}

/** The number of an unnamed thread, counted anew in each execution. */
export function steeredSerial(): number {
  return ++memory[root + Root.serial]!;
}

/** Is what the program prints to be left out? */
export function isSilent(): boolean {
  return steered !== 0 && memory[root + Root.silent] === 1;
}

/** The thread that begins here is explored: waits for its first turn. */
export function beginSteered(slot: number): void {
  steered = slot;
  root = memory[slot + Slot.root]!;
  muted = 0;
  gave = undefined;
  created = [];
  calls = [];
  seenVersion = -1;
  memory[slot + Slot.spins] = 0;
  memory[slot + Slot.quiet] = 1;
  memory[slot + Slot.guard] = Guard.always;
  memory[slot + Slot.needs] = 0;
  replaceClocks(slot - memory[root + Root.slots]!, virtualNow);
  if (isSilent()) silenceConsole();
  stop(Status.ready);
}

/** The thread is over: whoever is next is decided without it. */
export function endSteered(slot: number): void {
  if (slot === 0) return;
  if (memory[memory[slot + Slot.root]! + Root.tracing] === 1 && steered !== 0) tell("", undefined);
  const of = memory[slot + Slot.root]!;
  steered = root = 0;
  restoreClocks();
  restoreConsole();
  Atomics.store(memory, slot + Slot.status, Status.over);
  Atomics.add(memory, of + Root.bell, 1);
  Atomics.notify(memory, of + Root.bell);
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
  const slot = steered;
  memory[slot + Slot.guard] = ms === 0 ? Guard.always : guard;
  for (let i = 0; i < 3; i++) memory[slot + Slot.words + i] = words[i] ?? 0;
  memory[slot + Slot.needs] = 0;
  memory[slot + Slot.quiet] = 0;
  memory[slot + Slot.object] = cell;
  setDeadline(ms);
  if (memory[root + Root.tracing] === 1) tell(operation, writes);
  notePlace(operation, cell);
  const turn = stop(Status.ready);
  if (!LOOKING.has(operation)) memory[root + Root.version]!++;
  return turn !== Turn.expire;
}

/** Says what the thread waits for where that is no step: for reports of a deadlock. */
export function announce(operation: string, cell: number): void {
  memory[steered + Slot.object] = cell;
  if (memory[root + Root.tracing] === 1) tell(operation, undefined);
}

/** Operations that change nothing. */
const LOOKING = new Set(["read", "slice", "isSet", "locked", "qsize", "nWaiting", "broken"]);

/** The step changed nothing after all. */
export function unchanged(): void {
  if (muted === 0) memory[root + Root.version]!--;
}

let seenVersion = -1;
const places = new Set<string>();
let looks = 0;

/** So many steps without a change are no loop yet: finding out where a thread stands takes time. */
const FEW = 3;

/** A thread that comes back to a place, and nothing has changed meanwhile, spins. */
function notePlace(operation: string, cell: number): void {
  const version = memory[root + Root.version]!;
  memory[steered + Slot.spins] = 0;
  if (version !== seenVersion) {
    seenVersion = version;
    looks = 0;
    places.clear();
  }
  if (++looks < FEW) return;
  const place = `${operation} ${cell} ${calledFrom ?? new Error().stack}`;
  if (places.has(place)) memory[steered + Slot.spins] = version + 1;
  places.add(place);
}

/** Waits in a list until the word at `waiter` says that something was granted. */
export function listed(waiter: number, ms: number, quiet: boolean, needs: number): void {
  memory[steered + Slot.waiter] = waiter;
  memory[steered + Slot.needs] = needs;
  memory[steered + Slot.quiet] = quiet ? 1 : 0;
  setDeadline(ms);
  stop(Status.listed);
}

/** Sleeps in virtual time. */
export function sleepSteered(ms: number): void {
  setDeadline(ms);
  memory[steered + Slot.quiet] = 1;
  stop(Status.asleep);
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

/** What the step gave, for the record of steps. */
export function gives<T>(value: T): T {
  if (muted === 0) gave = value;
  return value;
}

/** A shared object was made. */
export function creates(cell: number, kind: string, name: string | undefined): void {
  if (muted === 0 && memory[root + Root.tracing] === 1) created.push([cell, kind, name]);
}

/** A clock for explored code: it stands still while anybody can go on. */
export function virtualNow(): number {
  return memory[root + Root.now]!;
}

function setDeadline(ms: number): void {
  memory[steered + Slot.deadline] = ms === Infinity
    ? -1
    : Math.min(2 ** 31 - 1, memory[root + Root.now]! + Math.ceil(ms));
}

function tell(operation: string, writes: unknown): void {
  const details: Details = {
    operation,
    stack: operation === "" ? "" : calledFrom ?? new Error().stack ?? "",
    writes,
    gave,
    created,
  };
  created = [];
  gave = undefined;
  memory[steered + Slot.details] = keep(details);
}

/** An asynchronous call that waits for its thread's other code to come to rest. */
interface Call {
  readonly act: () => void;
  readonly refuse: (error: Error) => void;
  readonly stack: string | undefined;
}

let calls: Call[] = [];
let calledFrom: string | undefined;

/**
 * An asynchronous call of an explored thread: once its thread has nothing else to do, the thread
 * blocks in its place. That is the same as long as no other call of this thread is pending; where one
 * is, who goes on within the thread would have to be explored, too, so it is refused.
 */
export function inTurn<T>(act: () => T, signal?: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const stack = memory[root + Root.tracing] === 1 ? new Error().stack : undefined;
    calls.push({
      act() {
        try {
          resolve(act());
        } catch (error) {
          reject(error);
        }
      },
      refuse: reject,
      stack,
    });
    if (calls.length === 1) setImmediate(perform);
  });
}

function perform(): void {
  const due = calls;
  calls = [];
  if (due.length > 1) {
    const error = new ExploreError(
      `Cannot explore: ${due.length} asynchronous calls of one thread are pending at once, and ` +
        `tasks within a thread are not explored yet. Await each call, or give each task a Thread`,
    );
    for (const { refuse } of due) refuse(error);
    return;
  }
  calledFrom = due[0]?.stack;
  try {
    due[0]?.act();
  } finally {
    calledFrom = undefined;
  }
}

/** Lets the explorer go on, and waits for the turn. */
function stop(status: number): number {
  const slot = steered;
  if (memory[root + Root.unwinding] === 1) throw new Unwound();
  Atomics.store(memory, slot + Slot.status, status);
  Atomics.add(memory, root + Root.bell, 1);
  Atomics.notify(memory, root + Root.bell);
  spinWhile(slot + Slot.turn, Turn.none);
  while (Atomics.load(memory, slot + Slot.turn) === Turn.none) {
    Atomics.wait(memory, slot + Slot.turn, Turn.none);
  }
  const turn = Atomics.exchange(memory, slot + Slot.turn, Turn.none);
  if (turn === Turn.unwind) throw new Unwound();
  return turn;
}
