/** The current thread, the main thread, and all that are alive, for users. */

import { seesMore } from "../memory/steering.ts";
import { handleOf } from "../memory/handles.ts";
import { memory, Word } from "../system/shared.ts";
import { currentCell } from "./current.ts";
import { eachAlive } from "./record.ts";
import type { Thread } from "./thread.ts";

/**
 * The thread that runs this code. Follows CPython's `threading.current_thread`.
 *
 * @example
 * ```ts
 * import { currentThread } from "../lib/threading.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(currentThread().name, "MainThread");
 * ```
 */
export function currentThread(): Thread & { readonly ident: number } {
  const cell = currentCell();
  return handleOf(cell || memory[Word.mainThread]!) as unknown as Thread & {
    readonly ident: number;
  };
}

/**
 * The thread that the program began with. Follows CPython's `threading.main_thread`.
 *
 * @example
 * ```ts
 * import { currentThread, mainThread } from "../lib/threading.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(mainThread(), currentThread());
 * ```
 */
export function mainThread(): Thread & { readonly ident: number } {
  return handleOf(memory[Word.mainThread]!) as unknown as Thread & { readonly ident: number };
}

/**
 * How many threads are alive, the main thread and daemonic ones included. Follows CPython's
 * `threading.active_count`.
 *
 * @example
 * ```ts
 * import { activeCount } from "../lib/threading.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(activeCount(), 1);
 * ```
 */
export function activeCount(): number {
  seesMore();
  return Atomics.load(memory, Word.alive);
}

/**
 * All threads that are alive, the main thread and daemonic ones included. Follows CPython's
 * `threading.enumerate`.
 *
 * @example
 * ```ts
 * import { enumerate } from "../lib/threading.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(enumerate().map((thread) => thread.name), ["MainThread"]);
 * ```
 */
export function enumerate(): Thread[] {
  seesMore();
  const threads: Thread[] = [];
  eachAlive((cell) => threads.push(handleOf(cell) as unknown as Thread));
  return threads;
}
