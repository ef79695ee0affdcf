/** A recording while it is made: begins with this thread, ends with what all have done. */

import { RuntimeError } from "../errors.ts";
import { RECORDER } from "../memory/observer.ts";
import { clockNow } from "../runtime/clock.ts";
import { inWorker, setContext } from "../runtime/current.ts";
import { assembled } from "./assemble.ts";
import { USUAL_CAPACITY } from "./capacity.ts";
import { Gatherer } from "./gather.ts";
import { threadKey } from "./identify.ts";
import { merged } from "./merge.ts";
import { announce, ofAllProcesses } from "./processes.ts";
import { Recorder } from "./recorder.ts";
import { Recording } from "./recording.ts";
import { Reel } from "./reel.ts";
import { type About, begin, end } from "./threads.ts";
import { recording } from "./watch.ts";

export class Session {
  readonly #gatherer: Gatherer;
  readonly #recorder: Recorder;
  readonly #began: number;
  readonly #reel: Reel;
  #over: { readonly failed: boolean; readonly at: number } | undefined;

  /** From now on this thread is recorded, and whatever it starts. */
  constructor(capacity = USUAL_CAPACITY, lines = false) {
    if (inWorker) throw new RuntimeError("cannot trace inside a thread: trace in the main thread");
    if (recording()) {
      throw new RuntimeError(
        "cannot trace what is traced already: trace once, around the whole, and not with " +
          "INTERLEAVE_TRACE besides",
      );
    }
    const reel = this.#reel = new Reel(capacity);
    const gatherer = this.#gatherer = new Gatherer(reel);
    announce(reel, capacity, lines);
    const about: About = { key: threadKey(0), kind: "thread", name: "MainThread" };
    this.#began = clockNow();
    this.#recorder = new Recorder(reel, about, lines, (parcel) => gatherer.take(parcel));
    begin(this.#recorder, ofAllProcesses);
  }

  /** What the main thread ran is over: it ends now, unless it does something later. */
  over(failed: boolean): void {
    this.#over = { failed, at: clockNow() };
  }

  /** The recording ends; `value` is what the run gave. To be called once. */
  finish<R>(value: R, failed = false): Recording<R> {
    end(this.#recorder, this.#over?.failed ?? failed, this.#over?.at);
    setContext(RECORDER, "");
    const ended = this.#reel.close();
    const { parts, dropped } = this.#gatherer.parcel();
    this.#gatherer.leave();
    const whole = merged(parts, this.#began, ended);
    const { end: duration, complete } = whole;
    return new Recording({ value, ...assembled(whole), dropped, duration, complete });
  }
}
