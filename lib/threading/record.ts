/** The cell in which all threads find the state, the name and the outcome of one thread. */

import { discard, peek, post } from "../memory/message.ts";
import { give, take } from "../memory/mutex.ts";
import { WaitList } from "../memory/waitlist.ts";
import { memory, Word } from "../system/shared.ts";

/**
 * What all threads know of one thread: a cell.
 *
 * Invariant: STATE goes from NEW to STARTED to DONE. RESULT and OUTCOME are written before STATE
 * becomes DONE, so whoever sees DONE may read them. A thread is in the list of live ones, and counted
 * in Word.alive and (unless it is daemonic) in Word.holding, exactly while it is STARTED.
 */
export const Field = {
  mutex: 0,
  state: 1,
  /** And 3: those who join. */
  joiners: 2,
  ident: 4,
  flags: 5,
  outcome: 6,
  result: 7,
  target: 8,
  args: 9,
  next: 10,
  previous: 11,
  name: 12,
  nameVersion: 13,
  /** The next of the threads that wait for a worker, or of the failed ones. */
  link: 14,
  exitCode: 15,
  /** The worker that runs it. */
  worker: 16,
  /** Its slot in an exploration, or 0: see lib/memory/steering.ts. */
  slot: 17,
} as const;

export const State = { new: 0, started: 1, done: 2 } as const;
export const Flag = { daemon: 1, resultAsked: 2 } as const;
export const Outcome = { none: 0, value: 1, error: 2, lost: 3 } as const;

/** Those who wait for the end of the thread at `cell`. */
export function joiners(cell: number): WaitList {
  return new WaitList(cell + Field.mutex, cell + Field.joiners);
}

export function stateOf(cell: number): number {
  return Atomics.load(memory, cell + Field.state);
}

export function hasFlag(cell: number, flag: number): boolean {
  return (Atomics.load(memory, cell + Field.flags) & flag) !== 0;
}

export function setFlag(cell: number, flag: number, on: boolean): void {
  if (on) Atomics.or(memory, cell + Field.flags, flag);
  else Atomics.and(memory, cell + Field.flags, ~flag);
}

/** Puts the thread among the live ones. */
export function enterAlive(cell: number): void {
  take(Word.threads);
  memory[cell + Field.next] = 0;
  memory[cell + Field.previous] = memory[Word.threadTail]!;
  if (memory[Word.threadTail] === 0) memory[Word.threadHead] = cell;
  else memory[memory[Word.threadTail]! + Field.next] = cell;
  memory[Word.threadTail] = cell;
  Atomics.add(memory, Word.alive, 1);
  if (!hasFlag(cell, Flag.daemon)) Atomics.add(memory, Word.holding, 1);
  give(Word.threads);
}

function leaveAlive(cell: number): void {
  take(Word.threads);
  const next = memory[cell + Field.next]!, previous = memory[cell + Field.previous]!;
  if (previous === 0) memory[Word.threadHead] = next;
  else memory[previous + Field.next] = next;
  if (next === 0) memory[Word.threadTail] = previous;
  else memory[next + Field.previous] = previous;
  Atomics.sub(memory, Word.alive, 1);
  if (!hasFlag(cell, Flag.daemon)) Atomics.sub(memory, Word.holding, 1);
  give(Word.threads);
}

/** Calls `visit` for each live thread, oldest first; they stay alive meanwhile. */
export function eachAlive(visit: (cell: number) => void): void {
  take(Word.threads);
  try {
    for (let cell = memory[Word.threadHead]!; cell !== 0; cell = memory[cell + Field.next]!) {
      visit(cell);
    }
  } finally {
    give(Word.threads);
  }
}

/** Sets how the thread ended, once: whether this call did. The joiners still wait. */
export function conclude(cell: number, outcome: number, result: number, exitCode = 0): boolean {
  if (
    Atomics.compareExchange(memory, cell + Field.outcome, Outcome.none, outcome) !== Outcome.none
  ) {
    if (result !== 0) discard(result);
    return false;
  }
  memory[cell + Field.result] = result;
  memory[cell + Field.exitCode] = exitCode;
  return true;
}

/** The thread is over: those who join go on. */
export function finish(cell: number): void {
  leaveAlive(cell);
  take(cell + Field.mutex);
  Atomics.store(memory, cell + Field.state, State.done);
  joiners(cell).grantAll();
  give(cell + Field.mutex);
  Atomics.notify(memory, Word.holding);
  Atomics.notify(memory, cell + Field.state); // for those who watch without joining
}

/** Frees what belongs to the record of a thread that nobody can reach any more. */
export function destroyRecord(cell: number): void {
  for (const field of [Field.result, Field.target, Field.args, Field.name]) {
    if (memory[cell + field] !== 0) discard(memory[cell + field]!);
  }
}

/** Gives the thread at `cell` a name. */
export function setName(cell: number, name: string): void {
  const message = post(name, "name");
  take(cell + Field.mutex);
  const old = memory[cell + Field.name]!;
  memory[cell + Field.name] = message;
  memory[cell + Field.nameVersion]!++;
  if (old !== 0) discard(old);
  give(cell + Field.mutex);
}

/** The name of the thread at `cell`. */
export function nameOf(cell: number): string {
  take(cell + Field.mutex);
  try {
    return peek(memory[cell + Field.name]!) as string;
  } finally {
    give(cell + Field.mutex);
  }
}
