import type { WaitOptions } from "../../waiting.ts";
import { limit } from "../../waiting.ts";
import { ResourceKind } from "../broker/broker.ts";
import { SemaphoreKind, SemaphoreMethod } from "../broker/semaphore.ts";
import { link } from "../member.ts";
import { type Hold, holding, notHeld } from "./hold.ts";
import { type Received, restorable, SharedObject } from "../link/shared_object.ts";
import { call, waitingCall } from "../link/waiting_call.ts";

/**
 * A lock that the process which holds it may acquire again; it is free when it was released as often.
 * Only the holder may release it. Follows CPython's `multiprocessing.RLock`.
 *
 * The holder is a process: all asynchronous tasks of one process are the same holder. As with `Lock`,
 * it is released when its holder ends.
 *
 * @example
 * ```ts
 * import { RLock } from "../lib/multiprocessing.ts";
 * import assert from "node:assert/strict";
 *
 * const lock = new RLock();
 * await lock.acquire();
 * await lock.acquire();
 * await lock.release();
 * assert.equal(await lock.locked(), true);
 * await lock.release();
 * await assert.rejects(lock.release(), { name: "RuntimeError" });
 * ```
 */
export class RLock extends SharedObject {
  /** How often this process has acquired it. The broker only knows whether. */
  #depth = 0;

  constructor();
  /** @internal */
  constructor(received?: Received);
  constructor(received?: Received) {
    super("mp.RLock", received);
    if (!received) this.make(ResourceKind.semaphore, 0, SemaphoreKind.rlock, 1);
  }

  /**
   * Waits for the lock, or acquires it once more if this process holds it.
   *
   * @param options `timeout` in ms, `blocking`, `signal`
   * @returns true, or false when it gave up
   */
  async acquire(options?: WaitOptions): Promise<boolean> {
    return await this.#acquire(options) > 0;
  }

  async #acquire(options: WaitOptions | undefined): Promise<number> {
    const what = "Cannot acquire lock";
    limit(what, options);
    options?.signal?.throwIfAborted();
    if (this.#depth > 0) {
      this.#depth++;
      return 1;
    }
    return await waitingCall(what, this.id, SemaphoreMethod.acquire, options, ({ a, b }) => {
      if (a === 1) this.#depth++;
      return a + b;
    });
  }

  /**
   * Undoes one `acquire`.
   *
   * @throws {RuntimeError} if this process does not hold it
   */
  async release(): Promise<void> {
    if (this.#depth === 0) await call(this.id, SemaphoreMethod.release, 1, () => undefined);
    else if (--this.#depth === 0) link().tell(this.id, SemaphoreMethod.release, 1);
  }

  /** Does any process hold the lock just now? */
  locked(): Promise<boolean> {
    return call(this.id, SemaphoreMethod.value, 0, ({ a }) => a === 0);
  }

  /**
   * Holds the lock for a block: `await using _ = await lock.hold()`.
   *
   * @throws {TimeoutError} when it gave up
   */
  async hold(options?: WaitOptions): Promise<Hold> {
    const got = await this.#acquire(options);
    if (got === 0) throw notHeld("lock");
    return holding(got === 2, () => this.release());
  }

  /** @internal For Condition: every level is freed while it waits. */
  suspend(): () => void {
    const depth = this.#depth;
    this.#depth = 0;
    return () => {
      this.#depth = depth;
    };
  }
}

restorable("mp.RLock", (received) => new RLock(received));
