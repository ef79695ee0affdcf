/** How many items of a queue are not done yet, and who waits until all are: a part of its channel. */

import { partOf } from "../called.ts";
import { nameAt } from "../memory/handles.ts";
import { give, take } from "../memory/mutex.ts";
import { Guard, point, steered, unchanged } from "../memory/steering.ts";
import { later } from "../memory/strands.ts";
import { GAVE_UP, type WaitList } from "../memory/waitlist.ts";
import { memory } from "../system/shared.ts";

export class Tasks {
  readonly #cell: number;
  readonly #unfinished: number;
  readonly #joiners: WaitList;

  /** `unfinished`: where their number is; `cell`: the channel's, which begins with its mutex. */
  constructor(cell: number, unfinished: number, joiners: WaitList) {
    this.#cell = cell;
    this.#unfinished = unfinished;
    this.#joiners = joiners;
  }

  done(): void {
    if (steered !== 0) point("taskDone", this.#cell);
    const at = this.#unfinished;
    take(this.#cell);
    const left = memory[at]! - 1;
    if (left >= 0) memory[at] = left;
    if (left === 0) this.#joiners.grantAll();
    give(this.#cell);
    if (left < 0) {
      if (steered !== 0) unchanged();
      throw new RangeError(
        `${
          partOf("task_done()", "queue", nameAt(this.#cell))
        } called too many times: taskDone() once ` +
          "for each item that was put",
      );
    }
  }

  joinSync(ms: number): boolean {
    if (steered !== 0) point("join", this.#cell, Guard.zero, [this.#unfinished], ms);
    return this.#allDone(ms) || ms > 0 && this.#joiners.waitSync(ms) !== GAVE_UP;
  }

  async join(ms: number, signal: AbortSignal | undefined): Promise<boolean> {
    signal?.throwIfAborted();
    if (steered !== 0) {
      await later("join", this.#cell, Guard.zero, [this.#unfinished], ms, signal);
    }
    return this.#allDone(ms) || ms > 0 && await this.#joiners.wait(ms, signal) !== GAVE_UP;
  }

  #allDone(ms: number): boolean {
    take(this.#cell);
    const done = memory[this.#unfinished] === 0;
    if (done || ms === 0) give(this.#cell);
    if (steered !== 0 && (done || ms === 0)) unchanged();
    return done;
  }
}
