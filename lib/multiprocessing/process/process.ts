/** Process: starts a child, hears of its result and its end, and ends it. */

import { listOf, optionsOf } from "../../arguments.ts";
import { share } from "../../codec/shared.ts";
import { RuntimeError } from "../../errors.ts";
import { refuseInBundle } from "../../program/bundled.ts";
import { refuseWhileImporting } from "../../program/importing.ts";
import { referTo } from "../../program/reference.ts";
import { describeError } from "../../describe_error.ts";
import { CLOSED_PIPE, outputClosed, report } from "../../system/output.ts";
import { observer } from "../../memory/observer.ts";
import { libraryModule } from "../../runtime/home.ts";
import { shareOutput } from "../../system/output_lock.ts";
import { type Child, startChild } from "../../system/spawn.ts";
import { limit, type WaitOptions } from "../../waiting.ts";
import { children } from "./children.ts";
import { lost, notReadable, notStarted } from "../link/failure.ts";
import { link, me } from "../member.ts";
import { writeJob } from "../file/orders.ts";
import { sharedFile } from "../file/layout.ts";
import { myPlace, newProcessId } from "../file/region.ts";
import { open, pack, type Packed, unpack } from "../link/shared_object.ts";
import { Deferred } from "../link/deferred.ts";
import { jobOf, nextName, type ProcessOptions, type WorkerParts } from "./options.ts";
import { Common, Post, ProcessEvent, ProcessMethod, ResourceKind } from "../protocol.ts";

const CHILD = libraryModule("multiprocessing/child");

/** What a pool does with a process that is its worker. Nobody outside the library can ask for it. */
export let workerParts: (process: Process<never, unknown>) => WorkerParts;

/**
 * A function that runs in a process of its own, with its own memory and its own event loop. Follows
 * CPython's `multiprocessing.Process`, started as with "spawn": the child imports the module of the
 * target anew, and what `main(import.meta, ...)` runs in the main program does not run there.
 *
 * A child dies with its parent, however that dies.
 *
 * @example
 * ```ts
 * import { currentProcess, main, Process } from "../lib/multiprocessing.ts";
 * import assert from "node:assert/strict";
 *
 * export function whoAmI(greeting: string) {
 *   return `${greeting}, I am ${currentProcess().name}`;
 * }
 *
 * main(import.meta, async () => {
 *   const process = new Process({ target: whoAmI, args: ["Hello"], name: "Ada" });
 *   process.start();
 *   assert.equal(await process.result(), "Hello, I am Ada");
 *   await process.join();
 *   assert.equal(process.exitcode, 0);
 * });
 * ```
 */
export class Process<A extends readonly unknown[] = unknown[], R = unknown> {
  readonly #target: (...args: never[]) => unknown;
  readonly #module: string | URL | undefined;
  readonly #args: unknown[];
  readonly #outcome: Deferred<Awaited<R>> = new Deferred();
  readonly #ended: Deferred<void> = new Deferred();
  readonly #id: number = newProcessId();
  #name: string;
  #daemon: boolean;
  #child: Child | undefined;
  #exitcode: number | null = null;
  #finished = false;
  #closed = false;
  #settled = false;
  #refusal: string | undefined;
  #free: (() => void) | undefined;
  #arguments: Packed | undefined;
  #listener: ((payload: Uint8Array) => void) | undefined;

