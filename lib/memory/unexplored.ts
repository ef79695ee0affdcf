/** What an exploration cannot judge, since it goes on outside of threads. */

import { memory } from "../system/shared.ts";
import { refusal } from "./slot_pool.ts";
import { Slot } from "./slots.ts";
import { steered } from "./steering.ts";

/** Refuses `what` in a thread that is explored. */
export function refuseExplored(what: string): void {
  if (steered === 0) return;
  throw refusal(
    memory[steered + Slot.root]!,
    `Cannot explore: ${what} cannot be steered. Explore what threads do with each other, and leave it ` +
      `out of the scenario`,
  );
}
