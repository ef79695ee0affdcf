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

/**
 * What a process does when its own work is done: its daemonic children are ended, then it waits for
 * the others, as in Python.
 */
export async function endChildren(): Promise<void> {
  for (const prepare of beforeEnd) prepare();
  while (children.size > 0) {
    for (const child of children) if (child.daemon) child.terminate();
    await Promise.all([...children].map((child) => child.join()));
  }
}

onIdle(endChildren);

onExit(() => {
  for (const child of children) child.kill();
});
