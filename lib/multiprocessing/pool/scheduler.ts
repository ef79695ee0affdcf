/** Decides which worker gets which chunk, takes back what waits too long, and replaces lost workers. */

import { timeNow } from "../../runtime/clock.ts";
import { RuntimeError, WorkerLostError } from "../../errors.ts";
import type { Reference } from "../../program/reference.ts";
import { show } from "../../show.ts";
import type { Crew } from "./calls.ts";
import { FunctionTable } from "./function_table.ts";
import type { Backend, SetUp } from "./outside/handle.ts";
import { Deferred } from "../link/deferred.ts";
import { type Job, LATER } from "./job.ts";
import { type FromWorker, Mode, type Results, ToPool } from "./messages.ts";
import { WaitingChunks } from "./waiting_chunks.ts";
import { type Chunk, WorkerSlot } from "./worker_slot.ts";

/** So often workers may die before their first task. */
const MOST_STILLBORN = 3;
/** A task that has run for so long, in ms, is a long one: nothing waits behind it. */
const LONG = 5;
/** How many chunks may be ahead of those who take the results, for each worker. */
const BUFFERED = 128;

/**
 * Hands tasks to workers.
 *
 * A worker has some tasks waiting, so that it never waits for the pool. If another one idles, or gets
 * on while this one does not, tasks that have not begun are taken back and handed out again.
 *
 * Invariant: each chunk is either in `#waiting`, or with exactly one slot; it leaves its slot
 * settled, refused, or when the worker is gone. A task that has begun is never begun again.
 */
export class Scheduler implements Crew {
  readonly #backend: Backend;
  readonly #setUp: SetUp;
  readonly size: number;
  readonly ahead: number;
  readonly #slots: Set<WorkerSlot> = new Set();
  readonly #waiting: WaitingChunks = new WaitingChunks();
  readonly #functions: FunctionTable = new FunctionTable();
  readonly numberOf = (reference: Reference): number => this.#functions.numberOf(reference);
  #jobs: Job[] = [];
  /** Those that have more chunks when some of their results have been taken. */
  readonly #paused: Set<Job> = new Set();
  #filling = false;
  #lastId = 0;
  #neverReady = 0;
  #closed = false;
  #broken: { readonly error: unknown } | undefined;
  readonly #end: Deferred<void> = new Deferred();
  onBroken: ((error: unknown) => void) | undefined;

  constructor(backend: Backend, size: number, setUp: SetUp) {
    this.#backend = backend;
    this.size = size;
    this.ahead = BUFFERED * size;
    this.#setUp = setUp;
    try {
      this.#hire();
    } catch (error) {
      this.#broken = { error };
      for (const slot of this.#slots) slot.handle.kill();
      throw error;
    }
  }

  nextId(): number {
    return ++this.#lastId;
  }

  /** Takes the chunks of a job, as fast as there is use for them. */
  add(job: Job): void {
    if (this.#broken) return job.failAll(this.#broken.error);
    this.#jobs.push(job);
    this.#dispatch();
  }

  /** Nobody wants the results of a job: its chunks that are not handed out are dropped. */
  forget(job: Job): void {
    this.#jobs = this.#jobs.filter((other) => other !== job);
    this.#paused.delete(job);
    this.#waiting.drop(job);
    this.#dispatch();
    this.#rest();
  }

  /** A job that said LATER can go on. */
  resume(job: Job): void {
    if (!this.#paused.delete(job)) return;
    this.#jobs.push(job);
    this.#dispatch();
    this.#rest();
  }

  /** Gets more chunks from the jobs if few are left. */
  #fill(): void {
    if (this.#filling) return; // an iterable of the user that calls the pool itself
    this.#filling = true;
    while (this.#jobs.length > 0 && this.#waiting.size < 2 * this.size) {
      const job = this.#jobs[0]!;
      const chunk = job.nextChunk();
      if (this.#jobs[0] !== job) continue; // the iterable has ended the pool, or left the job
      if (chunk === LATER) {
        this.#paused.add(job);
        this.#jobs.shift();
        continue;
      }
      if (chunk) this.#waiting.add(chunk);
      if (!chunk || job.takesTurns) this.#jobs.shift();
      if (chunk && job.takesTurns) this.#jobs.push(job);
    }
    this.#filling = false;
  }

  /** The worker with the least to do, of those that may get more. */
  #freest(): WorkerSlot | undefined {
    const { most } = this.#setUp;
    let found: WorkerSlot | undefined;
    for (const slot of this.#slots) {
      if (!slot.hasRoom || (most > 0 && slot.assigned >= most)) continue;
      if (!found || slot.chunks.size < found.chunks.size) found = slot;
    }
    return found;
  }

  #dispatch(): void {
    for (this.#fill(); this.#waiting.size > 0; this.#fill()) {
      const slot = this.#freest();
      if (!slot) return;
      this.#hand(slot, this.#waiting.next());
    }
    this.#balance();
  }

  #hand(slot: WorkerSlot, chunk: Chunk): void {
    try {
      slot.hand(chunk, this.#functions.get(chunk.fn));
    } catch (error) {
      chunk.job.fail(chunk, this.#refusal(chunk) ?? error);
    }
  }

  /** The error that names the argument, as its sender knows it, that cannot be sent. */
  #refusal({ mode, items, job }: Chunk): unknown {
    try {
      if (mode === Mode.apply) this.#backend.check(items, job.path);
      else for (const item of items) this.#backend.check(item, job.path);
    } catch (error) {
      return error;
    }
    return undefined;
  }

  /** A worker idles while another has tasks that have not begun: half of those are taken back. */
  #balance(): void {
    for (const slot of this.#slots) {
      if (!slot.idles) continue;
      let busiest: WorkerSlot | undefined;
      for (const other of this.#slots) {
        if (other.chunks.size > (busiest?.chunks.size ?? 1)) busiest = other;
      }
      const back = busiest?.takeBack(false) ?? [];
      if (back.length === 0) return;
      this.#waiting.putBack(back);
      return this.#dispatch();
    }
  }

  /** What waits behind a long task is taken back: the worker that gets on may do it. */
  #relieve(now: number): void {
    for (const slot of this.#slots) {
      if (slot.chunks.size > 1 && now - slot.progressedAt > LONG) {
        this.#waiting.putBack(slot.takeBack(true));
      }
    }
  }

