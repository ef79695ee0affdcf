import { timeNow } from "../../runtime/clock.ts";
import { RuntimeError, WorkerLostError } from "../../errors.ts";
import { FunctionTable } from "./function_table.ts";
import type { SetUp, Workshop } from "./outside/handle.ts";
import { Outcome } from "../link/deferred.ts";
import { type Job, LATER } from "./job.ts";
import { type FromWorker, Mode, type Results, ToPool } from "./messages.ts";
import { WaitingChunks } from "./waiting_chunks.ts";
import { type Chunk, Station } from "./worker_slot.ts";

/** So often workers may die before their first task; then the pool gives up. */
const MOST_STILLBORN = 3;
/** A task that has run for so long, in ms, is a long one: nothing waits behind it. */
const LONG = 5;

/**
 * Hands tasks to workers.
 *
 * A worker has some tasks waiting, so that it never waits for the pool. If another one idles, or gets
 * on while this one does not, tasks that have not begun are taken back and handed out again.
 *
 * Invariant: each chunk is either in `#waiting`, or with exactly one station; it leaves its station
 * settled, refused, or when the worker is gone. A task that has begun is never begun again.
 */
export class Scheduler {
  readonly #shop: Workshop;
  readonly #setUp: SetUp;
  readonly #size: number;
  readonly #stations: Set<Station> = new Set();
  readonly #waiting: WaitingChunks = new WaitingChunks();
  readonly functions: FunctionTable = new FunctionTable();
  #jobs: Job[] = [];
  /** Those that have more chunks when some of their results have been taken. */
  readonly #paused: Set<Job> = new Set();
  #filling = false;
  #lastId = 0;
  #stillborn = 0;
  #closed = false;
  #broken: { readonly error: unknown } | undefined;
  readonly #end: Outcome<void> = new Outcome();

  constructor(shop: Workshop, size: number, setUp: SetUp) {
    this.#shop = shop;
    this.#size = size;
    this.#setUp = setUp;
    try {
      this.#hire();
    } catch (error) {
      this.#broken = { error };
      for (const station of this.#stations) station.handle.kill();
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
    while (this.#jobs.length > 0 && this.#waiting.size < 2 * this.#size) {
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
  #freest(): Station | undefined {
    const { most } = this.#setUp;
    let found: Station | undefined;
    for (const station of this.#stations) {
      if (!station.hasRoom || (most > 0 && station.assigned >= most)) continue;
      if (!found || station.chunks.size < found.chunks.size) found = station;
    }
    return found;
  }

  #dispatch(): void {
    for (this.#fill(); this.#waiting.size > 0; this.#fill()) {
      const station = this.#freest();
      if (!station) return;
      this.#hand(station, this.#waiting.next());
    }
    this.#balance();
  }

  #hand(station: Station, chunk: Chunk): void {
    try {
      station.hand(chunk, this.functions.get(chunk.fn));
    } catch (error) {
      chunk.job.fail(chunk, this.#refusal(chunk) ?? error);
    }
  }

  /** The error that names the argument, as its sender knows it, that cannot be sent. */
  #refusal({ mode, items, job }: Chunk): unknown {
    try {
      if (mode === Mode.apply) this.#shop.check(items, job.path);
      else for (const item of items) this.#shop.check(item, job.path);
    } catch (error) {
      return error;
    }
    return undefined;
  }

  /** A worker idles while another has tasks that have not begun: half of those are taken back. */
  #balance(): void {
    for (const station of this.#stations) {
      if (!station.idles) continue;
      let busiest: Station | undefined;
      for (const other of this.#stations) {
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
    for (const station of this.#stations) {
      if (station.chunks.size > 1 && now - station.progress > LONG) {
        this.#waiting.putBack(station.takeBack(true));
      }
    }
  }

  #hire(): void {
    while (this.#stations.size < this.#size) {
      const station: Station = new Station(
        this.#shop.start({
          message: (message) => this.#hear(station, message as FromWorker),
          unreadable: (error) => this.#unreadable(station, undefined, error),
          ended: (how, cause) => this.#ended(station, how, cause),
        }, this.#setUp),
      );
      this.#stations.add(station);
    }
  }

