/** Lock: held by one process at a time, and released when that one ends. */

import { takeOrigin } from "../../adopt.ts";
import { noMore } from "../../arguments.ts";
import { called } from "../../called.ts";
import { observer } from "../../memory/observer.ts";
import { type Named, nameIn } from "../../threading/named.ts";
import type { WaitOptions } from "../../waiting.ts";
import { link } from "../member.ts";
import { type Hold, holding, notHeld, taken } from "./hold.ts";
import { idOf, make, nameOf, restorable, SharedObject } from "../link/shared_object.ts";
import { call, waitingCall } from "../link/waiting_call.ts";
import { ResourceKind, SemaphoreKind, SemaphoreMethod } from "../protocol.ts";

/** For a condition: the lock is freed while it waits. The answer is to be called when it is held again. */
export let suspendLock: (lock: Lock) => () => void;

/**
 * A lock that one process at a time holds. Any process may release it. Follows CPython's
 * `multiprocessing.Lock`. Those who wait get it in the order in which they came.
 *
 * When the process that holds it ends, however it ends, the lock is released, and `hold` tells the
 * next one by `abandoned`.
 *
 * @example
 * ```ts
 * import { Lock } from "../lib/multiprocessing.ts";
 * import assert from "node:assert/strict";
 *
 * const lock = new Lock();
 * {
 *   await using held = await lock.hold();
 *   assert.equal(held.abandoned, false);
 *   assert.equal(await lock.acquire({ timeout: 10 }), false);
 * }
 * assert.equal(await lock.locked(), false);
 * ```
 */
export class Lock extends SharedObject {
  /** Whether this process holds it, so that it can be released without asking. */
  #held = false;

  readonly #id: number;

  static {
    suspendLock = (lock) => {
      const held = lock.#held;
      lock.#held = false;
      return () => {
        lock.#held = held;
      };
    };
  }

  /** @param options `name`: what it is called in errors and timelines */
  constructor(options?: Named) {
    const origin = takeOrigin();
    if (!origin) noMore("Cannot make lock", arguments, 1);
    super(origin, nameIn("Cannot make lock", options));
    this.#id = idOf(this);
    if (!origin) make(this, ResourceKind.semaphore, 0, SemaphoreKind.lock, 1);
    const self = new WeakRef(this);
    link().listen(this.#id, () => {
      const lock = self.deref();
      if (lock) lock.#held = false; // another process has released it
    });
  }

  /**
   * Waits for the lock.
   *
   * @param options `timeout` in ms, `blocking`, `signal`
   * @returns true, or false when it gave up
   */
  async acquire(options?: WaitOptions): Promise<boolean> {
    return await this.#acquire(options) > 0;
  }

  /** 0 when it gave up, 2 when the holder before has died. */
  #acquire(options: WaitOptions | undefined): Promise<number> {
    const passage = observer?.passage();
    return waitingCall(
      "Cannot acquire lock",
      this.#id,
      SemaphoreMethod.acquire,
      options,
      (answer) => {
        if (answer.a === 1) this.#held = true;
        return taken(answer, passage);
      },
    );
  }

  /**
   * Frees the lock; the one who has waited longest gets it.
   *
   * @throws {RuntimeError} if it is not locked
   */
  async release(): Promise<void> {
    if (this.#held) {
      this.#held = false;
      link().tell(this.#id, SemaphoreMethod.release, 1);
    } else await call(this.#id, SemaphoreMethod.release, 1);
  }

  /** Does anybody hold the lock just now? */
  locked(): Promise<boolean> {
    return call(this.#id, SemaphoreMethod.value, 0, ({ a }) => a === 0);
  }

  /**
   * Holds the lock for a block: `await using _ = await lock.hold()`, Python's `with lock:`.
   *
   * @throws {TimeoutError} when it gave up
   */
  async hold(options?: WaitOptions): Promise<Hold> {
    const got = await this.#acquire(options);
    if (got === 0) throw notHeld(called("lock", nameOf(this)));
    return holding(got === 2, () => this.release());
  }
}

restorable("mp.Lock", Lock);
