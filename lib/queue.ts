/**
 * Queues between threads, as in Python's `queue`: for any number of threads that put and get,
 * blocking or not.
 */

export { Empty, Full, ShutDown } from "./errors.ts";
export { LifoQueue, PriorityQueue, Queue, type QueueOptions } from "./queue/queue.ts";
export { SimpleQueue } from "./queue/simple_queue.ts";
