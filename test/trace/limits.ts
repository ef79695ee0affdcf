/** What a recording says at its limits: no room for more, its own end, and lanes that end without a word. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CELL } from "../../lib/memory/cells.ts";
import * as processes from "../../lib/multiprocessing.ts";
import { Queue } from "../../lib/queue.ts";
import { memory, Word } from "../../lib/system/shared.ts";
import { Event, Lock, RLock, sleep, Thread } from "../../lib/threading.ts";
import { type Lane, type Recording, trace } from "../../lib/trace.ts";
import { longestWaits } from "../../lib/trace/waits.ts";
import * as fixtures from "../fixtures/traced_limits.ts";
import { spawnScript, within } from "../kit.ts";
import { temporary } from "../tools/lab.ts";
import { checked } from "../tools/trace_format.ts";

const test = suite("limits of a recording");
const { here } = fixtures;

type Target = (...args: never[]) => unknown;

const thread = (name: string, target: Target, ...args: unknown[]) =>
  new Thread({ target, args: args as never[], name, module: here, daemon: true });

const child = (name: string, target: Target, ...args: unknown[]) =>
  new processes.Process({ target, args: args as never[], name, module: here });

const laneOf = ({ lanes }: Recording, name: string): number =>
  lanes.findIndex((lane) => lane.name === name);

const lane = (recording: Recording, name: string): Lane =>
  recording.lanes[laneOf(recording, name)]!;

/** Nothing of it lies behind its end, and the file is right by the format. */
function sound(recording: Recording): void {
  const { lanes, events, duration } = recording;
  for (const { time, until } of events) assert.ok(time <= duration && (until ?? 0) <= duration);
  for (const { spans, ended } of lanes) {
    for (const { from, to } of spans) assert.ok(from <= to && to <= duration);
    assert.ok(ended === null || ended <= duration);
  }
  assert.equal(checked(recording.json()).problems, []);
}

test("no room for more: who waits then is drawn as waiting, and nothing is shown of later", async () => {
  const recording = await trace(async () => {
    const lock = new Lock({ name: "door" });
    const threads = ["a", "b"].map((name) => thread(name, fixtures.spins, lock, 2000));
    for (const each of threads) each.start();
    for (const each of threads) await within(10_000, each.join());
  }, { capacity: 500 });
  sound(recording);
  assert.ok(recording.dropped > 0);
  const { spans, ended } = lane(recording, "MainThread");
  assert.is(ended, null);
  const last = spans.at(-1)!;
  assert.equal([last.state, last.object, last.to], ["waiting", "a", recording.duration]);
  assert.is(recording.complete, recording.duration);
  for (const name of ["a", "b"]) assert.is(lane(recording, name)?.ended ?? null, null);
});

test("no room in a child: its lane ends there, and what the others did is still there", async () => {
  const recording = await trace(async () => {
    const busy = child("busy", fixtures.spinsInChild, 500);
    busy.start();
    await within(10_000, busy.join());
    await sleep(30);
  }, { capacity: 100 });
  sound(recording);
  assert.is(lane(recording, "busy").ended, null);
  assert.ok(lane(recording, "busy").spans.at(-1)!.to < recording.duration - 30_000);
  assert.is(lane(recording, "busy").spans.at(-1)!.to, recording.complete);
  assert.is(lane(recording, "MainThread").ended, recording.duration);
  assert.match(recording.text({ columns: 200 }), "rows of a process that was full end early");
});

test("a task that goes on when there is no room is not said to have ended", async () => {
  const recording = await trace(() => fixtures.runsTwoTasks(), { capacity: 8 });
  sound(recording);
  const tasks = recording.lanes.filter(({ kind }) => kind === "task");
  assert.ok(tasks.length > 0);
  for (const { ended } of tasks) assert.is(ended, null);
});

test("a full recording keeps nothing of tasks that come later", async () => {
  const cells = () => memory[Word.nextCell]!, before = cells();
  const recording = await trace(() => fixtures.runsManyTasks(20_000), { capacity: 20 });
  assert.ok(cells() - before < 1000 * CELL);
  sound(recording);
  assert.ok(recording.lanes.length <= 22);
  assert.ok(recording.dropped > 20_000);
});

test("threads that go on after the end of the recording: nothing later than that", async () => {
  const queue = new Queue<number>(), back = new Queue<number>(), end = new Event();
  const threads = [
    thread("one", fixtures.bounces, queue, back, end),
    thread("two", fixtures.bounces, back, queue, end),
  ];
  const recording = await trace(async () => {
    for (const each of threads) each.start();
    queue.putSync(1);
    await sleep(150);
  });
  sound(recording);
  assert.is(recording.dropped, 0);
  for (const name of ["one", "two"]) assert.is(lane(recording, name).ended, null);
  end.set();
  queue.putSync(1);
  back.putSync(1);
  for (const each of threads) await within(10_000, each.join());
});