  static {
    workerParts = (worker) => ({
      post: (payload) => link().tell(worker.#id, ProcessMethod.post, Post.other, 0, payload),
      keepQuiet: () => void (worker.#outcome.asked = true),
      onGone: (then) => void worker.#ended.wait(Infinity, undefined, false).then(then),
      onPost: (listener) => void (worker.#listener = listener),
    });
  }

  constructor(options: ProcessOptions<A, R>) {
    const { target, module } = optionsOf("Cannot make process", options);
    this.#target = target;
    this.#module = module;
    this.#args = listOf("Cannot make process", "args", options.args);
    this.#name = options.name ?? nextName();
    this.#daemon = options.daemon ?? me().daemon;
  }

  /** The name, for people. It may be set until the process is started. */
  get name(): string {
    return this.#name;
  }

  set name(name: string) {
    this.#name = name;
  }

  /** Is the process ended when its parent ends? It may be set until the process is started. */
  get daemon(): boolean {
    return this.#daemon;
  }

  set daemon(daemon: boolean) {
    if (this.#child) throw new RuntimeError("Cannot set daemon: the process is already started");
    this.#daemon = daemon;
  }

  /** The identifier that the system gave it; null before it is started. */
  get pid(): number | null {
    this.#checkOpen();
    return this.#child?.pid ?? null;
  }

  /** As `pid`. */
  get ident(): number | null {
    return this.pid;
  }

  /**
   * How the process ended: 0 well, 1 by an error, another number by `process.exit` with it, -15 by
   * signal 15. Null as long as it has not.
   */
  get exitcode(): number | null {
    this.#checkOpen();
    return this.#finished ? this.#exitcode : null;
  }

  #checkOpen(): void {
    if (this.#closed) {
      throw new RuntimeError("process object is closed: nothing can be asked of it any more");
    }
  }

  /**
   * Starts the process.
   *
   * @throws {RuntimeError} if it was started before, if this process is daemonic, if the module is
   * just being imported, or if the system refuses
   * @throws {TypeError} if the target cannot be sent, or naming the path of an argument that cannot
   */
  start(): void {
    this.#checkOpen();
    if (this.#child) {
      throw new RuntimeError("cannot start a process twice: make a new Process for each run");
    }
    refuseWhileImporting("process");
    refuseInBundle("process");
    if (me().daemon) {
      throw new RuntimeError(
        "daemonic processes are not allowed to have children: start this one with daemon: false",
      );
    }
    const target = referTo("start process", "target", this.#target, this.#module);
    const broker = link();
    const packed = pack(this.#args, "args", true);
    const job = jobOf({ process: this.#id, name: this.#name, daemon: this.#daemon, target });
    let handed: { slot: number; free: () => void } | undefined;
    try {
      shareOutput(sharedFile(), myPlace());
      handed = writeJob(myPlace(), job, packed.bytes);
      broker.listen(this.#id, (method, a, payload) => this.#hear(method, a, payload));
      broker.tell(this.#id, Common.create, ResourceKind.process, handed.slot);
      const slot = String(handed.slot);
      this.#child = startChild(CHILD, [slot], sharedFile(), [], (code) => this.#exited(code));
    } catch (error) {
      unpack(packed);
      handed?.free();
      broker.forget(this.#id); // first: nobody has to hear that what never was is gone
      broker.tell(this.#id, ProcessMethod.exited);
      throw notStarted(this.#name, error);
    }
    this.#free = handed.free;
    this.#arguments = packed;
    children.add(this);
  }

  #hear(method: number, a: number, payload: Uint8Array): void {
    if (method === ProcessEvent.refused) {
      // The first process of the family cannot let it in: it would wait for ever.
      this.#refusal = new TextDecoder().decode(payload);
      this.#child!.kill("SIGKILL");
    } else if (method === ProcessEvent.connected) {
      this.#free?.();
      this.#free = undefined;
    } else if (method === ProcessEvent.gone) this.#gone();
    else if (method === ProcessEvent.post) this.#take(a, payload);
  }

  #take(kind: number, payload: Uint8Array): void {
    if (kind === Post.running) this.#arguments = undefined;
    else if (kind === Post.other) this.#listener?.(payload);
    else if (kind === Post.recorded) observer?.arrived(payload);
    else if (kind === Post.result) this.#settle(false, payload);
    else if (kind === Post.failure) this.#settle(true, payload);
  }

  #settle(failed: boolean, payload: Uint8Array): void {
    this.#settled = true;
    let outcome: unknown;
    try {
      outcome = open(payload);
    } catch (error) {
      outcome = notReadable(this.#name, failed, error);
      failed = true;
    }
    if (!failed) return this.#outcome.resolve(outcome as Awaited<R>);
    if (!this.#outcome.asked) report(`Process ${this.#name}:\n${describeError(outcome)}\n`);
    this.#outcome.reject(outcome);
  }

  #exited(exitcode: number): void {
    this.#exitcode = exitcode;
    observer?.left(this.#child!.pid);
    if (exitcode === CLOSED_PIPE) outputClosed(); // nobody reads what this family writes
    if (this.#refusal) this.#gone();
    else link().tell(this.#id, ProcessMethod.exited);
  }

  #gone(): void {
    this.#finished = true;
    this.#free?.();
    if (this.#arguments) unpack(this.#arguments);
    this.#arguments = undefined;
    children.delete(this);
    link().forget(this.#id);
    if (this.#refusal) this.#outcome.reject(notStarted(this.#name, this.#refusal));
    else if (!this.#settled) {
      this.#outcome.reject(lost(this.#name, this.#child!.pid, this.#exitcode!));
    }
    this.#ended.resolve();
  }

  /**
   * Waits until the process has ended, or `timeout` ms have passed.
   *
   * @throws {RuntimeError} if it was not started, or is this very process
   */
  async join(options?: Pick<WaitOptions, "timeout" | "signal">): Promise<void> {
    const ms = limit("Cannot join process", options);
    this.#checkOpen();
    if (!this.#child) throw new RuntimeError("can only join a started process: call start() first");
    await this.#ended.wait(ms, options?.signal);
  }

  /** What the target returned. It rejects with what the target threw, or with `WorkerLostError`. */
  async result(): Promise<Awaited<R>> {
    this.#checkOpen();
    if (!this.#child) {
      throw new RuntimeError("can only ask a started process for its result: call start() first");
    }
    return await this.#outcome.value();
  }

  /** Was it started, and has it not ended? */
  isAlive(): boolean {
    this.#checkOpen();
    return this.#child !== undefined && !this.#finished;
  }

  /** Ends the process with SIGTERM. A RuntimeError, if it was not started. */
  terminate(): void {
    this.#end("SIGTERM");
  }

  /** Ends the process with SIGKILL. A RuntimeError, if it was not started. */
  kill(): void {
    this.#end("SIGKILL");
  }

  #end(signal: "SIGTERM" | "SIGKILL"): void {
    this.#checkOpen();
    if (!this.#child) throw new RuntimeError("can only end a started process: call start() first");
    if (!this.#finished) this.#child.kill(signal);
  }

  /** @internal */
  [share](): never {
    throw new TypeError("a process is the matter of its parent; send its pid, or a queue");
  }

  /**
   * Gives up what the object holds. Nothing can be asked of it afterwards.
   *
   * @throws {RuntimeError} if the process still runs
   */
  close(): void {
    if (this.#closed) return;
    if (this.#child && !this.#finished) {
      throw new RuntimeError(
        "Cannot close a process while it is still running: call join() or terminate() first",
      );
    }
    this.#closed = true;
  }
}
