/** The trace for Perfetto says all that the recording does: names, sleeps, waits, and every arrow. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import * as processes from "../../lib/multiprocessing.ts";
import { Queue } from "../../lib/queue.ts";
import { cellOf } from "../../lib/memory/handles.ts";
import { memory } from "../../lib/system/shared.ts";
import { Condition, Event, Lock, Thread } from "../../lib/threading.ts";
import { type Recording, trace } from "../../lib/trace.ts";
import * as fixtures from "../fixtures/traced.ts";
import { until, within } from "../kit.ts";
import { type Checked, checked } from "../tools/trace_format.ts";

const test = suite("trace for Perfetto");
const { here } = fixtures;

const thread = (name: string, target: (...args: never[]) => unknown, ...args: unknown[]) =>
  new Thread({ target, args: args as never[], name, module: here });

/** One lock handed over, one notification, two items, one sleep, and a child. */
async function everything(): Promise<void> {
  const lock = new Lock({ name: "door" }), entered = new Event(), go = new Event();
  const condition = new Condition(undefined, { name: "full" }), ready = new Event();
  const queue = new Queue<number>({ name: "line" });
  const holder = thread("holder", fixtures.holds, lock, entered, go);
  const wanter = thread("wanter", fixtures.wants, lock);
  holder.start();
  await within(10_000, entered.wait());
  wanter.start();
  await until(() => memory[cellOf(lock)] === 2); // it sleeps until the lock is free
  go.set();
  const consumer = thread("consumer", fixtures.consumes, condition, ready);
  consumer.start();
  await within(10_000, ready.wait());
  {
    using _ = await condition.hold();
    condition.notify();
  }
  const more = [
    thread("putter", fixtures.puts, queue, 2),
    thread("getter", fixtures.gets, queue, 2),
    thread("sleeper", fixtures.square, 3),
  ];
  for (const each of more) each.start();
  const back = new processes.Queue<number>({ name: "back" });
  const args = [new processes.Lock({ name: "gate" }), back, 2] as const;
  const child = new processes.Process({
    target: fixtures.carries,
    args: [...args],
    name: "child",
    module: here,
  });
  child.start();
  for (let i = 0; i < 2; i++) await within(10_000, back.get());
  for (const each of [holder, wanter, consumer, ...more, child]) await within(10_000, each.join());
}

interface Traced {
  readonly recording: Recording<void>;
  readonly entries: Checked["entries"];
}

let found: Traced | undefined;

async function traced(): Promise<Traced> {
  if (found) return found;
  const recording = await trace(everything), { entries, problems } = checked(recording.json());
  assert.equal(problems, []);
  return found = { recording, entries };
}

/** Where each lane is: "pid/tid" by its name. */
function places({ entries }: Traced): Map<string, string> {
  const named = entries.filter(({ name }) => name === "thread_name");
  return new Map(named.map(({ args, pid, tid }) => [String(args!["name"]), `${pid}/${tid}`]));
}

const near = (a: number, b: number): boolean => Math.abs(a - b) <= 0.002;

test("each process and each thread is called by its own name", async () => {
  const made = await traced(), { recording, entries } = made;
  const named = entries.filter(({ name }) => name === "process_name");
  const { process: mine } = recording.lanes[0]!;
  const child = recording.lanes.find(({ name }) => name === "child")!.process;
  assert.is.not(mine, child);
  assert.equal(named.map(({ pid, args }) => [pid, args!["name"]]), [
    [mine, "MainProcess"],
    [child, "child"],
  ]);
  const lanes = [...places(made)].map(([name, place]) => `${name} ${place.replace(/\/.*/, "")}`);
  assert.equal(lanes, recording.lanes.map(({ name, process }) => `${name} ${process}`));
  assert.is(new Set(places(made).values()).size, recording.lanes.length, "each has its own row");
});

test("each arrow of the recording is there, from its cause to its effect", async () => {
  const made = await traced(), { recording, entries } = made, at = places(made);
  const ends = (ph: string) => entries.filter((entry) => entry.ph === ph);
  const starts = new Map(ends("s").map((entry) => [entry.id, entry]));
  const drawn = ends("f").map((end) => ({ end, start: starts.get(end.id)! }));
  const { events, lanes } = recording;
  const due = events.filter(({ cause }) => cause !== undefined);
  const kinds = new Set<string>();
  for (const { kind, lane, time, cause: index } of due) {
    const cause = events[index!]!, name = `${cause.kind} to ${kind}`;
    kinds.add(name);
    assert.ok(
      drawn.some(({ start, end }) =>
        start.name === name && end.name === name && near(start.ts!, cause.time) &&
        near(end.ts!, time) && at.get(lanes[cause.lane]!.name) === `${start.pid}/${start.tid}` &&
        at.get(lanes[lane]!.name) === `${end.pid}/${end.tid}`
      ),
      `no arrow from ${cause.kind} at ${cause.time} to ${kind} at ${time}`,
    );
  }
  assert.is(drawn.length, due.length);
  for (
    const name of ["starts to started", "released to acquired", "notified to woken", "put to got"]
  ) {
    assert.ok(kinds.has(name), `${name} in ${[...kinds]}`);
  }
});

test("arrows go between whom they should: holder and wanter, parent and child", async () => {
  const made = await traced(), at = places(made);
  const ways = (what: string): string[] => {
    const ends = made.entries.filter(({ name }) => name === what);
    const nameAt = ({ pid, tid }: { pid: number; tid?: number }) =>
      [...at].find(([, place]) => place === `${pid}/${tid}`)![0];
    return ends.filter(({ ph }) => ph === "f").map((end) => {
      const start = ends.find(({ ph, id }) => ph === "s" && id === end.id)!;
      return `${nameAt(start)} to ${nameAt(end)}`;
    });
  };
  assert.ok(ways("released to acquired").includes("holder to wanter"));
  assert.ok(ways("notified to woken").includes("MainThread to consumer"));
  assert.is(ways("put to got").filter((way) => way === "putter to getter").length, 2);
  assert.is(ways("put to got").filter((way) => way === "child to MainThread").length, 2);
  const started = ["holder", "wanter", "consumer", "putter", "getter", "sleeper", "child"];
  assert.equal(ways("starts to started").sort(), started.map((it) => `MainThread to ${it}`).sort());
});

test("each sleep and each wait of a lane is a slice, with what for and who held it", async () => {
  const made = await traced(), { recording, entries } = made, at = places(made);
  const names = new Set<string>();
  for (const { name: lane, spans } of recording.lanes) {
    for (const { state, from, to, object, holder } of spans) {
      if (state === "running") continue;
      const slice = entries.find(({ ph, cat, ts, pid, tid }) =>
        ph === "X" && cat === state && near(ts!, from) && at.get(lane) === `${pid}/${tid}`
      );
      assert.ok(slice, `${lane} ${state} at ${from}`);
      assert.ok(near(slice.dur!, to - from), `${slice.dur} for ${to - from}`);
      assert.is(slice.name, state === "sleeping" ? "asleep" : `waiting for ${object}`);
      const held = holder === undefined ? undefined : recording.lanes[holder]!.name;
      assert.is(slice.args!["held by"], held);
      names.add(`${lane} ${slice.name}${held ? ` held by ${held}` : ""}`);
    }
  }
  assert.ok(names.has("sleeper asleep"), [...names].join("\n"));
  assert.ok(names.has("wanter waiting for door held by holder"), [...names].join("\n"));
});

test.run();
