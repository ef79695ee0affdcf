/**
 * Threads as in Python's `threading`: on Workers and shared memory, with the same names and
 * semantics, on Node, Deno and Bun. Waiting calls answer promises; their blocking twins end in
 * `Sync` and work in every thread, the main one included.
 */

export { BrokenBarrierError, RuntimeError, TimeoutError, WorkerLostError } from "./errors.ts";
export { main } from "./program/main.ts";
export { print } from "./program/print.ts";
export { sleep, sleepSync } from "./program/sleep.ts";
export { Barrier, type BarrierOptions } from "./threading/barrier.ts";
export { Condition } from "./threading/condition.ts";
export { activeCount, currentThread, enumerate, mainThread } from "./threading/enumerate.ts";
export { Event } from "./threading/event.ts";
export { type ExceptHook, type ExceptHookInfo, setExcepthook } from "./threading/excepthook.ts";
export { Lock } from "./threading/lock.ts";
export type { NumberOf, NumberType, PlainNumberType } from "./threading/numbers.ts";
export { RLock } from "./threading/rlock.ts";
export { BoundedSemaphore, Semaphore } from "./threading/semaphore.ts";
export { SharedArray } from "./threading/shared_array.ts";
export {
  type Arguments,
  Thread,
  type ThreadOptions,
  type ThreadSettings,
} from "./threading/thread.ts";
export { Timer, type TimerOptions } from "./threading/timer.ts";
export { Value } from "./threading/value.ts";
export type { SyncWaitOptions, WaitOptions } from "./waiting.ts";
