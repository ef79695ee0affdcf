import { home } from "../../runtime/home.ts";
import { SimpleQueue } from "../../queue.ts";
import { Flag, setFlag, State, stateOf } from "../../threading/record.ts";
import { terminateThread } from "../../threading/terminate.ts";
import { Thread } from "../../threading/thread.ts";
import { memory, Word } from "../../runtime/shared.ts";
import type { SetUp, WorkerEvents, WorkerHandle, Workshop } from "./handle.ts";
import { ThreadBoard } from "./thread_board.ts";
import { checkForThread, threadWorker } from "./thread_worker.ts";

const WORKER = new URL("multiprocessing/pool/thread_worker.ts", home);

/** Calls `then` when the thread is over. Unlike `join`, that does not keep the program alive. */
function whenOver(thread: Thread, then: () => void): void {
  for (;;) {
    const count = Atomics.load(memory, Word.holding);
    if (stateOf(thread.cell) === State.done) return then();
    const woken = Atomics.waitAsync(memory, Word.holding, count);
    if (woken.async) return void woken.value.then(() => whenOver(thread, then));
  }
}

/** Workers that are threads. */
export const threads: Workshop = {
  check: checkForThread,

  start(events: WorkerEvents, setUp: SetUp): WorkerHandle {
    const board = new ThreadBoard();
    const inbox = new SimpleQueue<unknown>(), outbox = new SimpleQueue<unknown>();
    const { initializer, initargs, most } = setUp;
    const thread = new Thread({
      target: threadWorker,
      args: [board.words, inbox, outbox, initializer, initargs, most],
      module: WORKER,
      daemon: true,
    });
    thread.start();
    setFlag(thread.cell, Flag.resultAsked, true); // the pool tells whom a failure concerns
    let over = false;
    const take = (): void => {
      while (outbox.qsize() > 0) events.message(outbox.getNowait());
    };
    const listen = (): void => {
      for (;;) {
        const { rings } = board;
        take();
        if (over) return;
        const woken = Atomics.waitAsync(board.words, 3, rings);
        if (woken.async) return void woken.value.then(listen);
      }
    };
    // Not before the handle is known to who started it.
    queueMicrotask(() => {
      listen();
      whenOver(thread as Thread, async () => {
        const how = await thread.result().then(() => "ended", () => "was ended");
        take();
        over = true;
        board.ring();
        events.ended(how);
      });
    });
    return {
      name: thread.name,
      post: (message) => inbox.putNowait(message),
      begun: () => board.begun(),
      takeBack: (from, to) => board.takeBack(from, to),
      kill: () => terminateThread(thread as Thread),
    };
  },
};
