/** RLock: a lock that the process which holds it may acquire again. */

import { takeOrigin } from "../../adopt.ts";
import { noMore } from "../../arguments.ts";
import { called } from "../../called.ts";
import { observer } from "../../memory/observer.ts";
import { type Named, nameIn } from "../../threading/named.ts";
import type { WaitOptions } from "../../waiting.ts";
import { limit } from "../../waiting.ts";
import { link } from "../member.ts";
import { type Hold, holding, notHeld, taken } from "./hold.ts";
import { idOf, make, nameOf, restorable, SharedObject } from "../link/shared_object.ts";
import { call, waitingCall } from "../link/waiting_call.ts";
import { ResourceKind, SemaphoreKind, SemaphoreMethod } from "../protocol.ts";

/** For a condition: every level is freed while it waits. The answer is to be called when it is held again. */
export let suspendRLock: (lock: RLock) => () => void;

/**
 * A lock that the process which holds it may acquire again; it is free when it was released as often.
 * Only the holder may release it. Follows CPython's `multiprocessing.RLock`.
 *
 * The holder is a process: all asynchronous tasks of one process are the same holder. As with `Lock`,
 * it is released when its holder ends.
 *
 * Invariant: the lock is held by this process as long as it has a level; each level that the broker
 * granted is given back to it once, so several acquires that are under way at the same time count as
 * many levels there as here.
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
  /** The levels that the broker has granted to this process and that were not given back to it. */
  #granted = 0;
  /** The levels beyond those: acquired while this process held the lock, and known only here. */
  #more = 0;
  readonly #id: number;

  static {
    suspendRLock = (lock) => {
      const granted = lock.#granted, more = lock.#more;
      lock.#granted = lock.#more = 0;
      return () => {
        lock.#granted += granted;
        lock.#more += more;
      };
    };
  }

  /** @param options `name`: what it is called in errors and timelines */
  constructor(options?: Named) {
    const origin = takeOrigin();
    if (!origin) noMore("Cannot make lock", arguments, 1);
    super(origin, nameIn("Cannot make lock", options));
    this.#id = idOf(this);
    if (!origin) make(this, ResourceKind.semaphore, 0, SemaphoreKind.rlock, 1);
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
    if (this.#granted > 0) {
      this.#more++;
      return 1;
    }
    const passage = observer?.passage();
    return await waitingCall(what, this.#id, SemaphoreMethod.acquire, options, (answer) => {
      if (answer.a === 1) this.#granted++;
      return taken(answer, passage);
    });
  }

  /**
   * Undoes one `acquire`.
   *
   * @throws {RuntimeError} if this process does not hold it
   */
  async release(): Promise<void> {
    if (this.#more > 0) this.#more--;
    else if (this.#granted > 0) {
      this.#granted--;
      link().tell(this.#id, SemaphoreMethod.release, 1);
    } else await call(this.#id, SemaphoreMethod.release, 1);
  }

  /** Does any process hold the lock just now? */
  locked(): Promise<boolean> {
    return call(this.#id, SemaphoreMethod.value, 0, ({ a }) => a === 0);
  }

  /**
   * Holds the lock for a block: `await using _ = await lock.hold()`.
   *
   * @throws {TimeoutError} when it gave up
   */
  async hold(options?: WaitOptions): Promise<Hold> {
    const got = await this.#acquire(options);
    if (got === 0) throw notHeld(called("lock", nameOf(this)));
    return holding(got === 2, () => this.release());
  }
}

restorable("mp.RLock", RLock);