  #hire(): void {
    while (this.#slots.size < this.size) {
      const slot: WorkerSlot = new WorkerSlot(
        this.#backend.start({
          message: (message) => this.#hear(slot, message as FromWorker),
          unreadable: (error) => this.#unreadable(slot, undefined, error),
          ended: (how, cause) => this.#ended(slot, how, cause),
        }, this.#setUp),
      );
      this.#slots.add(slot);
    }
  }

  #hear(slot: WorkerSlot, message: FromWorker): void {
    if (message[0] === ToPool.results) this.#results(slot, message);
    else if (message[0] === ToPool.ready) {
      slot.ready = true;
      slot.progressedAt = timeNow();
      this.#neverReady = 0;
      this.#dispatch();
    } else if (message[0] === ToPool.broken) this.breakDown(message[1]);
    else if (message[0] === ToPool.unreadable) this.#unreadable(slot, message[1], message[2]);
    else {
      const chunk = slot.chunks.get(message[1]);
      // Mostly it was taken back already; then it may even be here again, in another position.
      if (!chunk || slot.positionOf(chunk) !== message[2]) return;
      slot.refused(chunk);
      this.#waiting.putBack([chunk]);
      this.#dispatch();
    }
  }

  #results(slot: WorkerSlot, [, id, first, values, failures, done]: Results): void {
    const chunk = slot.chunks.get(id);
    if (!chunk) return;
    if (done) slot.settle(chunk);
    chunk.settled = first + values.length;
    chunk.job.settle(chunk, first, values, failures || []);
    if (!done) return;
    this.#relieve(slot.progressedAt);
    if (slot.chunks.size * 2 <= slot.window) this.#dispatch();
    this.#rest();
  }

  /** A task, or without a position the result of one, came and cannot be read: it has that error. */
  #unreadable(slot: WorkerSlot, position: number | undefined, error: unknown): void {
    const chunk = slot.chunkAt(position);
    if (!chunk) return;
    slot.settle(chunk);
    chunk.job.fail(chunk, error);
    this.#dispatch();
    this.#rest();
  }

  #ended(slot: WorkerSlot, how: string, cause: unknown): void {
    this.#slots.delete(slot);
    const { lost, left } = slot.leave();
    this.#waiting.putBack(left);
    const { name } = slot.handle;
    const why = cause === undefined ? {} : { cause };
    for (const chunk of lost) {
      chunk.job.fail(chunk, new WorkerLostError(`${name} ${how} while it ran the task`, why));
    }
    if (!slot.ready && !slot.stopping && ++this.#neverReady >= MOST_STILLBORN) {
      const when = `before its first task${cause === undefined ? "" : `: ${show(cause)}`}`;
      this.breakDown(new WorkerLostError(`Cannot start workers: ${name} ${how} ${when}`, why));
    } else this.#replace();
    this.#rest();
  }

  #replace(): void {
    if (this.#broken || (this.#closed && !this.#pending)) return;
    try {
      this.#hire();
    } catch (error) {
      if (this.#slots.size === 0) return this.breakDown(error);
    }
    this.#dispatch();
  }

  get #pending(): boolean {
    if (this.#waiting.size > 0 || this.#jobs.length > 0 || this.#paused.size > 0) return true;
    return [...this.#slots].some((slot) => slot.chunks.size > 0);
  }

  breakDown(error: unknown): void {
    if (this.#broken) return;
    this.#broken = { error };
    const jobs = new Set([...this.#jobs, ...this.#paused]);
    for (const job of this.#waiting.clear()) jobs.add(job);
    for (const slot of this.#slots) {
      for (const chunk of slot.chunks.values()) jobs.add(chunk.job);
      slot.chunks.clear();
      slot.handle.kill();
    }
    this.#jobs = [];
    this.#paused.clear();
    for (const job of jobs) job.failAll(error ?? new RuntimeError("the pool is broken"));
    this.onBroken?.(error);
    this.#rest();
  }

  close(): void {
    this.#closed = true;
    for (const job of [...this.#paused]) {
      job.takeAll?.();
      this.resume(job);
    }
    for (const job of this.#jobs) job.takeAll?.();
    this.#rest();
  }

  #rest(): void {
    if (!this.#closed || this.#pending) return;
    for (const slot of this.#slots) slot.stop();
    if (this.#slots.size === 0) this.#end.resolve();
  }

  ended(): Promise<void> {
    return this.#end.wait(Infinity, undefined, false);
  }
}
