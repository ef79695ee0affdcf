/** What every worker runs: one thread after the other, and what it clears between them. */

import { setImmediate } from "../runtime/clock.ts";
import { keepAlive, onExit } from "../runtime/current.ts";
import { connect } from "../memory/buffers.ts";
import { emptyPocket } from "../memory/cells.ts";
import { release, releaseMine } from "../memory/handles.ts";
import { discard, peek, post, postError } from "../memory/message.ts";
import { recorderHere } from "../memory/observer.ts";
import { guardWith, wholly } from "../memory/mutex.ts";
import { rest, withdrawAll } from "../memory/pending.ts";
import { loaded, type Reference, resolveTarget } from "../program/reference.ts";
import { adoptContext, type Context } from "../runtime/context.ts";
import { memory, seed } from "../system/shared.ts";
import { redirectConsole } from "../system/console.ts";
import {
  endWorker,
  exitCode,
  forgetListeners,
  onUncaught,
  timersRunning,
  trackTimers,
} from "../system/inside.ts";
import { type Environment, setEnvironment } from "../system/environment.ts";
import { setCurrentCell } from "./current.ts";
import { reportInstead, setExcepthook, threadFailed } from "./excepthook.ts";
import { setIdent } from "./ident.ts";
import { conclude, Field, finish, Outcome } from "./record.ts";
import { arrived, nextThread, pair, WorkerField } from "./dispatch.ts";
import "../threading.ts";
import "../queue.ts";
import { isSilent } from "../system/silence.ts";
import { beginSteered, endSteered, silenceFor, steered, Unwound } from "../memory/steering.ts";
import { onDetails } from "../memory/telling.ts";
import { replaceAtomics, restoreAtomics } from "../memory/explored_atomics.ts";
import { callsFailed, hasLeftovers, noteUsual, untilUnwound } from "../memory/strands.ts";
import { replaceImportedTimers, replaceTimers, restoreTimers } from "../memory/virtual_timers.ts";

/**
 * What a worker does from its start to its end: it runs one thread after the other and is idle in
 * between, in `Atomics.waitAsync`, so that nothing that a thread left behind is stuck. A worker whose
 * thread failed ends, because the failed thread may have left the variables of its modules half
 * changed, and the next one would find them so. So does one whose thread left timers that cannot be
 * cleared: their code would run beside the next thread's.
 *
 * Invariant: `running` is the record of the thread that runs here, and is concluded and finished
 * exactly once: when the target has returned or thrown, or at the exit of the worker.
 */

const worker = seed!.cell;
guardWith(worker + WorkerField.guard);
const clearTimers = trackTimers();
let running = 0;
let endRecorded: ((failed: boolean) => void) | undefined;

/** What a thread is told by its starter. */
type Order = [Reference, Context, Environment | undefined];

async function run(cell: number): Promise<boolean> {
  running = cell;
  setCurrentCell(cell);
  setIdent(memory[cell + Field.ident]!);
  const wasExplored = memory[cell + Field.slot] !== 0;
  try {
    const [reference, context, env] = peek(memory[cell + Field.target]!) as Order;
    if (env) setEnvironment(env);
    adoptContext(context);
    silenceFor(memory[cell + Field.slot]!);
    const recorder = memory[cell + Field.slot] === 0 ? await recorderHere() : undefined;
    if (wasExplored) replaceImportedTimers();
    const target = await resolveTarget(reference);
    const args = peek(memory[cell + Field.args]!) as never[];
    await loaded();
    endRecorded = recorder?.enter(cell);
    if (memory[cell + Field.slot] !== 0) {
      noteUsual();
      replaceTimers();
      replaceAtomics();
      beginSteered(memory[cell + Field.slot]!);
    }
    const value = steered !== 0 ? await untilUnwound(target(...args)) : await target(...args);
    await rest();
    if (running !== cell) return false; // it failed meanwhile: see `fail`
    succeed(cell, value);
    return timersRunning() <= usualTimers && !(wasExplored && hasLeftovers());
  } catch (error) {
    await rest();
    if (error instanceof Unwound && callsFailed()) await ledOut();
    if (running !== cell) return false;
    const explored = steered !== 0; // it is used again: a new worker for each failure takes too long
    if (error instanceof Unwound) succeed(cell, undefined);
    else fail(cell, error);
    return explored && !hasLeftovers();
  }
}

