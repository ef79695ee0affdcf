/** Threads and processes as one: what both promise is tested by the suites of test/contract/ over both. */

import * as processes from "../../lib/multiprocessing.ts";
import * as queue from "../../lib/queue.ts";
import * as threading from "../../lib/threading.ts";
import { begin, type Form, forms } from "./threads.ts";

/** The classes that both have. */
type Classes = Pick<
  typeof processes,
  | "Barrier"
  | "BoundedSemaphore"
  | "Condition"
  | "Event"
  | "Lock"
  | "Queue"
  | "JoinableQueue"
  | "RLock"
  | "Semaphore"
  | "SharedArray"
  | "SimpleQueue"
  | "Value"
>;

export interface World extends Classes {
  /** "threads" or "processes". */
  readonly world: string;
  /** How one can wait there: only threads can block. */
  readonly forms: readonly Form[];
  /** Runs `target` of the module `module` in a thread or process of its own. */
  start<A extends unknown[], R>(
    module: string,
    target: (...args: A) => R | Promise<R>,
    ...args: A
  ): { result(): Promise<R> };
}

/** Starts a process that runs `target` of the module `module`. */
function start<A extends unknown[], R>(
  module: string,
  target: (...args: A) => R | Promise<R>,
  ...args: A
): { result(): Promise<R> } {
  const child = new processes.Process({ target, args, module });
  child.start();
  return child as unknown as { result(): Promise<R> };
}

/**
 * What threads do at once processes do asynchronously: with `await` before each call, what is written
 * for processes is right for both. What fails is to be caught with `fails(() => ...)`, since in one of
 * the two it is thrown.
 */
export const worlds: readonly World[] = [
  {
    ...threading as unknown as Classes,
    Queue: queue.Queue as unknown as typeof processes.Queue,
    JoinableQueue: queue.Queue as unknown as typeof processes.JoinableQueue,
    SimpleQueue: queue.SimpleQueue as unknown as typeof processes.SimpleQueue,
    world: "threads",
    forms,
    start: begin,
  },
  { ...processes, world: "processes", forms: ["asynchronous"], start },
];
