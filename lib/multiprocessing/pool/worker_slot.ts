/** One worker as the scheduler sees it: the chunks it has, and which of them can be taken back. */

import { timeNow } from "../../runtime/clock.ts";
import type { Reference } from "../../program/reference.ts";
import type { WorkerHandle } from "./outside/handle.ts";
import type { Job } from "./job.ts";
import { ToWorker } from "./messages.ts";

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

/**
 * A worker and what was handed to it.
 *
 * Invariant: `chunks` are those that were handed out and are neither settled nor taken back nor
 * refused, in the order of their positions. The worker may begin any position that it has not begun
 * and that is not in the range that was taken back.
 */
export class WorkerSlot {
  readonly handle: WorkerHandle;
  readonly chunks: Map<number, Chunk> = new Map();
  readonly #positions: Map<number, number> = new Map();
  readonly #defined: Set<number> = new Set();
  #handed = 0;
  #refusedFrom = 0;
  #refusedTo = -1;
  /** How many tasks it has run or will run. */
  assigned = 0;
  /** How many it may have at a time. It grows with each task that it settles. */
  window = 1;
  /** Has it been prepared? */
  ready = false;
  stopping = false;
  /** When it last got something to do while idle, or settled something. */
  progressedAt = 0;

  constructor(handle: WorkerHandle) {
    this.handle = handle;
  }

  get hasRoom(): boolean {
    return this.ready && !this.stopping && this.chunks.size < this.window;
  }

  get idles(): boolean {
    return this.ready && !this.stopping && this.chunks.size === 0;
  }

  /**
   * Hands out a chunk.
   *
   * @throws {TypeError} if an item cannot be sent; then nothing was handed out
   */
  hand(chunk: Chunk, reference: Reference): void {
    if (!this.#defined.has(chunk.fn)) {
      this.handle.post([ToWorker.define, chunk.fn, reference], "function");
      this.#defined.add(chunk.fn);
    }
    const { id, fn, mode, items, job } = chunk;
    const position = this.#handed;
    this.handle.post([ToWorker.task, id, position, fn, mode, items], job.path);
    this.#handed++; // not before it was sent: the worker counts them, too
    if (this.chunks.size === 0) this.progressedAt = timeNow();
    this.chunks.set(id, chunk);
    this.#positions.set(id, position);
    this.assigned++;
  }

  /** It is to end when it has done what it was given. */
  stop(): void {
    if (this.stopping) return;
    this.stopping = true;
    this.handle.post([ToWorker.stop], "stop");
  }

  /** The chunk is settled. */
  settle(chunk: Chunk): void {
    this.#remove(chunk);
    this.progressedAt = timeNow();
    this.window = Math.min(this.window * 2, MOST_WAITING);
  }

  /** What was handed out in `position`; without one, what the worker is on. */
  chunkAt(position?: number): Chunk | undefined {
    for (const chunk of this.chunks.values()) {
      if (position === undefined || this.#positions.get(chunk.id) === position) return chunk;
    }
    return undefined;
  }

  positionOf(chunk: Chunk): number | undefined {
    return this.#positions.get(chunk.id);
  }

  /** The worker has not run the chunk and will not. */
  refused(chunk: Chunk): void {
    this.#remove(chunk);
    this.assigned--;
  }

  #remove(chunk: Chunk): void {
    this.chunks.delete(chunk.id);
    this.#positions.delete(chunk.id);
  }

  /** Takes back chunks that have not begun: the later half of them, or all. */
  takeBack(all: boolean): Chunk[] {
    const { handle } = this;
    const before = handle.begun();
    const open = [...this.#positions.values()].filter((position) => position >= before);
    if (open.length === 0) return [];
    let from = open[all ? 0 : Math.floor(open.length / 2)]!;
    // What was taken back before and the worker has not decided on yet must stay refused. It has said
    // that it begins the one before `before`, and may not have looked whether it must not.
    if (before <= this.#refusedTo) from = Math.min(from, this.#refusedFrom);
    this.#refusedFrom = from;
    this.#refusedTo = this.#handed;
    handle.takeBack(from, this.#handed);
    this.window = 1;
    return this.#from(Math.max(handle.begun(), from));
  }

  /** The worker is gone: the chunks that it had begun, and those that it had not. */
  leave(): { lost: Chunk[]; left: Chunk[] } {
    const left = this.#from(this.handle.begun());
    return { lost: [...this.chunks.values()], left };
  }

  /** Takes away the chunks from a position on. */
  #from(position: number): Chunk[] {
    const found = [...this.chunks.values()].filter((chunk) =>
      this.#positions.get(chunk.id)! >= position
    );
    for (const chunk of found) this.refused(chunk);
    return found;
  }
}
