/** Which object that is, said in the same way by all threads and processes of a recording. */

import type { Task } from "../coroutine.ts";
import { pid } from "../runtime/current.ts";
import { cellOf, nameAt, type SharedObject } from "../memory/handles.ts";
import type { Thread } from "../threading.ts";
import type { Identity } from "./recorder.ts";

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
