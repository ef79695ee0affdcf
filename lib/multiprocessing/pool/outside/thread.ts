/** Starts, tells and ends the worker threads of a pool. */

import { queueMicrotask, setTimeout } from "../../../runtime/clock.ts";
import { libraryModule } from "../../../runtime/home.ts";
import { WorkerLostError } from "../../../errors.ts";
import { SimpleQueue } from "../../../queue.ts";
import { inner } from "../../../memory/observer.ts";
import { cellOf } from "../../../memory/handles.ts";
import { Field, Flag, setFlag, State, stateOf } from "../../../threading/record.ts";
import { terminateThread } from "../../../threading/terminate.ts";
import { Thread } from "../../../threading/thread.ts";
import { memory } from "../../../system/shared.ts";
import type { SetUp, WorkerEvents, WorkerHandle } from "./handle.ts";
import { ThreadProgress } from "../thread_progress.ts";
import { threadWorker } from "../inside/thread.ts";

/** How soon, in ms, a thread that did not end is ended again. */
const AGAIN = 50;

const WORKER = libraryModule("multiprocessing/pool/inside/thread");

let lastNumber = 0;

/** Calls `then` when the thread is over. Unlike `join`, that does not keep the program alive. */
function whenOver(thread: Thread, then: () => void): void {
  const cell = cellOf(thread);
  while (stateOf(cell) === State.started) {
    const woken = Atomics.waitAsync(memory, cell + Field.state, State.started);
    if (woken.async) return void woken.value.then(() => whenOver(thread, then));
  }
  then();
}

/** Ends the thread. One that is just being given to its worker can only be ended a moment later. */
function endThread(thread: Thread): void {
  if (stateOf(cellOf(thread)) !== State.started) return;
  terminateThread(thread);
  setTimeout(endThread, AGAIN, thread).unref?.();
}

/** Starts a worker in a thread. */
export function startThread(events: WorkerEvents, setUp: SetUp): WorkerHandle {
  const progress = new ThreadProgress();
  const inbox = new SimpleQueue<unknown>(), outbox = new SimpleQueue<unknown>();
  inner.add(inbox).add(outbox);
  const { initializer, initargs, most } = setUp;
  const thread = new Thread({
    target: threadWorker,
    args: [progress.words, inbox, outbox, initializer, initargs, most],
    module: WORKER,
    name: `PoolWorker-${++lastNumber}`,
    daemon: true,
  });
  thread.start();
  setFlag(cellOf(thread), Flag.resultAsked, true); // the pool tells whom a failure concerns
  let over = false;
  const take = (): void => {
    while (outbox.qsize() > 0) {
      let message: unknown;
      try {
        message = outbox.getNowait();
      } catch (error) {
        events.unreadable(error);
        continue;
      }
      events.message(message);
    }
  };
  const listen = (): void => {
    for (;;) {
      const { rings } = progress;
      take();
      if (over) return;
      const woken = Atomics.waitAsync(progress.words, 3, rings);
      if (woken.async) return void woken.value.then(listen);
    }
  };
  // Not before the handle is known to who started it.
  queueMicrotask(() => {
    listen();
    whenOver(thread as Thread, async () => {
      const error: unknown = await thread.result().then(() => undefined, (error) => error);
      take();
      over = true;
      progress.ring();
      const cause = error instanceof WorkerLostError ? undefined : error;
      events.ended(cause === undefined ? "was ended" : "failed", cause);
    });
  });
  return {
    name: thread.name,
    post: (message) => inbox.putNowait(message),
    begun: () => progress.begun(),
    takeBack: (from, to) => progress.takeBack(from, to),
    kill: () => endThread(thread as Thread),
  };
}
