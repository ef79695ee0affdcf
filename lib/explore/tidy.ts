/** Garbage is collected before it is much: a search makes more of it than what it remembers. */

import { collectGarbage, memoryUsed } from "../runtime/current.ts";

/** With so many bytes the first time, then with so many times what was left. */
const ROOMY = 350e6, MORE = 1.1;

/**
 * Call the answer now and then. Engines let garbage grow with what the machine has: a search that was
 * too large took 600 MB on Node and 1,400 on Bun, of which a third was in use.
 */
export function tidying(): () => void {
  let next = ROOMY;
  return () => {
    if (memoryUsed() < next) return;
    collectGarbage();
    next = Math.max(ROOMY, memoryUsed() * MORE);
  };
}
