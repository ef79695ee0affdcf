/** Thread: starts a function in a thread, joins it, and gives its result. */

import { wholeContext } from "../runtime/context.ts";
import { environmentToHand } from "../system/environment.ts";
import { RuntimeError } from "../errors.ts";
import { listOf, noMore, optionsOf } from "../arguments.ts";
import { takeOrigin } from "../adopt.ts";
import { cellOf, Kind, retain, shared, SharedObject } from "../memory/handles.ts";
import { post } from "../memory/message.ts";
import { give, take } from "../memory/mutex.ts";
import { refuseInBundle } from "../program/bundled.ts";
import { refuseWhileImporting } from "../program/importing.ts";
import { type Reference, referTo } from "../program/reference.ts";
import { memory, Word } from "../system/shared.ts";
import { limit, type SyncWaitOptions, type WaitOptions } from "../waiting.ts";
import { currentCell, currentIsDaemon } from "./current.ts";
import { newIdent } from "./ident.ts";
import { outcomeOf } from "./outcome.ts";
import {
  destroyRecord,
  enterAlive,
  Field,
  Flag,
  hasFlag,
  joiners,
  nameOf,
  setFlag,
  setName,
  State,
  stateOf,
} from "./record.ts";
import { joins } from "../memory/joining.ts";
import { catchUp, hold } from "./main_side.ts";
import { dispatch } from "./dispatch.ts";
import { type ListedSteps } from "../memory/steered_waits.ts";
import { seesMore, slotFor, steered, steeredSerial } from "../memory/steering.ts";

const WHAT = "Cannot join thread";

/** The name of a thread that was given none. */
export function unnamed(target: string): string {
  const serial = steered !== 0 ? steeredSerial() : Atomics.add(memory, Word.serial, 1) + 1;
  return `Thread-${serial} (${target})`;
}

/** The arguments of a target: they may be left out only where it can be called without any. */
export type Arguments<A extends readonly unknown[]> = [] extends A
  ? { args?: Readonly<A> | undefined }
  : { args: Readonly<A> };

/** What `Thread` takes besides the arguments of its target. */
export interface ThreadSettings<A extends readonly unknown[], R> {
  /** What the thread runs: a function that its module exports. */
  target: (...args: A) => R;
  /** Its name; "Thread-1 (target)" and so on without. */
  name?: string | undefined;
  /** Is it to end with the program, rather than the program to wait for it? As its starter, without. */
  daemon?: boolean | undefined;
  /** The module that exports `target`, where that is not the main module: `import.meta.url`. */
  module?: string | URL | undefined;
}

/**
 * What `Thread` takes. `args` are the target's arguments: what structured clone can carry, and the
 * library's shared objects.
 */
export type ThreadOptions<A extends readonly unknown[], R> = ThreadSettings<A, R> & Arguments<A>;

/**
 * A thread of control: a function that runs on a Worker of its own, beside everything else. Follows
 * CPython's `threading.Thread`.
 *
 * The target is sent by reference: the thread imports its module and calls the exported function of
 * that name. Memory is shared only through what is passed in `args`: Lock, Queue, Value and so on.
 *
 * @example
 * ```ts
 * import { main, Thread, Value } from "../lib/threading.ts";
 * import assert from "node:assert/strict";
 *
 * export function work(total: Value, n: number) {
 *   using _ = total.lock.holdSync();
 *   total.value += n;
 * }
 *
 * main(import.meta, async () => {
 *   const total = new Value("int32");
 *   const threads = [1, 2, 3].map((n) => new Thread({ target: work, args: [total, n] }));
 *   for (const thread of threads) thread.start();
 *   for (const thread of threads) await thread.join();
 *   assert.equal(total.value, 6);
 * });
 * ```
 */
export class Thread<A extends readonly unknown[] = unknown[], R = unknown> extends SharedObject {
  readonly #reference: Reference | undefined;
  readonly #args: readonly unknown[] | undefined;
  readonly #cell: number;
  #result: Promise<Awaited<R>> | undefined;

