/** Brings threads that were started to workers that idle, or asks main for a new one. */

import { inWorker } from "../runtime/current.ts";
import { freeCell, newCell } from "../memory/cells.ts";
import { give, take } from "../memory/mutex.ts";
import { ringMain } from "../system/ports.ts";
import { memory, Word } from "../system/shared.ts";
import { Field } from "./record.ts";

/**
 * Who runs which thread. Workers that have nothing to do stand in a stack, the last one on top since
 * its caches are warm; threads that have no worker stand in a queue.
 *
 * Invariant, under Word.pool: if threads wait, nobody is idle, and at least as many workers are
 * coming as threads wait. So each waiting thread gets a worker, and starting one that finds an idle
 * worker costs one wake-up.
 */

export const WorkerField = { wake: 0, next: 1, thread: 2, here: 3, guard: 4 } as const;

/** More idle workers than these end: each holds 4 to 25 MB. */
const MOST_IDLE = 16;

let create: () => void = () => {};

/** Says how the main thread creates the workers that are wanted. */
export function onWanted(handler: () => void): void {
  create = handler;
}

/** Gives the thread at `cell` to a worker. */
export function dispatch(cell: number): void {
  take(Word.pool);
  const worker = memory[Word.idle]!;
  if (worker !== 0) {
    memory[Word.idle] = memory[worker + WorkerField.next]!;
    memory[Word.idleCount]!--;
    give(Word.pool);
    assign(worker, cell);
    return;
  }
  memory[cell + Field.link] = 0;
  if (memory[Word.waitingTail] === 0) memory[Word.waitingHead] = cell;
  else memory[memory[Word.waitingTail]! + Field.link] = cell;
  memory[Word.waitingTail] = cell;
  const missing = ++memory[Word.waitingCount]! > memory[Word.coming]!;
  if (missing) {
    memory[Word.coming]!++;
    Atomics.add(memory, Word.wanted, 1);
  }
  give(Word.pool);
  if (!missing) return;
  if (inWorker) ringMain();
  else create();
}

/** Notes which worker runs which thread. */
export function pair(worker: number, cell: number): void {
  Atomics.store(memory, worker + WorkerField.thread, cell);
  Atomics.store(memory, cell + Field.worker, worker);
}

function assign(worker: number, cell: number): void {
  pair(worker, cell);
  Atomics.store(memory, worker + WorkerField.wake, 1);
  Atomics.notify(memory, worker + WorkerField.wake);
}

/** Takes a waiting thread; under the mutex. 0 if none waits. */
function takeWaiting(): number {
  const cell = memory[Word.waitingHead]!;
  if (cell === 0) return 0;
  memory[Word.waitingHead] = memory[cell + Field.link]!;
  if (memory[Word.waitingHead] === 0) memory[Word.waitingTail] = 0;
  memory[Word.waitingCount]!--;
  return cell;
}

/** Takes the thread at `cell` out of those that wait for a worker; false if it does not wait. */
export function withdrawWaiting(cell: number): boolean {
  take(Word.pool);
  let before = 0, at = memory[Word.waitingHead]!;
  while (at !== 0 && at !== cell) [before, at] = [at, memory[at + Field.link]!];
  if (at !== 0) {
    const next = memory[cell + Field.link]!;
    if (before === 0) memory[Word.waitingHead] = next;
    else memory[before + Field.link] = next;
    if (next === 0) memory[Word.waitingTail] = before;
    memory[Word.waitingCount]!--;
  }
  give(Word.pool);
  return at !== 0;
}

/** A worker that was asked for has come. */
export function arrived(worker: number): void {
  take(Word.pool);
  memory[Word.coming]!--;
  memory[worker + WorkerField.here] = 1;
  give(Word.pool);
}

/** What a worker does next: the cell of a thread; 0: it is idle and will be woken; -1: it ends. */
export function nextThread(worker: number): number {
  take(Word.pool);
  const cell = takeWaiting();
  if (cell === 0) {
    if (memory[Word.idleCount]! >= MOST_IDLE) {
      give(Word.pool);
      return -1;
    }
    memory[Word.idleCount]!++;
    Atomics.store(memory, worker + WorkerField.wake, 0);
    memory[worker + WorkerField.next] = memory[Word.idle]!;
    memory[Word.idle] = worker;
  }
  give(Word.pool);
  return cell;
}

/** A cell for a worker that is to be created. */
export function newWorkerCell(): number {
  return newCell();
}

/**
 * The worker is gone, in whatever state. Answers the thread that it ran, and one that would wait for
 * ever because this worker never came; 0 for none.
 */
export function workerGone(worker: number): { ran: number; stranded: number } {
  take(Word.pool);
  for (let at: number = Word.idle; memory[at] !== 0; at = memory[at]! + WorkerField.next) {
    if (memory[at] !== worker) continue;
    memory[at] = memory[worker + WorkerField.next]!;
    memory[Word.idleCount]!--;
    break;
  }
  let stranded = 0;
  if (memory[worker + WorkerField.here] === 0) {
    memory[Word.coming]!--;
    if (memory[Word.waitingCount]! > memory[Word.coming]!) stranded = takeWaiting();
  }
  const ran = memory[worker + WorkerField.thread]!;
  give(Word.pool);
  freeCell(worker);
  return { ran, stranded };
}
