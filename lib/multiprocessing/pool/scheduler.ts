import { RuntimeError, WorkerLostError } from "../../errors.ts";
import type { Reference } from "../../program/reference.ts";
import type { SetUp, WorkerHandle, Workshop } from "./handle.ts";
import type { Job } from "./job.ts";
import { type FromWorker, type Results, ToPool, ToWorker } from "./messages.ts";

/** A part of a job that one worker does at one go. */
export interface Chunk {
  readonly id: number;
  readonly job: Job;
  /** The place of its first item in the job. */
  readonly first: number;
  readonly count: number;
  readonly fn: number;
  readonly mode: number;
  readonly items: unknown[];
  /** How many of its items are already settled. */
  settled: number;
}

/** How many tasks a worker may have waiting: those of a busy worker are taken back if another idles. */
const MOST_WAITING = 64;
/** So often workers may die before their first task; then the pool gives up. */
const MOST_STILLBORN = 3;

/** A worker and what was handed to it. */
class Station {
  readonly handle: WorkerHandle;
  /** Handed out and not settled, in the order in which they were handed out. */
  readonly chunks: Map<number, Chunk> = new Map();
  readonly positions: Map<number, number> = new Map();
  readonly defined: Set<number> = new Set();
  handed = 0;
  /** Those of them that were not taken back. */
  assigned = 0;
  /** Taken back: the positions from the first to before the second. */
  refusedFrom = 0;
  refusedTo = 0;
  window = 1;
  ready = false;
  stopping = false;

  constructor(handle: WorkerHandle) {
    this.handle = handle;
  }
}

/**
 * Hands tasks to workers.
 *
 * A worker has some tasks waiting, so that it never waits for the pool. If another one idles, tasks
 * that have not begun are taken back and handed to that one: nothing waits behind a long task.
 *
 * Invariant: each chunk is either in `#waiting`, or with exactly one station; it leaves its station
 * settled, refused by the worker, or when the worker is gone. A task that has begun is never begun again.
 */
export class Scheduler {
  readonly #shop: Workshop;
  readonly #setUp: SetUp;
  readonly #size: number;
  readonly #stations: Set<Station> = new Set();
  #waiting: Chunk[] = [];
  #next = 0;
  readonly #functions: Map<string, number> = new Map();
  readonly #references: Reference[] = [];
  #feed: Job[] = [];
  #lastId = 0;
  #stillborn = 0;
  #closed = false;
  #failure: unknown;
  readonly #idle: Set<() => void> = new Set();

  constructor(shop: Workshop, size: number, setUp: SetUp) {
    this.#shop = shop;
    this.#size = size;
    this.#setUp = setUp;
    try {
      while (this.#stations.size < size) this.#hire();
    } catch (error) {
      for (const station of this.#stations) station.handle.kill();
      throw error;
    }
  }

  /** The number of a function in the messages. */
  functionNumber(reference: Reference): number {
    const key = `${reference.module} ${reference.name}`;
    const known = this.#functions.get(key);
    if (known !== undefined) return known;
    this.#functions.set(key, this.#references.length);
    return this.#references.push(reference) - 1;
  }

  /** Takes the chunks of a job, as fast as there is use for them. */
  add(job: Job): void {
    if (this.#failure !== undefined) return job.failAll(this.#failure);
    this.#feed.push(job);
    this.#dispatch();
  }

  nextId(): number {
    return ++this.#lastId;
  }

  get #left(): number {
    return this.#waiting.length - this.#next;
  }

  /** Gets more chunks from the jobs if few are left. */
  #fill(): void {
    while (this.#feed.length > 0 && this.#left < 2 * this.#size) {
      const chunk = this.#feed[0]!.nextChunk();
      if (chunk) this.#waiting.push(chunk);
      else this.#feed.shift();
    }
  }

  #dispatch(): void {
    for (let busy = true; busy;) {
      busy = false;
      for (const station of this.#stations) {
        this.#fill();
        if (this.#left === 0) break;
        if (station.stopping || station.chunks.size >= station.window || this.#spent(station)) {
          continue;
        }
        this.#hand(station, this.#waiting[this.#next++]!);
        busy = true;
      }
    }
    if (this.#next > 0 && this.#left === 0) {
      this.#waiting = [];
      this.#next = 0;
    }
    if (this.#left === 0) this.#balance();
  }

  #spent(station: Station): boolean {
    const { most } = this.#setUp;
    return most > 0 && station.assigned >= most;
  }

  #hand(station: Station, chunk: Chunk): void {
    const position = station.handed++;
    station.assigned++;
    station.chunks.set(chunk.id, chunk);
    station.positions.set(chunk.id, position);
    try {
      if (!station.defined.has(chunk.fn)) {
        station.defined.add(chunk.fn);
        const define = [ToWorker.define, chunk.fn, this.#references[chunk.fn]];
        station.handle.post(define, "function");
      }
      const task = [ToWorker.task, chunk.id, position, chunk.fn, chunk.mode, chunk.items];
      station.handle.post(task, chunk.job.path);
    } catch (error) {
      this.#takeAway(station, chunk);
      chunk.job.fail(chunk, error);
    }
  }

  #remove(station: Station, chunk: Chunk): void {
    station.chunks.delete(chunk.id);
    station.positions.delete(chunk.id);
  }