  /**
   * @throws {TypeError} if `target` is not a function with a name, or nobody said which module
   * exports it
   */
  constructor(options: ThreadOptions<A, R>) {
    const origin = takeOrigin();
    noMore("Cannot make thread", arguments, 1);
    if (!origin) optionsOf("Cannot make thread", options);
    const args = listOf("Cannot make thread", "args", options?.args);
    const reference = origin
      ? undefined
      : referTo("make thread", "target", options.target, options.module);
    super(Kind.thread, origin);
    this.#cell = cellOf(this);
    if (origin) return;
    this.#reference = reference;
    this.#args = args;
    setFlag(this.#cell, Flag.daemon, options.daemon ?? currentIsDaemon());
    setName(this.#cell, options.name || unnamed(options.target.name));
  }

  /**
   * Lets the thread run. It costs one wake-up where a warm worker is there. Python's throws where the
   * system has no room for another thread; here the thread then fails, with a RuntimeError that says why.
   *
   * @throws {RuntimeError} if it was started before, or if its own module is being imported
   * @throws {TypeError} if an argument cannot be sent: the text names it, `args[1].callback`
   */
  start(): void {
    refuseWhileImporting("thread");
    refuseInBundle("thread");
    const cell = this.#cell;
    if (!this.#reference || stateOf(cell) !== State.new) {
      throw new RuntimeError("threads can only be started once: make a new Thread to run it again");
    }
    const args = post(this.#args ?? [], "args");
    memory[cell + Field.args] = args;
    memory[cell + Field.target] = post(
      [this.#reference, wholeContext(), environmentToHand()],
      "target",
    );
    memory[cell + Field.ident] = newIdent();
    Atomics.store(memory, cell + Field.state, State.started);
    retain(cell); // for the worker, which drops it when the thread is over
    memory[cell + Field.slot] = slotFor(cell);
    enterAlive(cell);
    dispatch(cell);
    hold();
  }

  /**
   * Waits until the thread is over, however it ends; an error of its target is not thrown here.
   *
   * @param options `timeout` in ms (0 or more; for ever without): then it simply returns
   * @throws {RuntimeError} if the thread was not started, or is the one that calls
   */
  async join(options?: WaitOptions): Promise<void> {
    const ms = this.#beginJoin(options);
    options?.signal?.throwIfAborted();
    await this.#over(ms, options?.signal);
  }

  /** As `join`, blocking this thread: also in the main thread. */
  joinSync(options?: SyncWaitOptions): void {
    const ms = this.#beginJoin(options);
    if (this.#mustWait(ms)) joiners(this.#cell).waitSync(ms, undefined, 0, this.#steps());
    catchUp();
  }

  #beginJoin(options: SyncWaitOptions | undefined): number {
    const ms = limit(WHAT, options);
    if (stateOf(this.#cell) === State.new) {
      throw new RuntimeError("cannot join thread before it is started: call start() first");
    }
    if (this.#cell === currentCell()) {
      throw new RuntimeError("cannot join current thread: it would wait for itself for ever");
    }
    joins();
    return ms;
  }

  #steps(): ListedSteps {
    return { quiet: true, of: ["join", this.#cell] };
  }

  /** True with the mutex held, if the thread is not over and there is time. */
  #mustWait(ms: number): boolean {
    if (ms === 0 || stateOf(this.#cell) === State.done) return false;
    take(this.#cell + Field.mutex);
    if (stateOf(this.#cell) !== State.done) return true;
    give(this.#cell + Field.mutex);
    return false;
  }

  /** Has the thread been started, and is it not over? */
  isAlive(): boolean {
    seesMore();
    return stateOf(this.#cell) === State.started;
  }

  /** The thread's number, another for each thread of the program; null before it is started. */
  get ident(): number | null {
    return memory[this.#cell + Field.ident] || null;
  }

  /** The thread's name: for people, need not be unique. It can be changed at any time. */
  get name(): string {
    return nameOf(this.#cell);
  }

  set name(name: string) {
    seesMore();
    setName(this.#cell, String(name));
  }

  /**
   * Does the program end without waiting for this thread?
   *
   * @throws {RuntimeError} when it is set after the start
   */
  get daemon(): boolean {
    return hasFlag(this.#cell, Flag.daemon);
  }

  set daemon(daemon: boolean) {
    if (stateOf(this.#cell) !== State.new) {
      throw new RuntimeError("cannot set daemon status of active thread: set it before start()");
    }
    setFlag(this.#cell, Flag.daemon, daemon);
  }

  /**
   * What the target returned, when the thread is over. Beyond Python.
   *
   * @returns a promise that rejects with the error of the target, or with a WorkerLostError if the
   * thread ended without returning. Asking for it before the thread fails replaces the report of
   * the failure on standard error.
   */
  result(): Promise<Awaited<R>> {
    setFlag(this.#cell, Flag.resultAsked, true);
    return this.#result ??= this.#ended().then(() => outcomeOf(this.#cell) as Awaited<R>);
  }

  async #ended(): Promise<void> {
    await this.#over(Infinity, undefined);
  }

  async #over(ms: number, signal: AbortSignal | undefined): Promise<void> {
    if (this.#mustWait(ms)) {
      await joiners(this.#cell).wait(ms, signal, undefined, 0, this.#steps());
    }
    catchUp();
  }
}

shared(Kind.thread, Thread, { destroy: destroyRecord });
