/** The chunks of a pool that no worker has yet, in the order in which they came. */

import type { Job } from "./job.ts";
import type { Chunk } from "./worker_slot.ts";

export class WaitingChunks {
  /** Those before `#next` are handed out. */
  #chunks: Chunk[] = [];
  #next = 0;

  get size(): number {
    return this.#chunks.length - this.#next;
  }

  add(chunk: Chunk): void {
    this.#chunks.push(chunk);
  }

  /** Takes the oldest; there is one. */
  next(): Chunk {
    const chunk = this.#chunks[this.#next++]!;
    if (this.#next === this.#chunks.length) this.#set([]);
    return chunk;
  }

  /** Takes back what was handed out: it is older than what waits. */
  putBack(chunks: Chunk[]): void {
    if (chunks.length === 0) return;
    this.#set([...chunks, ...this.#chunks.slice(this.#next)].sort((a, b) => a.id - b.id));
  }

  /** Drops those of a job. */
  drop(job: Job): void {
    this.#set(this.#chunks.slice(this.#next).filter((chunk) => chunk.job !== job));
  }

  /** Drops all, and answers whose they were. */
  clear(): Set<Job> {
    const jobs = new Set(this.#chunks.slice(this.#next).map(({ job }) => job));
    this.#set([]);
    return jobs;
  }

  #set(chunks: Chunk[]): void {
    this.#chunks = chunks;
    this.#next = 0;
  }
}
