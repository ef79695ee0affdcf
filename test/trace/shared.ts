/** What a recording says of objects that processes share: who waited for whom, whose doing ended that, what was dropped. */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  Barrier,
  Condition,
  Event,
  Lock,
  Process,
  Queue,
  RLock,
  Semaphore,
} from "../../lib/multiprocessing.ts";
import { sleep } from "../../lib/threading.ts";
import { type Recording, trace, type TraceEvent } from "../../lib/trace.ts";
import * as fixtures from "../fixtures/traced_shared.ts";
import { within } from "../kit.ts";
import { checked } from "../tools/trace_format.ts";

const test = suite("trace of what processes share");
const { here } = fixtures;

/** So long, in ms, each wait lasts at least: a very short one is none. */
const WAIT = 5;

const child = (name: string, target: (...args: never[]) => unknown, ...args: unknown[]) =>
  new Process({ target, args: args as never[], name, module: here });

/** A child waits for each of them, and this process gives it one after the other. */
function givesEach(): Promise<void> {
  const asks = new Queue<string>({ name: "asks" });
  const shared: fixtures.Shared = {
    lock: new Lock({ name: "door" }),
    rlock: new RLock({ name: "again" }),
    places: new Semaphore(1, { name: "places" }),
    event: new Event({ name: "go" }),
    condition: new Condition(new Lock({ name: "inner" }), { name: "changed" }),
    barrier: new Barrier(2, { name: "gate" }),
    line: new Queue<number>({ name: "line" }),
    asks,
  };
  const { lock, rlock, places, event, condition, barrier, line } = shared;
  const asked = async (what: string) => {
    assert.is(await within(10_000, asks.get()), what);
    await sleep(WAIT);
  };
  return within(
    60_000,
    (async () => {
      await lock.acquire();
      await rlock.acquire();
      await places.acquire();
      const waiter = child("waiter", fixtures.waitsForEach, shared);
      waiter.start();
      await asked("lock");
      await lock.release();
      await asked("rlock");
      await rlock.release();
      await asked("places");
      await places.release();
      await asked("event");
      await event.set();
      await asked("condition");
      await condition.acquire();
      await condition.notify();
      await condition.release();
      await asked("barrier");
      await barrier.wait();
      await asked("line");
      await line.put(1);
      await waiter.join();
    })(),
  );
}

const eventsOf = ({ lanes, events }: Recording, name: string): TraceEvent[] =>
  events.filter(({ lane }) => lanes[lane]!.name === name);

/** The lane `lane` waited for `object`, and went on by `kind` after what `cause` says. */
interface Expected {
  readonly lane: string;
  readonly object: string;
  readonly kind: "acquired" | "woken" | "got";
  /** Who held it meanwhile. */
  readonly holder?: string;
  /** Which kind of event of which lane let it go on. */
  readonly cause?: string;
}

function shows(recording: Recording, { lane, object, kind, holder, cause }: Expected): void {
  const { lanes, events } = recording, own = eventsOf(recording, lane);
  const nameOf = (at: number | undefined) => at === undefined ? undefined : lanes[at]!.name;
  const waits = own.filter((event) => event.kind === "waiting" && event.object === object);
  assert.is(waits.length, 1, `waits for ${object}`);
  if (holder) assert.is(nameOf(waits[0]!.holder), holder, `who held ${object}`);
  assert.ok(waits[0]!.until! - waits[0]!.time >= (WAIT - 1) * 1000, `the wait for ${object}`);
  const [went, ...more] = own.filter((event) => event.kind === kind && event.object === object);
  assert.is(more.length, 0, `${object} ${kind} once`);
  const by = went!.cause === undefined ? undefined : events[went!.cause]!;
  const ended = by && `${by.kind} ${by.object} ${nameOf(by.lane)}`;
  if (cause) assert.is(ended, cause, `what ended the wait for ${object}`);
  const span = lanes.find(({ name }) => name === lane)!.spans
    .find((span) => span.state === "waiting" && span.object === object);
  assert.ok(span, `the lane waits for ${object}`);
  if (holder) assert.is(nameOf(span.holder), holder, `who held ${object} in the lane's span`);
}