  #hear(station: Station, message: FromWorker): void {
    if (message[0] === ToPool.results) this.#results(station, message);
    else if (message[0] === ToPool.ready) {
      station.ready = true;
      station.progress = timeNow();
      this.#stillborn = 0;
      this.#dispatch();
    } else if (message[0] === ToPool.broken) this.breakDown(message[1]);
    else if (message[0] === ToPool.unreadable) this.#unreadable(station, message[1], message[2]);
    else {
      const chunk = station.chunks.get(message[1]);
      // Mostly it was taken back already; then it may even be here again, in another position.
      if (!chunk || station.positionOf(chunk) !== message[2]) return;
      station.refused(chunk);
      this.#waiting.putBack([chunk]);
      this.#dispatch();
    }
  }

  #results(station: Station, [, id, first, values, failures, done]: Results): void {
    const chunk = station.chunks.get(id);
    if (!chunk) return;
    if (done) station.settle(chunk);
    chunk.settled = first + values.length;
    chunk.job.settle(chunk, first, values, failures || []);
    if (!done) return;
    this.#relieve(station.progress);
    if (station.chunks.size * 2 <= station.window) this.#dispatch();
    this.#rest();
  }

  /** A task, or without a position the result of one, came and cannot be read: it has that error. */
  #unreadable(station: Station, position: number | undefined, error: unknown): void {
    const chunk = station.chunkAt(position);
    if (!chunk) return;
    station.settle(chunk);
    chunk.job.fail(chunk, error);
    this.#dispatch();
    this.#rest();
  }

  #ended(station: Station, how: string, cause: unknown): void {
    this.#stations.delete(station);
    const { lost, left } = station.leave();
    this.#waiting.putBack(left);
    const { name } = station.handle;
    const why = cause === undefined ? {} : { cause };
    for (const chunk of lost) {
      chunk.job.fail(chunk, new WorkerLostError(`${name} ${how} while it ran the task`, why));
    }
    const stillborn = !station.ready && !station.stopping;
    if (stillborn && ++this.#stillborn >= MOST_STILLBORN) {
      this.breakDown(
        new WorkerLostError(`Cannot start workers: ${name} ${how} before its first task`, why),
      );
    } else this.#replace();
    this.#rest();
  }

  #replace(): void {
    if (this.#broken || (this.#closed && !this.#pending)) return;
    try {
      this.#hire();
    } catch (error) {
      if (this.#stations.size === 0) return this.breakDown(error);
    }
    this.#dispatch();
  }

  get #pending(): boolean {
    if (this.#waiting.size > 0 || this.#jobs.length > 0 || this.#paused.size > 0) return true;
    return [...this.#stations].some((station) => station.chunks.size > 0);
  }

  /** Nothing works any more: all that is pending, and all that comes, fails with `error`. */
  breakDown(error: unknown): void {
    if (this.#broken) return;
    this.#broken = { error };
    const jobs = new Set([...this.#jobs, ...this.#paused]);
    for (const job of this.#waiting.clear()) jobs.add(job);
    for (const station of this.#stations) {
      for (const chunk of station.chunks.values()) jobs.add(chunk.job);
      station.chunks.clear();
      station.handle.kill();
    }
    this.#jobs = [];
    this.#paused.clear();
    for (const job of jobs) job.failAll(error ?? new RuntimeError("the pool is broken"));
    this.#rest();
  }

  /** No job comes any more: the workers end when all is done. */
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
    for (const station of this.#stations) station.stop();
    if (this.#stations.size === 0) this.#end.resolve();
  }

  /** Settles when no job comes any more and the last worker is gone. */
  ended(): Promise<void> {
    return this.#end.wait(Infinity, undefined, false);
  }
}
