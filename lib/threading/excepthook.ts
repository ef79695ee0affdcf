/** Who is told that a thread failed: the hook of the program, that of the thread, or standard error. */

import { setTimeout, timeNow } from "../runtime/clock.ts";
import { inWorker } from "../runtime/current.ts";
import { report } from "../system/output.ts";
import { handleOf, release, retain } from "../memory/handles.ts";
import { peek } from "../memory/message.ts";
import { give, take } from "../memory/mutex.ts";
import { describeError } from "../describe_error.ts";
import { memory, Word } from "../system/shared.ts";
import { ringMain } from "../system/ports.ts";
import { Field, Flag, hasFlag, nameOf } from "./record.ts";
import type { Thread } from "./thread.ts";

/** What an excepthook is told. */
export interface ExceptHookInfo {
  /** What the thread's target threw. */
  readonly error: Error;
  /** The thread. */
  readonly thread: Thread;
}

/** Is told of a thread that failed. */
export type ExceptHook = (info: ExceptHookInfo) => void;

let hook: ExceptHook | null = null;

/**
 * Says what is to happen when a thread fails; null: the report on standard error again. Set in the
 * main thread, the hook gets the failures of all threads and runs in the main thread before a `join`
 * of the failed thread settles there. Set in another thread, it is for that thread alone and runs in
 * it. Follows CPython's `threading.excepthook`.
 *
 * @example
 * ```ts
 * import { main, setExcepthook, Thread } from "../lib/threading.ts";
 * import assert from "node:assert/strict";
 *
 * export function fail() {
 *   throw new RangeError("too much");
 * }
 *
 * main(import.meta, async () => {
 *   const seen: string[] = [];
 *   setExcepthook(({ error, thread }) => seen.push(`${thread.name}: ${error.message}`));
 *   const thread = new Thread({ target: fail, name: "worker" });
 *   thread.start();
 *   await thread.join();
 *   assert.deepEqual(seen, ["worker: too much"]);
 *   setExcepthook(null);
 * });
 * ```
 */
export function setExcepthook(to: ExceptHook | null): void {
  if (to !== null && typeof to !== "function") {
    throw new TypeError(`Cannot set excepthook: it must be a function or null, not ${typeof to}`);
  }
  hook = to;
  if (!inWorker) Atomics.store(memory, Word.hook, to ? 1 : 0);
}

function reportFailure(cell: number, error: unknown): void {
  report(`Exception in thread ${nameOf(cell)}:\n${describeError(error)}\n`);
}

function callHook(cell: number, error: unknown): void {
  const failure = error instanceof Error ? error : new Error(String(error), { cause: error });
  try {
    hook!({ error: failure, thread: handleOf(cell) as unknown as Thread });
  } catch (inHook) {
    reportFailure(cell, error);
    report(`and its excepthook failed:\n${describeError(inHook)}\n`);
  }
}

/**
 * The thread at `cell`, which runs here, has failed with `error`; its result is set but nobody who
 * joins goes on yet. Its own hook is called at once. Otherwise the main thread is told, which has the
 * hook of all threads; without one it reports, unless somebody asked for the result meanwhile.
 */
export function threadFailed(cell: number, error: unknown): void {
  if (hook) return callHook(cell, error);
  retain(cell); // until it has been reported
  take(Word.threads);
  memory[cell + Field.link] = memory[Word.failed]!;
  Atomics.store(memory, Word.failed, cell);
  give(Word.threads);
  ringMain();
}

/** What the thread at `cell` threw; what `result()` throws instead, if that cannot be read here. */
function errorOf(cell: number): unknown {
  try {
    return peek(memory[cell + Field.result]!);
  } catch (unreadable) {
    return unreadable;
  }
}

/** Tells the hook of the threads that have failed, or reports those whose result nobody asked for. */
export function drainFailures(): void {
  if (Atomics.load(memory, Word.failed) === 0) return;
  const failed: number[] = [];
  take(Word.threads);
  for (let cell = memory[Word.failed]!; cell !== 0; cell = memory[cell + Field.link]!) {
    failed.unshift(cell);
  }
  Atomics.store(memory, Word.failed, 0);
  give(Word.threads);
  Atomics.notify(memory, Word.failed);
  for (const cell of failed) {
    const error = errorOf(cell);
    if (hook) callHook(cell, error);
    else if (!hasFlag(cell, Flag.resultAsked)) reportFailure(cell, error);
    release(cell);
  }
}

/** How long a report waits for a `result()` that follows the start at once, and for main. */
const GRACE = 10, LONG = 1000;

let due: ReturnType<typeof setTimeout> | undefined;

/**
 * In the main thread's event loop: the hook is called now, a report waits a moment. `start()` and
 * `result()` are two statements, and a warm thread can fail between them.
 */
export function failuresRang(): void {
  if (hook) return drainFailures();
  if (Atomics.load(memory, Word.failed) === 0) return;
  due ??= setTimeout(() => {
    due = undefined;
    drainFailures();
  }, GRACE);
}

/** In the worker of a failed thread: if the main thread is too busy to report, this worker does. */
export async function reportInstead(): Promise<void> {
  const until = timeNow() + LONG;
  for (;;) {
    const failed = Atomics.load(memory, Word.failed), left = until - timeNow();
    if (failed === 0 || Atomics.load(memory, Word.hook) === 1) return;
    if (left <= 0) return drainFailures();
    await Atomics.waitAsync(memory, Word.failed, failed, left).value;
  }
}
