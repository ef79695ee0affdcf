/** Tells an exploration that a thread joins another: what it finds out there is no step. */

import { memory } from "../system/shared.ts";
import { Slot } from "./slots.ts";
import { steered } from "./steering.ts";

/** The thread finds out whether another is over. */
export function joins(): void {
  if (steered !== 0) memory[steered + Slot.joins] = 1;
}
