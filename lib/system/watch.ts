/** Ends a child whose parent has died, where the system does not do it. */

import { Worker } from "node:worker_threads";
import { home } from "../runtime/home.ts";

/**
 * Ends this process soon after its parent has died, also while this thread spins. For systems that
 * cannot be asked to do that themselves: see spawn.ts.
 */
export function watchParent(parent: number): void {
  const worker = new Worker(new URL("system/watch.mjs", home), {
    workerData: parent,
    execArgv: [],
  });
  worker.on("error", () => {});
  worker.unref();
}
