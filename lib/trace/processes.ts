/** What is recorded of processes, and how a child process begins to be recorded. */

import { type Inside, RECORDER } from "../memory/observer.ts";
import { clearHeldInterval, setHeldInterval } from "../runtime/clock.ts";
import { context, loadable, pid, setContext } from "../runtime/current.ts";
import { libraryModule } from "../runtime/home.ts";
import {
  Barrier,
  Condition,
  Event,
  JoinableQueue,
  Lock,
  Process,
  Queue,
  RLock,
  Semaphore,
  SimpleQueue,
} from "../multiprocessing.ts";
import { idOf, nameOf, type SharedObject } from "../multiprocessing/link/shared_object.ts";
import { link, me } from "../multiprocessing/member.ts";
import { lockOf } from "../multiprocessing/sync/condition.ts";
import { AsyncResult } from "../multiprocessing/pool/async_result.ts";
import { Calls } from "../multiprocessing/pool/calls.ts";
import { Post, ProcessMethod } from "../multiprocessing/protocol.ts";
import { Connection } from "../multiprocessing/queues/connection.ts";
import { Gatherer } from "./gather.ts";
import { type Identity, processKey, SHARED, threadKey, typeOf } from "./identify.ts";
import { Operation } from "./operations.ts";
import { Recorder } from "./recorder.ts";
import { Reel } from "./reel.ts";
import { type About, begin, end, type Plan } from "./threads.ts";
import type { Watched } from "./watch.ts";

/** How often, in ms, a child sends what it has: so much of it is missing if it is killed. */
const EVERY = 50;

const { acquired, released, put, got, notified, woken, joined, started } = Operation;
const locking = { acquire: acquired, hold: acquired, release: released };
const putting = { put, putNowait: put, get: got, getNowait: got };

function ofShared(object: SharedObject): Identity {
  return { key: `${SHARED}${idOf(object)}`, type: typeOf(object), name: nameOf(object) };
}

function ofProcess(process: Process): Identity | undefined {
  const { pid, name } = process;
  return pid === null ? undefined : { key: processKey(pid), type: typeOf(process), name };
}

/** What only its own process knows is told apart by a number. */
function numbered(): (object: object) => Identity {
  const numbers = new WeakMap<object, number>();
  let last = 0;
  return (object) => {
    let number = numbers.get(object);
    if (number === undefined) numbers.set(object, number = ++last);
    const type = typeOf(object);
    return { key: `${pid} ${type} ${number}`, type };
  };
}

const ofResult = numbered(), ofPool = numbered();

type Of = (object: never) => Identity | undefined;

function watch(
  Class: { readonly prototype: object },
  methods: Record<string, number>,
  identify: Of = ofShared,
): Watched {
  const own = Object.entries(methods).filter(([name]) => Object.hasOwn(Class.prototype, name));
  return { prototype: Class.prototype, methods: Object.fromEntries(own), identify };
}

export const ofAllProcesses: readonly Watched[] = [
  watch(Lock, locking),
  watch(RLock, locking),
  watch(Semaphore, locking),
  {
    ...watch(Condition, { wait: woken, notify: notified }),
    lock: (condition: Condition) => ({ lock: lockOf(condition), identify: ofShared }),
  },
  watch(Event, { wait: woken, set: notified }),
  watch(Barrier, { wait: woken }),
  watch(Queue, putting),
  watch(JoinableQueue, { join: joined }),
  watch(SimpleQueue, putting),
  watch(Connection, { send: put, recv: got }),
  watch(Process, { start: started, join: joined, result: joined }, ofProcess),
  watch(Calls, { join: joined }, ofPool),
  watch(AsyncResult, { get: joined, wait: joined }, ofResult),
];

/** Where threads and children find how to record themselves. */
const INSIDE = libraryModule("trace/inside").href;

/** Says to all threads and children that start from now on how they are recorded. */
export function announce(reel: Reel, capacity: number, lines: boolean): void {
  const plan: Plan = { module: loadable(INSIDE), reel: reel.at, capacity, lines };
  setContext(RECORDER, JSON.stringify(plan));
}

/** A child process begins that is recorded: see `Inside`. */
export function enterProcess(): ReturnType<Inside["enter"]> {
  const { capacity, lines } = JSON.parse(context(RECORDER)!) as Plan;
  const reel = new Reel(capacity), gatherer = new Gatherer(reel);
  announce(reel, capacity, lines);
  const { process, name } = me();
  const about: About = { key: threadKey(0), kind: "process", name };
  const send = () => {
    link().tell(process, ProcessMethod.post, Post.recorded, 0, gatherer.bytes());
  };
  const take = (parcel: Uint8Array) => gatherer.take(parcel);
  const recorder = new Recorder(reel, about, lines, take, send);
  begin(recorder, ofAllProcesses);
  const timer = setHeldInterval(send, EVERY);
  timer.unref();
  let over = false;
  const finish = (failed: boolean) => {
    if (over) return;
    over = true;
    clearHeldInterval(timer);
    end(recorder, failed);
    send();
    gatherer.leave();
  };
  link().atEnd((code) => finish(code !== 0)); // by process.exit, say
  return finish;
}