test("a wait for a lock whose holder is not recorded is there, without a holder", async () => {
  const lock = new Lock({ name: "door" });
  lock.acquireSync();
  const recording = await trace(async () => {
    const wants = thread("wants", fixtures.wants, lock);
    wants.start();
    await sleep(150);
    lock.release();
    await within(10_000, wants.join());
  });
  sound(recording);
  const at = laneOf(recording, "wants");
  const waits = recording.events.filter((event) => event.lane === at && event.kind === "waiting");
  assert.equal(waits.map(({ object, holder }) => [object, holder]), [["door", undefined]]);
  assert.ok(
    lane(recording, "wants").spans.some(({ state, object }) =>
      state === "waiting" && object === "door"
    ),
  );
});

test("asynchronous functions of one thread wait for a lock that another of them has", async () => {
  for (
    const make of [() => new Lock({ name: "door" }), () => new processes.Lock({ name: "door" })]
  ) {
    const recording = await trace(async () => {
      const lock = make();
      await Promise.all([1, 2, 3].map(async () => {
        await lock.acquire();
        await sleep(20);
        await lock.release();
      }));
    });
    sound(recording);
    const waits = recording.events.filter(({ kind }) => kind === "waiting");
    assert.equal(waits.map(({ object, holder }) => [object, holder]), [
      ["door", undefined],
      ["door", undefined],
    ]);
  }
});

test("nobody waits for a lock that is free, nor for one that it has", async () => {
  const recording = await trace(async () => {
    const lock = new Lock(), again = new RLock(), between = new processes.Lock();
    for (let i = 0; i < 50; i++) {
      lock.acquireSync();
      again.acquireSync();
      again.acquireSync();
      again.release();
      again.release();
      lock.release();
      await between.acquire();
      await between.release();
    }
  });
  sound(recording);
  assert.equal(recording.events.filter(({ kind }) => kind === "waiting"), []);
});

test("after its wait on a condition a process has the lock again", async () => {
  const recording = await trace(async () => {
    const lock = new processes.Lock({ name: "door" });
    const condition = new processes.Condition(lock, { name: "cond" });
    const ready = new processes.Event(), held = new processes.Event(), go = new processes.Event();
    const first = child("first", fixtures.holdsAgain, condition, ready, held, go);
    const second = child("second", fixtures.wantsInChild, lock, held, go);
    first.start();
    second.start();
    await within(10_000, ready.wait());
    {
      await using _ = await condition.hold();
      await condition.notify();
    }
    await within(10_000, Promise.all([first.join(), second.join()]));
  });
  sound(recording);
  const at = laneOf(recording, "first");
  const door = recording.events.filter(({ lane, object }) => lane === at && object === "door")
    .filter(({ kind }) => kind !== "waiting").map(({ kind }) => kind);
  assert.equal(door, ["acquired", "released", "acquired", "released"]);
  const wait = recording.events.find(({ kind, lane, object }) =>
    kind === "waiting" && lane === laneOf(recording, "second") && object === "door"
  )!;
  assert.is(wait.holder, at);
});

test("a wait that goes on is as long as it lasts, without those before it", () => {
  const wait = (time: number, until: number | null) =>
    ({ kind: "waiting", lane: 0, time, until, object: "door" }) as const;
  const events = [wait(0, 300), wait(400, 900), wait(950, null)];
  const [longest] = longestWaits({ events }, 1000, 1);
  assert.equal([longest!.open, longest!.time, longest!.times], [true, 50, 3]);
  const [over] = longestWaits({ events: events.slice(0, 2) }, 1000, 1);
  assert.equal([over!.open, over!.time, over!.times], [false, 800, 2]);
});

test("main that has returned, or thrown, does not run on while its threads do", async () => {
  await temporary(async (folder) => {
    for (const how of ["returns", "throws"]) {
      const file = join(folder, `${how}.json`);
      const ended = await spawnScript("test/fixtures/traced_early.ts", {
        args: [how],
        env: { INTERLEAVE_TRACE: file },
      });
      assert.is(ended.code, how === "throws" ? 1 : 0, ended.output);
      const { entries, problems } = checked(readFileSync(file, "utf8"));
      assert.equal(problems, []);
      const end = (name: string) => {
        const { ts, dur } = entries.find((entry) => entry.ph === "X" && entry.name === name)!;
        return ts! + dur!;
      };
      assert.ok(end("MainThread") < end("stays") - 200_000, how);
    }
  });
});

test.run();
