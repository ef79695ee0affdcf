/** What a Process takes, and the orders for the child that are made of it. */

import type { Arguments } from "../../threading/thread.ts";
import { wholeContext } from "../../runtime/context.ts";
import { pid } from "../../runtime/current.ts";
import { binds } from "../../system/spawn.ts";
import type { Job } from "../file/orders.ts";
import { me } from "../member.ts";

/** Options of a process besides the arguments of its target. */
export interface ProcessSettings<A extends readonly unknown[], R> {
  /** What the process runs: an exported function of the main module, or of `module`. */
  target: (...args: A) => R;
  /** Default "Process-1", "Process-2" and so on; those of a child are "Process-1:1". */
  name?: string | undefined;
  /** A daemonic process is ended when its parent ends, and may not have children. Default: the parent's. */
  daemon?: boolean | undefined;
  /** The module that exports `target`, where that is not the main module: `import.meta.url`. */
  module?: string | URL | undefined;
}

/**
 * Options of a process. `args` are what the target is called with: anything that structured clone
 * carries, errors, and shared objects.
 */
export type ProcessOptions<A extends readonly unknown[], R> = ProcessSettings<A, R> & Arguments<A>;

let lastNumber = 0;

/** The name of a process that was given none. */
export function nextName(): string {
  const parent = me().parent === null ? "" : `${me().name.replace(/^.*?((\d+)(:\d+)*)?$/, "$1")}`;
  return `Process-${parent === "" ? "" : `${parent}:`}${++lastNumber}`;
}

/** What a pool does with a process that is its worker. */
export interface WorkerParts {
  /** Sends something to the child. */
  post(payload: Uint8Array): void;
  /** A failure is not reported. */
  keepQuiet(): void;
  /** Calls `then` when the process is gone. */
  onGone(then: () => void): void;
  /** Calls `listener` with what the child posts. */
  onPost(listener: (payload: Uint8Array) => void): void;
}

/** What a child of this process is told: what it is to do, and whose child it is. */
export function jobOf(own: Pick<Job, "process" | "name" | "daemon" | "target">): Job {
  const { name, process } = me();
  return { ...own, parent: { name, process, pid }, context: wholeContext(), watches: !binds() };
}
