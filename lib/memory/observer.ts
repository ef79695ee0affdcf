/** Who records what this thread does, if anybody: lib/trace/ sets it, the library tells it. */

import { context } from "../runtime/current.ts";

/**
 * Whoever puts or gets an item just now, as a recording sees it. A number stands for an item's way through
 * its queue, on all sides of it; 0: there was no room for another one. All is called under the mutex of the
 * queue, in which `items` are afterwards, but for
 * `came`, `given` and `sends`.
 */
export interface Passage {
  /** An item comes in. The answer is its number. */
  puts(items: number): number;
  /** Its own item was put in by who made room for it. */
  came(number: number, items: number): void;
  /** An item goes out. */
  gets(number: number, items: number): void;
  /** Its item goes to another process, with the answer as its number. No mutex. */
  sends(): number;
  /**
   * It is given an item: by who put it, since it waited for one, or by another process. Of locks and
   * semaphores between processes: the number that `SemaphoreMethod` tells.
   */
  given(number: number): void;
  /** Who gets puts in the item of another one. The answer is that item's number. */
  fills(): number;
}

/** What a recording wants to know of what is no method of a shared object. */
export interface Observer {
  /** Calls `act`, which sleeps, or runs one task of a pool; `what` is for how long, or its name. */
  around<T>(kind: "slept" | "task", what: string | number, act: () => T): T;
  /** Who puts or gets an item just now, if that is recorded. */
  passage(): Passage | undefined;
  /** A line was printed. */
  printed(line: string): void;
  /** Others learn next that something is done, and may end this process then: what was recorded is sent. */
  tellNow(): void;
  /** A child process tells what it recorded. */
  arrived(part: Uint8Array): void;
  /** The child process with that pid has ended, in whichever way. */
  left(child: number): void;
}

/** Undefined: nobody does. */
export let observer: Observer | undefined;

/** Sets it, or undefined: what this thread does is not recorded any longer. */
export function observe(by: Observer | undefined): void {
  observer = by;
}

/** Objects by which parts of the library speak to each other: what is done on them is nobody's matter. */
export const inner: WeakSet<object> = new WeakSet();

/** The key of the context under which a recording says which module records threads and children. */
export const RECORDER = "recorder";

/** What that module exports. */
export interface Inside {
  /** A thread begins here, whose record is `cell`; 0: a child process. The answer ends its lane. */
  enter(cell: number): (failed: boolean) => void;
}

/** How to record the thread or child that begins here, if who started it is recorded. */
export async function recorderHere(): Promise<Inside | undefined> {
  const recorder = context(RECORDER);
  if (!recorder) return undefined;
  const { module } = JSON.parse(recorder) as { module: string };
  return await import(module) as Inside;
}
