/** What `using` releases: the hold of a lock, and the error of one that came to nothing. */

import { TimeoutError } from "../errors.ts";

/** What `hold` and `holdSync` answer: releases once, at the end of the block that `using` it. */
export function holding(release: () => void): Disposable {
  let held = true;
  return {
    [Symbol.dispose]() {
      if (!held) return;
      held = false;
      release();
    },
  };
}

/** The error of a `hold` that gave up. */
export function notHeld(what: string): TimeoutError {
  return new TimeoutError(`Cannot hold ${what}: it was not free in time`);
}
