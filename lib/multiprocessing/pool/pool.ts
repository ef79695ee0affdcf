/** Pool: calls that run in worker processes, with all methods for users. */

import { cpuCount } from "../../runtime/current.ts";
import { referTo } from "../../program/reference.ts";
import { beforeEnd } from "../process/children.ts";
import { listOf, optionsOf, wholeNumber } from "../../arguments.ts";
import { Calls } from "./calls.ts";
import { backendOf } from "./backends.ts";
import type { PoolOptions } from "./options.ts";
import { Scheduler } from "./scheduler.ts";

/**
 * Worker processes that run the calls they are given. Follows CPython's `multiprocessing.Pool`.
 *
 * The functions are exported ones, as with `Process`. A worker that is killed fails the one task that
 * it was running, with `WorkerLostError`, and is replaced.
 *
 * @example
 * ```ts
 * import { main, Pool } from "../lib/multiprocessing.ts";
 * import assert from "node:assert/strict";
 *
 * export function square(n: number) {
 *   return n * n;
 * }
 *
 * main(import.meta, async () => {
 *   await using pool = new Pool(2);
 *   assert.deepEqual(await pool.map(square, [1, 2, 3]), [1, 4, 9]);
 *   const four = pool.applyAsync(square, [2]);
 *   assert.equal(await four.get(), 4);
 * });
 * ```
 */
export class Pool<I extends readonly unknown[] = readonly unknown[]> extends Calls {
  /**
   * @param size how many workers: a whole number from 1; as many as processors without
   * @param options what each worker runs first, and how long it lives
   * @throws {RangeError} if the number or `maxtasksperchild` is not a whole number from 1
   * @throws {TypeError} if the initializer or its arguments cannot be sent
   */
  constructor(size: number = cpuCount(), options: PoolOptions<I> = {}) {
    const backend = backendOf(new.target);
    wholeNumber("Cannot make pool", "the number of workers", size, 1);
    const { initializer, maxtasksperchild, module } = optionsOf("Cannot make pool", options);
    const initargs = listOf("Cannot make pool", "initargs", options.initargs);
    if (maxtasksperchild !== undefined) {
      wholeNumber("Cannot make pool", "maxtasksperchild", maxtasksperchild, 1);
    }
    backend.check(initargs, "initargs");
    const crew = new Scheduler(backend, size, {
      initializer: initializer && referTo("make pool", "initializer", initializer, module),
      initargs,
      most: maxtasksperchild ?? 0,
    });
    super(crew, module);
    const end = (): void => this.terminate();
    beforeEnd.add(end);
    void crew.ended().then(() => beforeEnd.delete(end));
  }
}
