/** What a recording says of threads: who waited for whom, and what let whom go on. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { run as runTasks } from "../../lib/coroutine.ts";
import { RuntimeError } from "../../lib/errors.ts";
import { cellOf } from "../../lib/memory/handles.ts";
import { Queue } from "../../lib/queue.ts";
import { memory } from "../../lib/system/shared.ts";
import { Barrier, Condition, Event, Lock, RLock, Semaphore, Thread } from "../../lib/threading.ts";
import { type Recording, trace, type TraceEvent, type TraceKind } from "../../lib/trace.ts";
import * as fixtures from "../fixtures/traced.ts";
import { Gate, random, stress, until, within } from "../kit.ts";
import { failure } from "../tools/threads.ts";
import { checked } from "../tools/trace_format.ts";

const test = suite("trace of threads");
const { here } = fixtures;

type Target = (...args: never[]) => unknown;

const thread = (name: string, target: Target, ...args: unknown[]) =>
  new Thread({ target, args: args as never[], name, module: here });

async function all(threads: readonly { start(): void; join(): Promise<void> }[]): Promise<void> {
  for (const each of threads) each.start();
  for (const each of threads) await within(10_000, each.join());
}

/** Does somebody sleep until the lock is free? See lib/memory/mutex.ts. */
const isWanted = (lock: Lock) => memory[cellOf(lock)] === 2;

const laneOf = ({ lanes }: Recording, name: string) =>
  lanes.findIndex((lane) => lane.name === name);

const eventsOf = (recording: Recording, name: string): TraceEvent[] =>
  recording.events.filter(({ lane }) => lane === laneOf(recording, name));

const kindsOf = (recording: Recording, name: string): TraceKind[] =>
  eventsOf(recording, name).map(({ kind }) => kind);

/** What must hold of every recording. */
function sound(recording: Recording): void {
  const { lanes, events, duration } = recording;
  let last = 0;
  for (const { time, lane, cause, until, holder } of events) {
    assert.ok(time >= last, `in order: ${time} after ${last}`);
    last = time;
    assert.ok(lanes[lane]);
    if (typeof until === "number") assert.ok(until >= time);
    if (holder !== undefined) assert.ok(lanes[holder] && holder !== lane);
    if (cause !== undefined) {
      assert.ok(events[cause]!.time <= time, "nothing lets happen what was before it");
    }
  }
  for (const { name, began, ended, spans } of lanes) {
    assert.is(spans[0]!.from, began, name);
    for (const [at, span] of spans.entries()) {
      if (at > 0) assert.is(span.from, spans[at - 1]!.to, `${name} without gaps`);
      assert.ok(span.to >= span.from);
    }
    assert.is(spans.at(-1)!.to, ended ?? duration, name);
  }
  assert.equal(checked(recording.json()).problems, []);
}

test("a lock: who waited says for what, who held it, and whose release let it go on", async () => {
  const entered = new Event(), go = new Event();
  const recording = await trace(async () => {
    const named = new Lock({ name: "door" });
    const first = thread("first", fixtures.holds, named, entered, go);
    const second = thread("second", fixtures.wants, named);
    first.start();
    await within(10_000, entered.wait());
    second.start();
    await until(() => isWanted(named));
    go.set();
    await within(10_000, Promise.all([first.join(), second.join()]));
  });
  sound(recording);
  const second = eventsOf(recording, "second");
  assert.equal(second.map(({ kind }) => kind), [
    "started",
    "waiting",
    "acquired",
    "released",
    "ended",
  ]);
  const [, waiting, acquired] = second;
  assert.is(waiting!.object, "door");
  assert.is(waiting!.holder, laneOf(recording, "first"));
  const cause = recording.events[acquired!.cause!]!;
  assert.equal([cause.kind, cause.object, cause.lane], [
    "released",
    "door",
    laneOf(recording, "first"),
  ]);
  const start = recording.events[second[0]!.cause!]!;
  assert.equal([start.kind, start.object, start.lane], ["starts", "second", 0]);
  const lane = recording.lanes[laneOf(recording, "second")]!;
  const wait = lane.spans.find(({ state }) => state === "waiting")!;
  assert.equal([wait.object, wait.holder], ["door", laneOf(recording, "first")]);
  assert.match(recording.text(), /second waited .* for door, held by first/);
});

