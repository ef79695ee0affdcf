/** Worker threads of a pool whose code is loaded with the first of them. */

import { encode } from "../../../codec.ts";
import { refuseInBundle } from "../../../program/bundled.ts";
import type { Backend, SetUp, WorkerEvents, WorkerHandle } from "./handle.ts";

/**
 * Workers that are threads. What threads need is loaded with the first of them: a child process that
 * has none starts sooner.
 *
 * Invariant: nothing is posted to a worker before it says that it is ready, except that it is to stop.
 */
export const threads: Backend = {
  check(value: unknown, path: string): void {
    encode(value, { path, border: "thread", buffers: [] });
  },

  start(events: WorkerEvents, setUp: SetUp): WorkerHandle {
    refuseInBundle("thread"); // at once, as a pool of processes does
    let worker: WorkerHandle | undefined;
    let over = false;
    const begin = async (): Promise<void> => {
      const { startThread } = await import("./thread.ts");
      if (over) events.ended("was ended");
      else worker = startThread(events, setUp);
    };
    begin().catch((error) => events.ended("could not be started", error));
    return {
      get name() {
        return worker?.name ?? "a thread";
      },
      post(message, path) {
        if (worker) worker.post(message, path);
        else over = true;
      },
      begun: () => worker?.begun() ?? 0,
      takeBack: (from, to) => worker?.takeBack(from, to),
      kill() {
        over = true;
        worker?.kill();
      },
    };
  },
};
