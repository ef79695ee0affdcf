/** What the main thread does for all others: creates and ends workers, and keeps the program alive. */

import { inWorker, keepAlive, onExit } from "../runtime/current.ts";
import { onRequests, serveRequests } from "../memory/block.ts";
import { collect, connect } from "../memory/buffers.ts";
import { isToEnd } from "../memory/mutex.ts";
import { postError } from "../memory/message.ts";
import { libraryModule } from "../runtime/home.ts";
import { memory, Word } from "../system/shared.ts";
import { startWorker } from "../system/worker.ts";
import { drainFailures, failuresRang } from "./excepthook.ts";
import { conclude, finish, Outcome } from "./record.ts";
import { newWorkerCell, onWanted, WorkerField, workerGone } from "./dispatch.ts";

/**
 * The main thread's part: it creates all workers, because a worker that another worker creates dies
 * with it (and takes half a second more on Deno), and it keeps the program alive while threads that
 * are not daemonic run. Workers themselves never do.
 */

const ENTRY = libraryModule("threading/worker_main").href;

function create(): void {
  for (let wanted = Atomics.exchange(memory, Word.wanted, 0); wanted > 0; wanted--) createWorker();
  hold();
}

function createWorker(): void {
  const cell = newWorkerCell();
  let failure: unknown;
  const { port, terminate } = startWorker(ENTRY, cell, {
    rang: () => serveRequests("turning"),
    error: (error) => failure = error,
    exit: (code) => {
      disconnect();
      workers.delete(cell);
      const { ran, stranded } = workerGone(cell);
      // A worker that ended in an orderly way has concluded its thread itself. One that ran out of
      // memory or was ended by Deno.exit has not.
      if (ran !== 0 && conclude(ran, Outcome.lost, 0, code)) finish(ran);
      if (stranded === 0) return;
      const error = failure ?? new Error(`Cannot start worker: it ended with code ${code}`);
      if (conclude(stranded, Outcome.error, postError(error))) finish(stranded);
    },
  });
  const disconnect = connect(port);
  workers.set(cell, terminate);
}

/** The workers there are: how to end each. */
const workers = new Map<number, () => void>();

/** Ends the workers whose thread is to end. */
function reap(): void {
  for (const [cell, terminate] of workers) {
    if (!isToEnd(cell + WorkerField.guard)) continue;
    workers.delete(cell);
    terminate();
    const ran = memory[cell + WorkerField.thread]!;
    if (ran === 0) continue;
    conclude(ran, Outcome.lost, 0, 1); // unless it has concluded, and was ended before it finished
    finish(ran);
  }
}

let holding = false;

/** Keeps the program alive while threads run that it has to wait for. To be called in the main thread. */
export function hold(): void {
  if (inWorker || holding || Atomics.load(memory, Word.holding) === 0) return;
  holding = true;
  const release = keepAlive();
  const turn = () => {
    for (;;) {
      const count = Atomics.load(memory, Word.holding);
      if (count === 0) break;
      const woken = Atomics.waitAsync(memory, Word.holding, count);
      if (woken.async) return void woken.value.then(turn);
    }
    holding = false;
    serveRequests("turning");
    release();
  };
  turn();
}

/** Before a join settles in the main thread, the hook or a report has told of the failure. */
export function catchUp(): void {
  if (inWorker) return;
  serveRequests();
  drainFailures();
}

if (!inWorker) {
  onWanted(create);
  onRequests((how) => {
    collect();
    if (how === "turning") failuresRang();
    else drainFailures();
    reap();
    create();
  });
  onExit(drainFailures);
}