function succeed(cell: number, value: unknown): void {
  let result: number;
  try {
    result = post(value, "result");
  } catch (error) {
    return fail(cell, error);
  }
  conclude(cell, Outcome.value, result);
  over(cell);
}

function fail(cell: number, error: unknown): void {
  if (conclude(cell, Outcome.error, postError(error)) && !isSilent()) threadFailed(cell, error);
  over(cell);
}

/** The thread leaves nothing behind, and then those who join it go on. */
function over(cell: number): void {
  const slot = memory[cell + Field.slot]!;
  memory[cell + Field.slot] = 0;
  endRecorded?.(memory[cell + Field.outcome] !== Outcome.value);
  endRecorded = undefined;
  running = 0;
  clearTimers();
  forgetListeners();
  withdrawAll();
  setExcepthook(null);
  setCurrentCell(0);
  setIdent();
  discard(memory[cell + Field.args]!);
  discard(memory[cell + Field.target]!);
  memory[cell + Field.args] = memory[cell + Field.target] = 0;
  wholly(() => {
    Atomics.store(memory, worker + WorkerField.thread, 0);
    finish(cell);
  });
  restoreTimers();
  restoreAtomics();
  endSteered(slot);
  release(cell);
}

/** So many ms a worker waits blocked for the next thread of an exploration. */
const LINGER = 5;
/** So often its event loop gets a turn meanwhile: what garbage collection tells comes there. */
const OFTEN = 16;
let explored = 0;

/**
 * An exploration gives its workers the next thread within a moment, thousands of times. To wait for it
 * in the event loop takes one wake-up more; 0 if none came.
 */
async function linger(): Promise<number> {
  if (explored++ % OFTEN === 0) await new Promise<void>((resolve) => void setImmediate(resolve));
  if (Atomics.load(memory, worker + WorkerField.wake) === 0) {
    Atomics.wait(memory, worker + WorkerField.wake, 0, LINGER);
  }
  return memory[worker + WorkerField.wake] === 1 ? memory[worker + WorkerField.thread]! : 0;
}

async function idle(): Promise<number> {
  for (;;) {
    if (Atomics.load(memory, worker + WorkerField.wake) === 1) {
      return memory[worker + WorkerField.thread]!;
    }
    await Atomics.waitAsync(memory, worker + WorkerField.wake, 0).value;
  }
}

async function uncaught(error: unknown): Promise<void> {
  const cell = running;
  await rest();
  if (cell !== 0 && running === cell) fail(cell, error);
  await reportInstead();
  endWorker();
}

let leading = false;

/**
 * An execution that is left leads its asynchronous calls out by an error. What that makes of calls that
 * nobody awaits comes in the next turn of the event loop, and must not end the worker that has the
 * next execution by then: it says nothing about the program.
 */
async function ledOut(): Promise<void> {
  leading = true;
  await new Promise<void>((resolve) => void setImmediate(resolve));
  leading = false;
}

/** The first such error ends the worker; others that come meanwhile change nothing. */
let ending: Promise<void> | undefined;
onUncaught((error) => {
  if (leading || error instanceof Unwound) return;
  ending ??= uncaught(error);
});

onExit(() => {
  const cell = running;
  if (cell !== 0) {
    conclude(cell, Outcome.lost, 0, exitCode());
    over(cell);
  }
  releaseMine();
  emptyPocket();
});

redirectConsole();
onDetails((details) => post(details, "step"));
connect(seed!.port);
keepAlive();
const usualTimers = timersRunning();
arrived(worker);

// Not at the top level of the module: Deno 2.9.6 never frees the memory of a worker (1 MiB) that
// exits while the import of its entry is pending.
async function live(): Promise<void> {
  let sound = true, lingers = false;
  while (sound) {
    let cell = nextThread(worker);
    if (cell < 0) break;
    if (cell === 0 && lingers) cell = await linger();
    if (cell === 0) cell = await idle();
    pair(worker, cell);
    lingers = memory[cell + Field.slot] !== 0;
    sound = await run(cell);
    if (sound) setEnvironment(); // after those who join have gone on: they need not wait for it
  }
  await reportInstead();
  endWorker();
}
void live();
