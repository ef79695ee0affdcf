/** Which object that is, said in the same way by all threads and processes of a recording. */

import type { Task } from "../coroutine.ts";
import { pid } from "../runtime/current.ts";
import { cellOf, nameAt, type SharedObject } from "../memory/handles.ts";
import type { Thread } from "../threading.ts";

/** What an operation is done on: `key` is the same in all threads, and `cell` is kept meanwhile. */
export interface Identity {
  readonly key: string;
  readonly type: string;
  readonly name?: string | undefined;
  readonly cell?: number;
}

/** Says which object that is; undefined as long as nobody can know. */
export type Identify = (object: never) => Identity | undefined;

/** What a recorder knows of the objects of a class. */
export interface Known {
  readonly identify: Identify;
  /** Of a lock: would this thread have to wait for it just now? */
  readonly busy?: (object: never) => boolean;
  /** Of a condition: the lock that it gives back for its wait, if nothing else tells. */
  readonly lock?: (object: never) => { readonly lock: object; readonly identify: Identify };
}

/** The class as its user knows it: bundlers put signs before the name. */
export function typeOf(object: object): string {
  return object.constructor.name.replace(/^_+/, "");
}

const serials = new WeakMap<object, number>();
let tasks = 0;

/** A task of a coroutine. */
export function ofTask(task: Task): Identity {
  let serial = serials.get(task);
  if (serial === undefined) serials.set(task, serial = ++tasks);
  return { key: `${pid} task ${serial}`, type: typeOf(task), name: task.name };
}

/** The key of the thread whose record is `cell`; 0: the main thread of this process. */
export function threadKey(cell: number): string {
  return cell === 0 ? processKey(pid) : `${pid}:${cell}`;
}

/** With this begins the key of what processes share. */
export const SHARED = "shared ";

export function processKey(of: number): string {
  return `p${of}`;
}

/** An object that threads share. */
export function ofThreads(object: SharedObject): Identity {
  const cell = cellOf(object);
  return { key: threadKey(cell), type: typeOf(object), name: nameAt(cell), cell };
}

export function ofThread(thread: Thread): Identity {
  return { ...ofThreads(thread), name: thread.name };
}
