import { me } from "../member.ts";

/** Options of a process. */
export interface ProcessOptions<A extends unknown[], R> {
  /** What the process runs: an exported function of the main module, or of `module`. */
  target: (...args: A) => R | Promise<R>;
  /** What it is called with: anything that structured clone carries, errors, and shared objects. */
  args?: A | undefined;
  /** Default "Process-1", "Process-2" and so on; those of a child are "Process-1:1". */
  name?: string | undefined;
  /** A daemonic process is ended when its parent ends, and may not have children. Default: the parent's. */
  daemon?: boolean | undefined;
  /** The module that exports `target`, where that is not the main module: `import.meta.url`. */
  module?: string | URL | undefined;
}

let lastNumber = 0;

/** The name of a process that was given none. */
export function nextName(): string {
  const parent = me().parent === null ? "" : `${me().name.replace(/^.*?((\d+)(:\d+)*)?$/, "$1")}`;
  return `Process-${parent === "" ? "" : `${parent}:`}${++lastNumber}`;
}
