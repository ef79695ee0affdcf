/**
 * Processes, and what they share: Python's `multiprocessing` for TypeScript.
 *
 * Everything that must ask another process answers a promise; `Value` and `SharedArray` are read and
 * written at once.
 */

import "./multiprocessing/broker/root.ts";

export { cpuCount } from "./runtime/current.ts";
export { main } from "./program/main.ts";
export { print } from "./program/print.ts";
export { sleep, sleepSync } from "./program/sleep.ts";
export {
  activeChildren,
  currentProcess,
  parentProcess,
} from "./multiprocessing/process/current.ts";
export type { ParentProcess, ProcessInfo } from "./multiprocessing/process/current.ts";
export { Barrier, type BarrierOptions } from "./multiprocessing/sync/barrier.ts";
export { Condition } from "./multiprocessing/sync/condition.ts";
export { type Connection, Pipe, type PipeOptions } from "./multiprocessing/queues/connection.ts";
export { Event } from "./multiprocessing/sync/event.ts";
export type { Hold } from "./multiprocessing/sync/hold.ts";
export { Lock } from "./multiprocessing/sync/lock.ts";
export { RLock } from "./multiprocessing/sync/rlock.ts";
export { BoundedSemaphore, Semaphore } from "./multiprocessing/sync/semaphore.ts";
export { SharedArray } from "./multiprocessing/numbers/shared_array.ts";
export { Value } from "./multiprocessing/numbers/value.ts";
export type { ProcessOptions, ProcessSettings } from "./multiprocessing/process/options.ts";
export { Process } from "./multiprocessing/process/process.ts";
export type { Arguments } from "./threading/thread.ts";
export type { NumberOf, NumberType, PlainNumberType } from "./threading/numbers.ts";
export { ThreadPool } from "./multiprocessing/pool/thread_pool.ts";
export type {
  ChunkOptions,
  Initializer,
  PoolOptions,
  PoolSettings,
  StreamOptions,
} from "./multiprocessing/pool/options.ts";
export { Pool } from "./multiprocessing/pool/pool.ts";
export type { AsyncResult, Callbacks } from "./multiprocessing/pool/async_result.ts";
export type { PoolIterator } from "./multiprocessing/pool/iterator.ts";
export { Queue, type QueueOptions } from "./multiprocessing/queues/queue.ts";
export { JoinableQueue } from "./multiprocessing/queues/joinable_queue.ts";
export { SimpleQueue } from "./multiprocessing/queues/simple_queue.ts";
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
