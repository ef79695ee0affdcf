/** Starts, tells and ends the worker processes of a pool. */

import { setTimeout } from "../../../runtime/clock.ts";
import { encode } from "../../../codec.ts";
import { WorkerLostError } from "../../../errors.ts";
import { libraryModule } from "../../../runtime/home.ts";
import { allocate, giveBack } from "../../numbers/space.ts";
import { Process, workerParts } from "../../process/process.ts";
import { open, pack } from "../../link/shared_object.ts";
import { Progress, PROGRESS_BYTES } from "../progress.ts";
import type { Backend, SetUp, WorkerEvents, WorkerHandle } from "./handle.ts";
import { poolWorker } from "../inside/process.ts";

/** How long, in ms, a worker has to end by SIGTERM before it is ended by SIGKILL. */
const GRACE = 300;

const WORKER = libraryModule("multiprocessing/pool/inside/process");

let lastNumber = 0;

/** Workers that are processes. */
export const processes: Backend = {
  start(events: WorkerEvents, setUp: SetUp): WorkerHandle {
    const at = allocate(PROGRESS_BYTES);
    const progress = new Progress(at);
    progress.clear();
    const child = new Process({
      target: poolWorker,
      args: [at, setUp.initializer, setUp.initargs, setUp.most],
      module: WORKER,
      name: `PoolWorker-${++lastNumber}`,
      daemon: true,
    });
    const worker = workerParts(child as unknown as Process<never, unknown>);
    worker.onPost((payload) => {
      let message: unknown;
      try {
        message = open(payload);
      } catch (error) {
        return events.unreadable(error);
      }
      events.message(message);
    });
    try {
      child.start();
    } catch (error) {
      giveBack(at, PROGRESS_BYTES);
      throw error;
    }
    // A failure of the worker itself is no failure of the program: the pool tells whom it concerns.
    worker.keepQuiet();
    worker.onGone(async () => {
      const code = child.exitcode!;
      const error: unknown = await child.result().then(() => undefined, (error) => error);
      // What it says of itself, if it could; that it is lost is known here already.
      const cause = error instanceof WorkerLostError ? undefined : error;
      events.ended(code < 0 ? `was ended by signal ${-code}` : `exited with code ${code}`, cause);
      giveBack(at, PROGRESS_BYTES);
    });
    return {
      name: `${child.name} (pid ${child.pid})`,
      post: (message, path) => worker.post(pack(message, path, false).bytes),
      begun: () => progress.begun(),
      takeBack: (from, to) => progress.takeBack(from, to),
      kill() {
        child.terminate();
        setTimeout(() => child.kill(), GRACE).unref?.();
      },
    };
  },
  check: (value, path) => void encode(value, { path, border: "process" }),
};
