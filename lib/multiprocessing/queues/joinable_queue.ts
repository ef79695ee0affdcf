/** JoinableQueue: a queue that knows when all its items are dealt with. */

import type { WaitOptions } from "../../waiting.ts";
import { Queue, queueClientOf } from "./queue.ts";
import { idOf, restorable } from "../link/shared_object.ts";
import { call, waitingCall } from "../link/waiting_call.ts";
import { QueueMethod } from "../protocol.ts";

/**
 * A queue that knows when all its items are dealt with: who gets an item calls `taskDone` after it,
 * and `join` waits for the last of these. Follows CPython's `multiprocessing.JoinableQueue`.
 *
 * @example
 * ```ts
 * import { JoinableQueue } from "../lib/multiprocessing.ts";
 *
 * const tasks = new JoinableQueue<string>();
 * await tasks.put("sweep");
 * const all = tasks.join();
 * await tasks.get();
 * await tasks.taskDone();
 * await all;
 * ```
 */
export class JoinableQueue<T> extends Queue<T> {
  /**
   * Says that an item which `get` gave is dealt with.
   *
   * @throws {RangeError} if it is called more often than items were put
   */
  async taskDone(): Promise<void> {
    await call(idOf(this), QueueMethod.taskDone);
  }

  /**
   * Waits until `taskDone` was called for every item that was put.
   *
   * @param options `signal`
   */
  async join(options?: Pick<WaitOptions, "signal">): Promise<void> {
    await waitingCall("Cannot join queue", idOf(this), QueueMethod.join, options);
  }
}

restorable("mp.JoinableQueue", JoinableQueue, (queue) => queueClientOf(queue).maxsize);
