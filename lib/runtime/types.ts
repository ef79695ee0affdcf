/**
 * The contract of the runtime layer. `#runtime` resolves to node.ts, deno.ts or bun.ts by the
 * package's import conditions; each exports all of this (common.ts has what does not differ), and
 * nothing above this folder asks which one it got.
 */

import type { MessagePort } from "node:worker_threads";

/** A command line: the file to execute and its arguments. */
export interface Command {
  readonly file: string;
  readonly args: string[];
}

/** What differs from runtime to runtime. */
export interface Differences {
  readonly name: "node" | "deno" | "bun";
  readonly version: string;

  /**
   * The command that runs the module at `script` (a path or file URL) as a program of its own on
   * this runtime, with this program's loader and with no more permissions than it has itself.
   */
  command(script: string | URL, args?: readonly string[]): Command;

  /**
   * Where a worker or a child process has to import `module` from. The same URL, except on Node:
   * there a plain JavaScript copy of the module and of all that it imports is made once, for all.
   */
  loadable(module: string): string;

  /** May this program run the executable at `path`, without asking anybody? */
  mayRun(path: string): boolean;

  /** The flags of this program that a worker must not inherit are left out. */
  workerFlags(): string[] | undefined;

  /** Frees what garbage collection can free, now. For leak tests and for warnings at exit. */
  collectGarbage(): void;
}

/** What a worker of this library is given at its creation. */
export interface WorkerSeed {
  /** The memory that all threads of the program share; see shared.ts. */
  readonly memory: SharedArrayBuffer;
  /** Payload pages; see lib/memory/heap.ts. */
  readonly heap: SharedArrayBuffer;
  /** The module that the boot file imports. */
  readonly entry: string;
  /** The cell of this worker in shared memory. */
  readonly cell: number;
  /** The port to the main thread over which buffers go; see lib/memory/buffers.ts. */
  readonly port: MessagePort;
}
