/**
 * The asynchronous calls of a thread that is explored: each one that is pending is a candidate of its
 * own, so that who goes on first among the tasks of one thread is explored, too.
 *
 * Invariant: a call has a slot from the moment at which it is made until its turn. The thread comes to
 * rest when none of its code can go on without one of them, and no other code of it runs before the
 * call that got the turn, and what waited for it, has come to rest again.
 */

import {
  clearHeldInterval,
  clearImmediate,
  setHeldInterval,
  setImmediate,
} from "../runtime/clock.ts";
import { outside } from "../system/inside.ts";
import { memory } from "../system/shared.ts";
import { Slot, Status, Turn } from "./slots.ts";
import { enlist, layDown, type ListedSteps, WOKEN } from "./steered_waits.ts";
import {
  changes,
  describe,
  giveUp,
  leadOut,
  onEnd,
  restSteered,
  slotForCall,
  steered,
  stops,
  unwinding,
  Unwound,
} from "./steering.ts";
import { speakAs } from "./telling.ts";

interface Call {
  /** It is its turn. */
  go(turn: number): void;
  /** The execution is over: its code is led out by an error. */
  fail(reason: unknown): void;
  /** Its thread is over: nobody will look at it any more, so it leaves the list that it waits in. */
  drop(): void;
}

/** The pending calls, by their slots. */
const calls = new Map<number, Call>();
let watching: ReturnType<typeof setImmediate> | undefined;
/** The slot of the call that went on last: what it does next is told under the same number. */
let latest = 0;

/** As `point`, for an asynchronous call: a promise of true, or of false if it is to give up. */
export async function later(
  operation: string,
  cell: number,
  guard?: number,
  words?: readonly number[],
  ms?: number,
  signal?: AbortSignal,
  writes?: unknown,
): Promise<boolean> {
  const turn = await pend(Status.ready, signal, (slot) => {
    describe(slot, operation, cell, guard, words, ms, writes);
  });
  changes(operation);
  return turn !== Turn.expire;
}

/** As `listed`, for an asynchronous call: `leave` is called when it is over, however it ends. */
export async function listedLater(
  waiter: number | ((slot: number) => number),
  ms: number,
  steps: ListedSteps,
  leave: () => number,
  signal: AbortSignal | undefined,
): Promise<number> {
  let woken = false;
  try {
    const write = (slot: number) => {
      enlist(slot, typeof waiter === "number" ? waiter : waiter(slot), ms, steps);
    };
    woken = await pend(Status.listed, signal, write, leave, latest) === Turn.wake;
  } catch (reason) {
    leave();
    throw reason;
  }
  return leave() || (woken ? WOKEN : 0);
}

/** Sleeps in virtual time; other tasks of the thread go on. */
export async function sleepLater(ms: number): Promise<void> {
  await pend(Status.asleep, undefined, (slot) => layDown(slot, ms));
}

/** Calls back when it is the turn of the task called `name`, which its steps are told under. */
export function callSoon(name: string, act: () => void): void {
  const write = (slot: number) => speakAs(name, () => describe(slot, "resume", 0));
  begin(write, Status.ready, callingBack(() => speakAs(name, act)));
}

/** Calls back in virtual time; the answer cancels it. */
export function callLater(ms: number, callback: () => void): () => void {
  const call = callingBack(callback);
  const slot = begin((slot) => layDown(slot, ms), Status.asleep, call);
  return () => end(slot, call);
}

function callingBack(go: () => void): Call {
  return { go, fail: () => {}, drop: () => {} };
}

let unwind: (reason: unknown) => void = () => {};
let failed = false;

/** Were calls of this thread led out by an error since the last one was asked for? */
export function callsFailed(): boolean {
  const were = failed;
  failed = false;
  return were;
}

/** What `running` gives, or the rejection that ends an execution, whatever `running` waits for. */
export function untilUnwound<T>(running: T | PromiseLike<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    unwind = reject;
    if (running instanceof Promise) looking = setHeldInterval(look(), LOOK);
    Promise.resolve(running).then(resolve, reject);
  });
}

/** So often, in ms, it is looked whether a thread waits for what is not explored; found so often, it does. */
const LOOK = 100, STUCK = 50;
let looking: ReturnType<typeof setHeldInterval> | undefined;

/** Its event loop goes on, but none of its code has done a step or called anything that is explored. */
function look(): () => void {
  let found = 0, before = stops;
  return () => {
    if (unwinding()) return unwind(new Unwound());
    const waits = calls.size === 0 && watching === undefined && stops === before;
    found = waits ? found + 1 : 0;
    before = stops;
    if (found === STUCK) {
      stuck = true;
      giveUp();
    }
  };
}

let usual = 0, stuck = false;

/** What this worker's event loop waits for now is not the program's. */
export function noteUsual(): void {
  usual = outside();
}

/** Does the event loop of a thread that is over wait for something still? Others are better off without it. */
export function hasLeftovers(): boolean {
  return stuck || outside() > usual;
}

/** The thread is over: nobody looks at its calls any more. */
function forgetCalls(): void {
  for (const call of takeAll()) call.drop();
  latest = 0;
  // A worker that has something left to do is not used again.
  if (watching) clearImmediate(watching);
  if (looking) clearHeldInterval(looking);
  watching = looking = undefined;
}

onEnd(forgetCalls);

function takeAll(): Call[] {
  const all = [...calls];
  for (const [slot, call] of all) end(slot, call);
  return all.map(([, call]) => call);
}

function pend(
  status: number,
  signal: AbortSignal | undefined,
  write: (slot: number) => void,
  drop: () => void = () => {},
  again = 0,
): Promise<number> {
  return new Promise((resolve, reject) => {
    if (unwinding()) return reject(leadOut());
    if (signal?.aborted) return reject(signal.reason);
    const abort = () => {
      end(slot, call);
      reject(signal!.reason);
    };
    const over = () => signal?.removeEventListener("abort", abort);
    const call: Call = {
      go(turn) {
        over();
        resolve(turn);
      },
      fail(reason) {
        over();
        reject(reason);
      },
      drop() {
        over();
        drop();
      },
    };
    const slot = begin(write, status, call, again);
    signal?.addEventListener("abort", abort, { once: true });
  });
}

function begin(write: (slot: number) => void, status: number, call: Call, again = 0): number {
  const slot = slotForCall(again);
  write(slot);
  Atomics.store(memory, slot + Slot.status, status);
  calls.set(slot, call);
  watch();
  return slot;
}

/** A call has its turn, or will never have one; its slot may be another's by now. */
function end(slot: number, call: Call): void {
  if (calls.get(slot) !== call) return;
  calls.delete(slot);
  Atomics.store(memory, slot + Slot.status, Status.over);
}

/** Comes to rest as soon as no code of this thread can go on. */
function watch(): void {
  watching ??= setImmediate(rest);
}

function rest(): void {
  watching = undefined;
  if (steered === 0 || calls.size === 0) return;
  memory[steered + Slot.outside] = outside() - usual - (looking ? 1 : 0);
  try {
    restSteered();
  } catch (unwound) {
    failed = true;
    for (const call of takeAll()) call.fail(unwound);
    return unwind(unwound);
  }
  for (const [slot, call] of calls) {
    const turn = Atomics.exchange(memory, slot + Slot.turn, Turn.none);
    if (turn === Turn.none) continue;
    end(slot, call);
    latest = slot;
    watch();
    return call.go(turn);
  }
}
