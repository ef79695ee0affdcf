/** What a worker process has begun and what was taken back, in 16 bytes of the shared file. */

import { readShared, writeShared } from "../../system/shared_file.ts";
import { sharedFile } from "../file/layout.ts";

/**
 * Where a worker and its pool agree on which tasks begin, without a message and without a lock.
 *
 * Both write their own word first and then read the other's. So either the worker sees that a task
 * was taken back, or the pool sees that it has begun; if both see it, the worker refuses and says so.
 *
 *     0 the position after the last task begun (8)   8 taken back: from (4), to (4)
 */
export class Progress {
  readonly #at: number;
  readonly #begun = new Float64Array(1);
  readonly #begunBytes = new Uint8Array(this.#begun.buffer);
  readonly #back = new Uint32Array(2);
  readonly #backBytes = new Uint8Array(this.#back.buffer);

  constructor(at: number) {
    this.#at = at;
  }

  /** For the worker: begins, or learns that it must not. */
  begin(position: number): boolean {
    const fd = sharedFile();
    this.#begun[0] = position + 1;
    writeShared(fd, this.#begunBytes, this.#at);
    readShared(fd, this.#backBytes, this.#at + 8);
    return position < this.#back[0]! || position >= this.#back[1]!;
  }

  /** For the pool. */
  begun(): number {
    readShared(sharedFile(), this.#begunBytes, this.#at);
    return this.#begun[0]!;
  }

  /** For the pool. */
  takeBack(from: number, to: number): void {
    this.#back[0] = from;
    this.#back[1] = to;
    writeShared(sharedFile(), this.#backBytes, this.#at + 8);
  }

  clear(): void {
    writeShared(sharedFile(), new Uint8Array(16), this.#at);
  }
}

export const PROGRESS_BYTES = 16;
