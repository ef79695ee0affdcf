/** The tasks of a JoinableQueue: how many items were put that nobody has called `taskDone` for. */

import { called, partOf } from "../../called.ts";
import { Failure } from "../protocol.ts";
import { answer, type Call, fail, type Member, Waiters } from "./resource.ts";

/** Invariant: nobody waits in `join` while `unfinished` is 0. */
export class TaskCount {
  unfinished = 0;
  readonly #joiners = new Waiters<Call>();

  put(count: number): void {
    this.unfinished += count;
  }

  /** `name`: that of the queue. */
  done(call: Call, name: string | undefined): void {
    if (this.unfinished === 0) {
      return fail(
        call,
        Failure.range,
        `Cannot finish ${
          partOf("task", "queue", name)
        }: taskDone() was called more often than items ` +
          "were put",
      );
    }
    answer(call);
    this.drop(1);
  }

  /** So many items are no tasks any more. */
  drop(count: number): void {
    this.unfinished = Math.max(this.unfinished - count, 0);
    if (this.unfinished > 0) return;
    for (const joiner of this.#joiners.takeAll()) answer(joiner);
  }

  join(call: Call): void {
    if (this.unfinished === 0) answer(call);
    else this.#joiners.add(call);
  }

  cancel(call: Call, name: string | undefined): void {
    const joiner = this.#joiners.take(call);
    if (!joiner) return;
    const queue = called("queue", name);
    fail(joiner, Failure.runtime, `Cannot join ${queue}: its tasks were not done in time`);
  }

  gone(member: Member): void {
    this.#joiners.takeAll(member);
  }
}
