import { parentPid } from "../runtime/spawn.ts";
import { me } from "./family.ts";
import { children } from "./children.ts";
import type { Process } from "./process.ts";

/** A process as it is known to itself. */
export interface ProcessInfo {
  readonly name: string;
  readonly pid: number;
  readonly daemon: boolean;
}

/**
 * This process. The first one of a program is "MainProcess". Follows CPython's
 * `multiprocessing.current_process`.
 *
 * @example
 * ```ts
 * import { currentProcess } from "../lib/multiprocessing.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(currentProcess().name, "MainProcess");
 * ```
 */
export function currentProcess(): ProcessInfo {
  return me();
}

/** The parent of a process, as its child knows it. */
export interface ParentProcess {
  readonly name: string;
  readonly pid: number;
  isAlive(): boolean;
}

/**
 * The process that started this one, or null in the main process. Follows CPython's
 * `multiprocessing.parent_process`.
 */
export function parentProcess(): ParentProcess | null {
  const { parent } = me();
  if (parent === null) return null;
  return { name: parent.name, pid: parent.pid, isAlive: () => parentPid() === parent.pid };
}

/**
 * The children of this process that are alive. Follows CPython's `multiprocessing.active_children`.
 */
export function activeChildren(): Process[] {
  return [...children] as Process[];
}