test("a lock that many threads want is never held by two, whatever the machine does", async () => {
  await stress(3, async () => {
    const recording = await trace(async () => {
      const lock = new Lock();
      await all([1, 2, 3].map((n) => thread(`t${n}`, fixtures.spins, lock, 200)));
    });
    sound(recording);
    let holder: number | undefined;
    for (const { kind, lane, object } of recording.events) {
      if (object !== "Lock-1") continue;
      if (kind === "acquired") {
        assert.is(holder, undefined);
        holder = lane;
      } else if (kind === "released") {
        assert.is(holder, lane);
        holder = undefined;
      }
    }
    assert.is(recording.events.filter(({ kind }) => kind === "acquired").length, 600);
  });
});

test("an item goes from its put to its get, and never back in time", async () => {
  const recording = await trace(async () => {
    const queue = new Queue<number>({ maxsize: 2, name: "line" });
    await all([
      thread("p1", fixtures.puts, queue, 20),
      thread("p2", fixtures.puts, queue, 20),
      thread("g1", fixtures.gets, queue, 25),
      thread("g2", fixtures.gets, queue, 15),
    ]);
  });
  sound(recording);
  const gets = recording.events.filter(({ kind }) => kind === "got");
  assert.is(gets.length, 40);
  const from = new Set(gets.map(({ cause }) => cause));
  assert.is(from.size, 40, "each put is the cause of one get");
  for (const cause of from) assert.is(recording.events[cause!]!.kind, "put");
});

test("a condition gives its lock back while it waits, and is woken by a notification", async () => {
  const recording = await trace(async () => {
    const condition = new Condition(new Lock({ name: "lock" }), { name: "full" });
    const ready = new Event();
    const consumer = thread("consumer", fixtures.consumes, condition, ready);
    consumer.start();
    await within(10_000, ready.wait());
    {
      using _ = await condition.hold();
      condition.notify();
    }
    await within(10_000, consumer.join());
  });
  sound(recording);
  const done = eventsOf(recording, "consumer").filter(({ kind }) =>
    !/ed$/.test(kind) || kind !== "ended"
  );
  assert.equal(
    done.filter(({ object }) => object === "lock").map(({ kind }) => kind)
      .filter((kind) => kind !== "waiting"),
    ["acquired", "released", "acquired", "released"],
  );
  const woken = done.find(({ kind }) => kind === "woken")!;
  assert.equal([woken.object, recording.events[woken.cause!]!.kind], ["full", "notified"]);
});

test("semaphores, barriers, events, sleep, print and joins are there by name", async () => {
  const recording = await trace(async () => {
    const places = new Semaphore(1, { name: "places" }), barrier = new Barrier(2, { name: "gate" });
    await all([
      thread("v1", fixtures.visits, places, 10),
      thread("v2", fixtures.visits, places, 10),
      thread("m1", fixtures.meets, barrier),
      thread("m2", fixtures.meets, barrier),
    ]);
  });
  sound(recording);
  for (const name of ["v1", "v2"]) {
    const kinds = kindsOf(recording, name).filter((kind) => kind !== "waiting");
    assert.equal(kinds, ["started", "acquired", "slept", "released", "ended"]);
    const slept = eventsOf(recording, name).find(({ kind }) => kind === "slept")!;
    assert.is(slept.detail, "10 ms");
    assert.ok(slept.until! - slept.time >= 9000);
  }
  assert.ok(recording.events.some(({ kind, object }) => kind === "waiting" && object === "gate"));
  const joined = eventsOf(recording, "MainThread").filter(({ kind }) => kind === "joined");
  assert.equal(joined.map(({ object }) => object), ["v1", "v2", "m1", "m2"]);
});