  /** Removes a chunk that has not begun. */
  #takeAway(station: Station, chunk: Chunk): void {
    this.#remove(station, chunk);
    station.assigned--;
  }

  /** A worker idles while another has tasks that have not begun: those are taken back. */
  #balance(): void {
    for (const idle of this.#stations) {
      if (idle.chunks.size > 0 || idle.stopping || !idle.ready) continue;
      let busiest: Station | undefined;
      for (const other of this.#stations) {
        if (other.chunks.size > (busiest?.chunks.size ?? 1)) busiest = other;
      }
      if (!busiest) return;
      this.#takeBack(busiest);
    }
  }

  #takeBack(station: Station): void {
    const { chunks, positions, handle, handed } = station;
    const begunBefore = handle.begun();
    const open = [...positions.values()].filter((position) => position >= begunBefore);
    if (open.length === 0) return;
    let from = open[Math.floor(open.length / 2)]!;
    // What was taken back before and the worker has not come to yet must stay refused.
    if (begunBefore < station.refusedTo) from = Math.min(from, station.refusedFrom);
    station.refusedFrom = from;
    station.refusedTo = handed;
    handle.takeBack(from, handed);
    const begun = handle.begun();
    station.window = 1;
    const back: Chunk[] = [];
    for (const chunk of [...chunks.values()]) {
      if (positions.get(chunk.id)! < Math.max(begun, from)) continue;
      this.#takeAway(station, chunk);
      back.push(chunk);
    }
    this.#waiting = [...back, ...this.#waiting.slice(this.#next)];
    this.#next = 0;
    if (back.length > 0) this.#dispatch();
  }

  #hire(): void {
    const station: Station = new Station(
      this.#shop.start({
        message: (message) => this.#hear(station, message as FromWorker),
        ended: (how) => this.#ended(station, how),
      }, this.#setUp),
    );
    this.#stations.add(station);
  }

  #hear(station: Station, message: FromWorker): void {
    if (message[0] === ToPool.results) this.#results(station, message);
    else if (message[0] === ToPool.ready) {
      station.ready = true;
      this.#stillborn = 0;
      this.#dispatch();
    } else if (message[0] === ToPool.broken) this.breakDown(message[1]);
    else {
      const chunk = station.chunks.get(message[1]);
      if (!chunk) return; // it was taken back already
      this.#takeAway(station, chunk);
      this.#waiting.splice(this.#next, 0, chunk);
      this.#dispatch();
    }
  }

  #results(station: Station, [, id, first, values, failures, done]: Results): void {
    const chunk = station.chunks.get(id);
    if (!chunk) return;
    if (done) {
      this.#remove(station, chunk);
      station.window = Math.min(station.window * 2, MOST_WAITING);
    }
    chunk.settled = first + values.length;
    chunk.job.settle(chunk, first, values, failures || []);
    if (!done) return;
    if (station.chunks.size * 2 <= station.window) this.#dispatch();
    this.#rest();
  }

  #ended(station: Station, how: string): void {
    this.#stations.delete(station);
    const begun = station.handle.begun();
    const back: Chunk[] = [];
    for (const chunk of station.chunks.values()) {
      if (station.positions.get(chunk.id)! >= begun) back.push(chunk);
      else {
        const lost = new WorkerLostError(`${station.handle.name} ${how} while it ran the task`);
        chunk.job.fail(chunk, lost);
      }
    }
    this.#waiting = [...back, ...this.#waiting.slice(this.#next)];
    this.#next = 0;
    if (
      !station.ready && !station.stopping && this.#failure === undefined &&
      ++this.#stillborn >= MOST_STILLBORN
    ) {
      return this.breakDown(
        new WorkerLostError(
          `Cannot start workers: ${station.handle.name} ${how} before its first task`,
        ),
      );
    }
    if (this.#failure === undefined && (!this.#closed || this.#pending())) {
      try {
        while (this.#stations.size < this.#size) this.#hire();
      } catch (failure) {
        if (this.#stations.size === 0) return this.breakDown(failure);
      }
      this.#dispatch();
    }
    this.#rest();
  }

  #pending(): boolean {
    if (this.#left > 0 || this.#feed.length > 0) return true;
    for (const station of this.#stations) if (station.chunks.size > 0) return true;
    return false;
  }

  /** Nothing works any more: all that is pending, and all that comes, fails with `error`. */
  breakDown(error: unknown): void {
    if (this.#failure !== undefined) return;
    this.#failure = error ?? new RuntimeError("the initializer failed");
    const jobs = new Set(this.#feed);
    for (const chunk of this.#waiting.slice(this.#next)) jobs.add(chunk.job);
    for (const station of this.#stations) {
      for (const chunk of station.chunks.values()) jobs.add(chunk.job);
      station.chunks.clear();
    }
    this.#waiting = [];
    this.#next = 0;
    this.#feed = [];
    for (const station of this.#stations) station.handle.kill();
    for (const job of jobs) job.failAll(this.#failure);
    this.#rest();
  }

  /** No job comes any more: the workers go home when all is done. */
  close(): void {
    this.#closed = true;
    this.#rest();
  }

  #rest(): void {
    if (!this.#closed || this.#pending()) return;
    for (const station of this.#stations) {
      if (station.stopping) continue;
      station.stopping = true;
      station.handle.post([ToWorker.stop], "stop");
    }
    if (this.#stations.size > 0) return;
    for (const resolve of this.#idle) resolve();
    this.#idle.clear();
  }

  /** Settles when no job comes any more and the last worker is gone. */
  ended(): Promise<void> {
    if (this.#closed && this.#stations.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.add(resolve));
  }
}
