/** ThreadPool: the same pool, with threads for workers. */

import { refuseExplored } from "../../memory/unexplored.ts";
import type { PoolOptions } from "./options.ts";
import { Pool } from "./pool.ts";
import { runsIn } from "./backends.ts";
import { threads } from "./outside/late.ts";

/**
 * The same pool on threads: they start faster, and what is passed does not leave the program, but
 * they share one fate with it. Follows CPython's `multiprocessing.pool.ThreadPool`.
 *
 * @example
 * ```ts
 * import { main, ThreadPool } from "../lib/multiprocessing.ts";
 * import assert from "node:assert/strict";
 *
 * export function square(n: number) {
 *   return n * n;
 * }
 *
 * main(import.meta, async () => {
 *   await using pool = new ThreadPool(2);
 *   assert.deepEqual(await pool.map(square, [1, 2, 3]), [1, 4, 9]);
 * });
 * ```
 */
export class ThreadPool<I extends readonly unknown[] = readonly unknown[]> extends Pool<I> {
  /**
   * @param size how many workers: a whole number from 1; as many as processors without
   * @param options as for `Pool`
   */
  constructor(size?: number, options?: PoolOptions<I>) {
    refuseExplored("a pool");
    super(size, options);
  }
}

runsIn(ThreadPool, threads);
