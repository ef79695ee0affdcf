/**
 * Calls that are refused for what they were given. Nothing is done then, but where it is explored it is a
 * step all the same: the last one, if nobody catches the error, so the reader of a failure sees what failed.
 */

import { limit, type WaitOptions } from "../waiting.ts";
import { Guard, Looks, Slot, Status } from "./slots.ts";
import { describe, isMuffled, steered, stop } from "./steering.ts";
import { memory } from "../system/shared.ts";
import { shown, told } from "./telling.ts";

/** Called before the error is thrown; the object at `cell` stays as it is. */
export function refuses(operation: string, cell: number, given?: unknown, index?: unknown): void {
  if (steered === 0 || isMuffled()) return;
  told.refused = true;
  if (typeof index === "number") told.index = index;
  describe(steered, operation, cell, Guard.always, [], Infinity, shown(given));
  memory[steered + Slot.looks] = Looks.only; // whatever the operation is called
  stop(Status.ready);
}

/** As `limit`, for `operation` on the object at `cell`. */
export function limitOf(
  operation: string,
  cell: number,
  what: string,
  options: WaitOptions | undefined,
): number {
  if (steered === 0) return limit(what, options);
  try {
    return limit(what, options);
  } catch (error) {
    refuses(operation, cell);
    throw error;
  }
}
