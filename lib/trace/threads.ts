/** What is recorded of threads and of the tasks of coroutines, and how a thread begins to be recorded. */

import { type Inside, RECORDER } from "../memory/observer.ts";
import { context } from "../runtime/current.ts";
import { Task } from "../coroutine.ts";
import { Queue, SimpleQueue } from "../queue.ts";
import { Barrier, Condition, Event, Lock, RLock, Semaphore, Thread } from "../threading.ts";
import { nameOf } from "../threading/record.ts";
import { rlockParts } from "../threading/rlock.ts";
import { type Identify, ofThread, ofThreads, threadKey } from "./identify.ts";
import { Operation } from "./operations.ts";
import { Recorder } from "./recorder.ts";
import { Reel } from "./reel.ts";
import { recordBy, recording, replace, type Watched } from "./watch.ts";

/** What travels to threads and children in their context. */
export interface Plan {
  readonly module: string;
  readonly reel: number;
  readonly capacity: number;
  readonly lines: boolean;
}

/** What says whose a tape is. */
export interface About {
  readonly key: string;
  readonly kind: "thread" | "process";
  readonly name: string;
}

const { acquired, released, inserted, got, notified, woken, joined, started } = Operation;
const locking = { acquire: acquired, acquireSync: acquired, release: released };
const waiting = { wait: woken, waitSync: woken };
const putting = {
  put: inserted,
  putSync: inserted,
  putNowait: inserted,
  get: got,
  getSync: got,
  getNowait: got,
};

const watch = (
  Class: { readonly prototype: object },
  methods: Record<string, number>,
  identify: Identify = ofThreads,
): Watched => ({ prototype: Class.prototype, methods, identify });

export const ofAllThreads: readonly Watched[] = [
  { ...watch(Lock, locking), busy: (lock: Lock) => lock.locked() },
  { ...watch(RLock, locking), busy: (lock: RLock) => lock.locked() && !rlockParts(lock).isOwned() },
  watch(Semaphore, locking),
  watch(Condition, { ...waiting, notify: notified }),
  watch(Event, { ...waiting, set: notified }),
  watch(Barrier, waiting),
  watch(Queue, { ...putting, join: joined, joinSync: joined }),
  watch(SimpleQueue, putting),
  watch(Thread, { start: started, join: joined, joinSync: joined, result: joined }, ofThread),
];

/** From now on `by` records this thread, and what `more` watches besides. */
export function begin(by: Recorder, more: readonly Watched[]): void {
  recordBy(by, [...ofAllThreads, ...more]);
  replace(Task.prototype, "run", (original) =>
    function () {
      const by = recording();
      const act = () => void Reflect.apply(original, this, []);
      return by ? by.step(this as Task, act) : act();
    });
}

/** This thread is recorded no longer; its lane ends `at`, or now. */
export function end(by: Recorder, failed: boolean, at?: number): void {
  recordBy(undefined, []);
  by.end(failed, at);
}

/** A thread begins that is recorded: see `Inside`. */
export const enter: Inside["enter"] = (cell) => {
  const { reel, lines } = JSON.parse(context(RECORDER)!) as Plan;
  const shared = new Reel(0, reel);
  const about: About = { key: threadKey(cell), kind: "thread", name: nameOf(cell) };
  const recorder = new Recorder(shared, about, lines);
  begin(recorder, []);
  return (failed) => {
    end(recorder, failed);
    shared.leave();
  };
};
