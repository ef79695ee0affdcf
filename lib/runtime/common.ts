/**
 * What Node, Deno and Bun share: nearly everything, since all three have the `node:` built-ins.
 */

import { realpathSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { workerData } from "node:worker_threads";
import { os, tty } from "./builtin.ts";
import { setHeldInterval, setImmediate } from "./clock.ts";

/** The identifier of this process. */
export const pid: number = process.pid;

/** The program's own arguments. */
export const args: readonly string[] = process.argv.slice(2);

/** True in a worker of this library. */
export const inWorker: boolean = workerData?.interleave !== undefined;

/**
 * How many processors this program may use.
 *
 * @example
 * ```ts
 * import { cpuCount } from "../lib/multiprocessing.ts";
 * import assert from "node:assert/strict";
 *
 * assert(cpuCount() >= 1);
 * ```
 */
export function cpuCount(): number {
  return os().availableParallelism();
}

/** The environment variable `name`, or undefined where there is none or it may not be read. */
export function env(name: string): string | undefined {
  try {
    return process.env[name];
  } catch {
    return undefined; // Deno without --allow-env
  }
}

function sameFile(path: string, url: string): boolean {
  try {
    return realpathSync(path) === realpathSync(fileURLToPath(url));
  } catch {
    return false;
  }
}

/**
 * Is the module of `meta` the program that was started? Node 20 has no `import.meta.main`, and where
 * launch.mjs started the program it is false, so the first argument decides there.
 */
export function isMain(meta: ImportMeta): boolean {
  if (inWorker) return false;
  if ((meta as { main?: boolean }).main === true) return true;
  return process.argv[1] !== undefined && sameFile(process.argv[1], meta.url);
}

/** Ends the program (in a worker: the worker) with `code`. */
export function exit(code: number): never {
  return process.exit(code);
}

/** Sets what the program exits with when it ends by itself. */
export function setExitCode(code: number): void {
  process.exitCode = code;
}

/** Calls `handler` with the exit code when the program or this worker ends; the answer removes it. */
export function onExit(handler: (code: number) => void): () => void {
  process.on("exit", handler);
  return () => void process.off("exit", handler);
}

/**
 * Calls `handler` when `signal` arrives instead of ending the program; the answer removes it. The
 * handler runs when the main thread's event loop turns, never while that thread is blocked.
 */
export function onSignal(signal: "SIGINT" | "SIGTERM" | "SIGHUP", handler: () => void): () => void {
  process.on(signal, handler);
  return () => void process.off(signal, handler);
}

/** Watches signals that end the program. */
export interface SignalWatch {
  /** Signals end the program at once until its event loop turns again: its thread will be blocked. */
  pause(): void;
  stop(): void;
}

const ENDING = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Calls `last` before a signal ends the program, which it does as if nobody had watched it. */
export function onDeadlySignal(last: () => void): SignalWatch {
  let watching = false, over = false;
  const handlers = ENDING.map((signal) => {
    const handler = () => {
      if (process.listenerCount(signal) > 1) return; // the program's own, which says what happens
      last();
      stop();
      process.kill(process.pid, signal);
    };
    return [signal, handler] as const;
  });
  const watch = () => {
    if (over || watching) return;
    watching = true;
    for (const [signal, handler] of handlers) process.on(signal, handler);
  };
  const rest = () => {
    if (watching) { for (const [signal, handler] of handlers) process.off(signal, handler); }
    watching = false;
  };
  const stop = () => {
    over = true;
    rest();
  };
  const pause = () => {
    if (!watching) return;
    rest();
    setImmediate(watch);
  };
  watch();
  return { pause, stop };
}

/** What a terminal is, or 80 columns and 24 rows that are none. */
export interface Terminal {
  readonly isTTY: boolean;
  readonly columns: number;
  readonly rows: number;
}

/** Is this file descriptor a terminal, and how large is it? 80 x 24 where that is unknown. */
export function terminal(fd: 0 | 1 | 2): Terminal {
  // process.stdout is not touched unless it is a terminal: on Node that makes a pipe non-blocking.
  if (!tty().isatty(fd)) return { isTTY: false, columns: 80, rows: 24 };
  const { columns, rows } = fd === 2 ? process.stderr : process.stdout;
  return { isTTY: true, columns: columns > 0 ? columns : 80, rows: rows > 0 ? rows : 24 };
}

/** How many bytes of memory this process has. */
export function memoryUsed(): number {
  return process.memoryUsage.rss();
}

let holders = 0;
let heartbeat: NodeJS.Timeout | undefined;

/**
 * Keeps the event loop, and with it the program, alive until the answer is called. A pending
 * `Atomics.waitAsync` does not do that on any runtime; a timer does.
 */
export function keepAlive(): () => void {
  heartbeat ??= setHeldInterval(() => {}, 2 ** 30);
  if (holders++ === 0) heartbeat.ref();
  let held = true;
  return () => {
    if (!held) return;
    held = false;
    if (--holders === 0) heartbeat!.unref();
  };
}