test("a child waits for a lock, permits, events, conditions, barriers, items: for what, and who ended it", async () => {
  const recording = await trace(givesEach);
  assert.equal(checked(recording.json()).problems, []);
  const lane = "waiter", holder = "MainThread";
  shows(recording, {
    lane,
    object: "door",
    kind: "acquired",
    holder,
    cause: "released door MainThread",
  });
  shows(recording, {
    lane,
    object: "again",
    kind: "acquired",
    holder,
    cause: "released again MainThread",
  });
  const places = { lane, object: "places", kind: "acquired" } as const;
  shows(recording, { ...places, cause: "released places MainThread" });
  shows(recording, { lane, object: "go", kind: "woken", cause: "notified go MainThread" });
  const changed = { lane, object: "changed", kind: "woken" } as const;
  shows(recording, { ...changed, cause: "notified changed MainThread" });
  shows(recording, { lane, object: "gate", kind: "woken" });
  shows(recording, { lane, object: "line", kind: "got", cause: "put line MainThread" });
  const main = eventsOf(recording, "MainThread");
  assert.ok(main.some(({ kind, object }) => kind === "waiting" && object === "waiter"), "the join");
});

test("the same as arrows, waits and holders of the trace for Perfetto", async () => {
  const { entries } = checked((await trace(givesEach)).json());
  const pids = new Map(
    entries.filter(({ name }) => name === "thread_name").map(({ args, pid }) => [
      args!["name"],
      pid,
    ]),
  );
  const main = pids.get("MainThread")!, waiter = pids.get("waiter")!;
  assert.is.not(main, waiter);
  for (const [name, least] of [["released to acquired", 3], ["notified to woken", 2]] as const) {
    const ids = (ph: string, from: number) =>
      entries.filter((entry) => entry.ph === ph && entry.name === name && entry.pid === from)
        .map(({ id }) => id);
    const ends = ids("f", waiter), over = ids("s", main).filter((id) => ends.includes(id));
    assert.ok(over.length >= least, `${name}: ${over.length}`);
  }
  const waits = entries.filter(({ ph, pid, cat }) =>
    ph === "X" && pid === waiter && cat === "waiting"
  );
  for (const what of ["door", "again", "places", "go", "changed", "gate", "line"]) {
    const wait = waits.find(({ name }) => name === `waiting for ${what}`);
    assert.ok(wait, `waits for ${what}`);
    if (["door", "again"].includes(what)) assert.is(wait.args!["held by"], "MainThread");
  }
});

test("one child waits for what another one holds", async () => {
  const recording = await trace(async () => {
    const lock = new Lock({ name: "door" }), asks = new Queue<string>(), go = new Event();
    const first = child("first", fixtures.holdsUntil, lock, asks, go);
    const second = child("second", fixtures.wantsLock, lock, asks);
    first.start();
    assert.is(await within(10_000, asks.get()), "held");
    second.start();
    assert.is(await within(10_000, asks.get()), "wanted");
    await sleep(WAIT);
    await go.set();
    await within(10_000, Promise.all([first.join(), second.join()]));
  });
  const holder = "first", cause = "released door first";
  shows(recording, { lane: "second", object: "door", kind: "acquired", holder, cause });
});

test("what children had no room for is counted, once", async () => {
  const [first, second] = [200, 70], names = ["one", "two"];
  const recording = await trace(async () => {
    const children = names.map((name) => child(name, fixtures.doesMuch, first, second));
    for (const each of children) each.start();
    for (const each of children) await within(20_000, each.join());
  }, { capacity: 100 });
  const kept = names.map((name) =>
    eventsOf(recording, name).filter(({ kind }) => /^(acquired|released|slept)$/.test(kind)).length
  );
  assert.ok(kept.every((count) => count > 0 && count <= 100), String(kept));
  const all = 2 * (2 * (first + second) + 1);
  assert.is(kept[0]! + kept[1]! + recording.dropped, all);
  assert.match(recording.text(), `no room for ${recording.dropped} operations`);
});

test("with lines each event of a child has its line in the source", async () => {
  const recording = await trace(givesEach, { lines: true });
  const source = readFileSync(fileURLToPath(here), "utf8").split("\n");
  const lineOf = (kind: string, object: string): string => {
    const event = eventsOf(recording, "waiter").find((each) =>
      each.kind === kind && each.object === object
    )!;
    const [, file, line] = /^(.*):(\d+)$/.exec(event.place ?? "")!;
    assert.match(file!, /traced_shared\.ts$/);
    return source[Number(line) - 1]!;
  };
  assert.match(lineOf("acquired", "door"), "lock.acquire()");
  assert.match(lineOf("released", "door"), "lock.release()");
  assert.match(lineOf("woken", "go"), "event.wait()");
  assert.match(lineOf("got", "line"), "line.get()");
  assert.ok(recording.html().includes('waits(asks, \\"lock\\", lock.acquire())'), "in the page");
});

test.run();
