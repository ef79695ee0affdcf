/**
 * What a program really did: `trace` records the threads, processes and tasks of a run, and gives a
 * timeline for the terminal and a trace for Perfetto.
 */

import { noMore, optionsOf, wholeNumber } from "./arguments.ts";
import { MOST_CAPACITY, USUAL_CAPACITY } from "./trace/capacity.ts";
import { Recording } from "./trace/recording.ts";
import { Session } from "./trace/session.ts";

export { Recording };
export type { PageOptions } from "./trace/html.ts";
export type { TimelineOptions } from "./trace/timeline.ts";
export type { Lane, Span, TraceEvent, TraceKind } from "./trace/types.ts";

/** Options of `trace`. */
export interface TraceOptions {
  /** How many operations of each process it keeps: 1 to 10,000,000; 100,000 without. Later ones are counted. */
  capacity?: number | undefined;
  /** Does each event say where in the program it was? It costs 10 to 50 microseconds an event. */
  lines?: boolean | undefined;
}

/**
 * Calls `run` and records what it does: this thread, and every thread, child process and pool that begins
 * meanwhile. Lane by lane it says who held what, who waited for whom, and what let whom go on. Nothing of
 * it is there before and afterwards: a program that is not recorded pays nothing.
 *
 * Reads and writes of `Value` and `SharedArray` are no events: the locks around them are.
 *
 * @param run what is recorded; it may be asynchronous
 * @param options `capacity`, `lines`
 * @returns the recording, with what `run` gave as its `value`; it rejects with what `run` throws
 * @throws {RuntimeError} if something is being recorded already, or if it is called in a thread
 * @throws {RangeError} if `capacity` is not a whole number from 1 to 10,000,000
 *
 * @example
 * ```ts
 * import { Lock, main, Thread } from "../lib/threading.ts";
 * import { trace } from "../lib/trace.ts";
 * import assert from "node:assert/strict";
 *
 * export function work(lock: Lock) {
 *   using _ = lock.holdSync();
 * }
 *
 * main(import.meta, async () => {
 *   const recording = await trace(async () => {
 *     const thread = new Thread({ target: work, args: [new Lock({ name: "door" })], name: "worker" });
 *     thread.start();
 *     await thread.join();
 *   });
 *   assert.deepEqual(recording.lanes.map(({ name }) => name), ["MainThread", "worker"]);
 *   console.log(recording.text());
 * });
 * ```
 */
export async function trace<R>(
  run: () => R | Promise<R>,
  options: TraceOptions = {},
): Promise<Recording<Awaited<R>>> {
  noMore("Cannot trace", arguments, 2);
  if (typeof run !== "function") {
    throw new TypeError(`Cannot trace: it needs a function to call, but got ${typeof run}`);
  }
  const { capacity = USUAL_CAPACITY, lines = false } = optionsOf("Cannot trace", options);
  wholeNumber("Cannot trace", "capacity", capacity, 1, MOST_CAPACITY);
  const session = new Session(capacity, lines);
  let value: Awaited<R>;
  try {
    value = await run();
  } catch (error) {
    session.finish(undefined, true);
    throw error;
  }
  return session.finish(value);
}
