/** What a worker thread has begun and what was taken back, in four words of shared memory. */

/** As Progress, for a worker in a thread of the same program. */
export class ThreadProgress {
  readonly words: Int32Array<SharedArrayBuffer>;

  constructor(words: Int32Array<SharedArrayBuffer> = new Int32Array(new SharedArrayBuffer(16))) {
    this.words = words;
  }

  /** For the worker: begins, or learns that it must not. */
  begin(position: number): boolean {
    Atomics.store(this.words, 0, position + 1);
    return position < Atomics.load(this.words, 1) || position >= Atomics.load(this.words, 2);
  }

  begun(): number {
    return Atomics.load(this.words, 0);
  }

  takeBack(from: number, to: number): void {
    // In this order: a range that only grows is never less than before in between, and one that lies
    // behind the one before is empty, so that the worker goes on and `begun` says so.
    Atomics.store(this.words, 1, from);
    Atomics.store(this.words, 2, to);
  }

  /** For the worker: tells the pool that something was posted. */
  ring(): void {
    Atomics.add(this.words, 3, 1);
    Atomics.notify(this.words, 3);
  }

  /** For the pool: how often it rang. */
  get rings(): number {
    return Atomics.load(this.words, 3);
  }
}
