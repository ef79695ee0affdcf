/**
 * Beyond one machine: the pool of `multiprocessing` on workers of any number of machines, which find
 * their tasks in a Redis. It needs the packages `bullmq` and `ioredis`, which nothing else loads.
 */

import "./multiprocessing/broker/root.ts";

export { main } from "./program/main.ts";
export { Pool, type PoolOptions } from "./distributed/pool.ts";
export { serve, type ServeOptions } from "./distributed/serve.ts";
export type { Tls } from "./distributed/address.ts";
export type { WorkerInfo } from "./distributed/workers.ts";
export type { ChunkOptions, StreamOptions } from "./multiprocessing/pool/options.ts";
export type { AsyncResult, Callbacks } from "./multiprocessing/pool/async_result.ts";
export type { PoolIterator } from "./multiprocessing/pool/iterator.ts";
export { ConnectionError, RuntimeError, TimeoutError, WorkerLostError } from "./errors.ts";
