/** What an exploration cannot judge, since it goes on outside of threads. */

import { ExploreError } from "../errors.ts";
import { steered } from "./steering.ts";

/** Refuses `what` in a thread that is explored. */
export function refuseExplored(what: string): void {
  if (steered === 0) return;
  throw new ExploreError(
    `Cannot explore: ${what} cannot be steered. Explore what threads do with each other, and leave it ` +
      `out of the scenario`,
  );
}