test("a thread that fails, one that is stuck, and one that goes on are told apart", async () => {
  const lock = new Lock({ name: "never" }), arrived = new Gate();
  lock.acquireSync();
  const broken = thread("broken", fixtures.fails),
    stuck = thread("stuck", fixtures.stuck, lock, arrived.buffer);
  const recording = await trace(async () => {
    broken.start();
    stuck.start();
    await failure(() => broken.result());
    await arrived.waitArrived(1);
    await until(() => isWanted(lock));
  });
  sound(recording);
  assert.equal(kindsOf(recording, "broken"), ["started", "failed"]);
  const lane = recording.lanes[laneOf(recording, "stuck")]!;
  assert.is(lane.ended, null);
  const waiting = eventsOf(recording, "stuck").at(-1)!;
  assert.equal([waiting.kind, waiting.until], ["waiting", null]);
  assert.match(recording.text(), /stuck still waits for never/);
  lock.release();
  await within(10_000, stuck.join());
});

test("tasks of coroutines have lanes of their own, and run only in their steps", async () => {
  const recording = await trace(() => runTasks(fixtures.both()));
  sound(recording);
  assert.equal(recording.value, ["a", "b"]);
  const tasks = recording.lanes.filter(({ kind }) => kind === "task").map(({ name }) => name);
  assert.equal(tasks.slice(1), ["one", "two"]);
  for (const lane of recording.lanes.filter(({ kind }) => kind === "task")) {
    assert.ok(lane.spans.some(({ state }) => state !== "running"));
  }
});

test("what there is no room for is counted, and what was before it stays", async () => {
  const recording = await trace(async () => {
    await all([thread("busy", fixtures.spins, new Lock(), 1000)]);
  }, { capacity: 100 });
  sound(recording);
  const operations = recording.events.filter(({ kind }) =>
    /acquired|released|starts|joined/.test(kind)
  );
  assert.is(operations.length, 100);
  assert.is(operations.length + recording.dropped, 2000 + 2);
  assert.match(recording.text(), new RegExp(`no room for ${recording.dropped} operations`));
  assert.is(recording.lanes.length, 2);
});

test("what is thrown is thrown, what is wrong is refused, and nothing stays behind", async () => {
  const before = Lock.prototype.acquireSync;
  const error = new Error("mine");
  assert.is(await failure(() => trace(() => Promise.reject(error))), error);
  assert.is(
    await failure(() =>
      trace(() => {
        throw error;
      })
    ),
    error,
  );
  assert.instance(await failure(() => trace(() => trace(() => 1))), RuntimeError);
  assert.instance(await failure(() => trace(() => 1, { capacity: 0 })), RangeError);
  assert.instance(await failure(() => trace(1 as never)), TypeError);
  assert.is(Lock.prototype.acquireSync, before);
  assert.is((await trace(() => 5)).value, 5);
});

test("an error of a call is the caller's, once, and a promise that nobody awaits is quiet", async () => {
  const recording = await trace(async () => {
    const lock = new RLock();
    assert.instance(await failure(() => lock.release()), RuntimeError);
    const queue = new Queue<number>();
    assert.is((await failure(() => queue.get({ timeout: 5 }))).name, "Empty");
    assert.is((await failure(() => queue.getNowait())).name, "Empty");
    assert.is(await new Lock().acquire({ timeout: 5 }), true);
  });
  sound(recording);
  assert.is(recording.events.filter(({ kind }) => kind === "gaveUp").length, 3);
});

test("threads of any schedule: recordings are sound", async () => {
  const next = random(11);
  await stress(4, async () => {
    const recording = await trace(async () => {
      const lock = new Lock(), queue = new Queue<number>({ maxsize: 1 + Math.floor(next() * 3) });
      const many = 1 + Math.floor(next() * 30);
      await all([
        thread("a", fixtures.puts, queue, many),
        thread("b", fixtures.gets, queue, many),
        thread("c", fixtures.spins, lock, many),
        thread("d", fixtures.spins, lock, many),
      ]);
    });
    sound(recording);
    assert.is(recording.dropped, 0);
  });
});

test.run();
