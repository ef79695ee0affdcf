/** The children of this process, and how they end before it does. */

import { clearTimeout, setTimeout } from "../../runtime/clock.ts";
import { onExit } from "../../runtime/current.ts";
import { onIdle } from "../../system/lifecycle.ts";

/** What is known of a child here. */
export interface AnyProcess {
  readonly daemon: boolean;
  terminate(): void;
  kill(): void;
  join(): Promise<void>;
}

/** The children of this process that are not yet gone. */
export const children: Set<AnyProcess> = new Set();

/** What is to be done before the children are ended: pools do not replace their workers then. */
export const beforeEnd: Set<() => void> = new Set();

/** How long, in ms, daemonic children have to end by SIGTERM: one that is stopped never would. */
const GRACE = 2000;

/**
 * What a process does when its own work is done: its daemonic children are ended, then it waits for
 * the others, as in Python. A daemonic one that SIGTERM does not end in time is ended by SIGKILL.
 */
export async function endChildren(): Promise<void> {
  for (const prepare of beforeEnd) prepare();
  while (children.size > 0) {
    const daemons = [...children].filter((child) => child.daemon);
    for (const child of daemons) child.terminate();
    const patience = setTimeout(() => {
      for (const child of daemons) if (children.has(child)) child.kill();
    }, GRACE);
    await Promise.all([...children].map((child) => child.join()));
    clearTimeout(patience);
  }
}

onIdle(endChildren);

onExit(() => {
  for (const child of children) child.kill();
});
