/**
 * Processes, and what they share: Python's `multiprocessing` for TypeScript.
 *
 * Everything that must ask another process answers a promise; `Value` and `SharedArray` are read and
 * written at once.
 */

import "./multiprocessing/root.ts";

export { cpuCount } from "#runtime";
export { main } from "./program/main.ts";
export { print } from "./program/print.ts";
export { activeChildren, currentProcess, parentProcess } from "./multiprocessing/current.ts";
export type { ParentProcess, ProcessInfo } from "./multiprocessing/current.ts";
export { Process, type ProcessOptions } from "./multiprocessing/process.ts";
export { Queue, type QueueOptions } from "./multiprocessing/queue.ts";
export { JoinableQueue } from "./multiprocessing/joinable_queue.ts";
export { SimpleQueue } from "./multiprocessing/simple_queue.ts";
export {
  BrokenBarrierError,
  Empty,
  EOFError,
  Full,
  RuntimeError,
  ShutDown,
  TimeoutError,
  WorkerLostError,
} from "./errors.ts";
