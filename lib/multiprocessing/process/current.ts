/** Who this process, its parent and its children are, for users. */

import { parentPid } from "../../system/spawn.ts";
import { me } from "../member.ts";
import { children } from "./children.ts";
import type { Process } from "./process.ts";

/** A process as it is known to itself. */
export interface ProcessInfo {
  /** Its name, for people. */
  readonly name: string;
  /** The identifier that the system gave it. */
  readonly pid: number;
  /** Is it ended when its parent ends? */
  readonly daemon: boolean;
  /** Null: it has not ended. */
  readonly exitcode: null;
  /** It does run: true. */
  isAlive(): boolean;
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
  const { name, pid, daemon } = me();
  return { name, pid, daemon, exitcode: null, isAlive: () => true };
}

/** The parent of a process, as its child knows it. */
export interface ParentProcess {
  /** Its name, for people. */
  readonly name: string;
  /** The identifier that the system gave it. */
  readonly pid: number;
  /** Does it still run? If not, this process will not run much longer. */
  isAlive(): boolean;
}

/**
 * The process that started this one, or null in the main process. Follows CPython's
 * `multiprocessing.parent_process`.
 *
 * @example
 * ```ts
 * import { parentProcess } from "../lib/multiprocessing.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(parentProcess(), null);
 * ```
 */
export function parentProcess(): ParentProcess | null {
  const { parent } = me();
  if (parent === null) return null;
  return { name: parent.name, pid: parent.pid, isAlive: () => parentPid() === parent.pid };
}

/**
 * The children of this process that are alive. Follows CPython's `multiprocessing.active_children`.
 *
 * @example
 * ```ts
 * import { activeChildren } from "../lib/multiprocessing.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(activeChildren(), []);
 * ```
 */
export function activeChildren(): Process[] {
  return [...children] as Process[];
}
