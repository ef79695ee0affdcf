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
export { sleep, sleepSync } from "./program/sleep.ts";
export { activeChildren, currentProcess, parentProcess } from "./multiprocessing/current.ts";
export type { ParentProcess, ProcessInfo } from "./multiprocessing/current.ts";
export { Barrier, type BarrierOptions } from "./multiprocessing/barrier.ts";
export { Condition } from "./multiprocessing/condition.ts";
export { type Connection, Pipe, type PipeOptions } from "./multiprocessing/connection.ts";
export { Event } from "./multiprocessing/event.ts";
export type { Hold } from "./multiprocessing/hold.ts";
export { Lock } from "./multiprocessing/lock.ts";
export { RLock } from "./multiprocessing/rlock.ts";
export { BoundedSemaphore, Semaphore } from "./multiprocessing/semaphore.ts";
export { SharedArray } from "./multiprocessing/shared_array.ts";
export { Value } from "./multiprocessing/value.ts";
export { Process, type ProcessOptions } from "./multiprocessing/process.ts";
export { ThreadPool } from "./multiprocessing/pool/thread_pool.ts";
export { type ChunkOptions, Pool, type PoolOptions } from "./multiprocessing/pool/pool.ts";
export type { AsyncResult, Callbacks } from "./multiprocessing/pool/async_result.ts";
export type { PoolIterator } from "./multiprocessing/pool/stream.ts";
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
