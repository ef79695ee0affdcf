/** What `await using` releases: the hold of a lock or a semaphore between processes. */

import type { Passage } from "../../memory/observer.ts";
import { TimeoutError } from "../../errors.ts";

/** What `hold` answers: releases at the end of the block that `await using` it. */
export interface Hold extends AsyncDisposable {
  /**
   * Did the process that held the lock before die with it? Then what the lock guards may be half
   * done. The lock was released for the next one to see to it.
   */
  readonly abandoned: boolean;
}

/** A hold that releases once. */
export function holding(abandoned: boolean, release: () => Promise<void>): Hold {
  let held = true;
  return {
    abandoned,
    async [Symbol.asyncDispose]() {
      if (!held) return;
      held = false;
      await release();
    },
  };
}

/** The error of a `hold` that gave up. */
export function notHeld(what: string): TimeoutError {
  return new TimeoutError(`Cannot hold ${what}: it was not free in time`);
}

/** What an acquire was answered: 0 when it gave up, 2 when the holder before has died, else 1. */
export function taken(
  { a, b }: { readonly a: number; readonly b: number },
  passage: Passage | undefined,
): number {
  passage?.given(Math.floor(b / 2));
  return a + b % 2;
}
