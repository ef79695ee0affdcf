/** Waiting for a while, with a promise or by blocking the thread. */

import { clearTimeout, LONGEST, setInterval, setTimeout } from "../runtime/clock.ts";
import { block, deadlineIn } from "../memory/block.ts";
import { pending } from "../memory/pending.ts";
import { Word } from "../system/shared.ts";
import { limit } from "../waiting.ts";
import { observer } from "../memory/observer.ts";
import { sleepSteered } from "../memory/steered_waits.ts";
import { steered } from "../memory/steering.ts";
import { sleepLater } from "../memory/strands.ts";

/**
 * Waits `ms` milliseconds while other tasks of the thread go on. Follows CPython's `asyncio.sleep`.
 *
 * @param ms 0 or more; over 2^31 and `Infinity`: for ever
 * @throws {RangeError} if `ms` is negative or NaN
 *
 * @example
 * ```ts
 * import { sleep } from "../lib/threading.ts";
 *
 * await sleep(10);
 * ```
 */
export function sleep(ms: number): Promise<void> {
  const left = limit("Cannot sleep", { timeout: ms });
  if (steered !== 0) return sleepLater(left);
  return observer ? observer.around("slept", left, () => sleepFor(left)) : sleepFor(left);
}

function sleepFor(left: number): Promise<void> {
  return new Promise((resolve) => {
    const forget = pending(() => {
      clearTimeout(timer);
      return true;
    });
    const end = () => {
      forget();
      resolve();
    };
    const timer = left === Infinity ? setInterval(() => {}, LONGEST) : setTimeout(end, left);
  });
}

/**
 * Blocks this thread for `ms` milliseconds. Follows CPython's `time.sleep`.
 *
 * @param ms 0 or more; over 2^31 and `Infinity`: for ever
 * @throws {RangeError} if `ms` is negative or NaN
 *
 * @example
 * ```ts
 * import { sleepSync } from "../lib/threading.ts";
 *
 * sleepSync(10);
 * ```
 */
export function sleepSync(ms: number): void {
  const left = limit("Cannot sleep", { timeout: ms });
  if (steered !== 0) return sleepSteered(left);
  if (observer) observer.around("slept", left, () => blockFor(left));
  else blockFor(left);
}

function blockFor(left: number): void {
  const deadline = deadlineIn(left);
  while (block(Word.never, 0, deadline));
}
