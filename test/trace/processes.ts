/** What a recording says of processes and pools, on one clock with the threads of the first one. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Lock, Pipe, Pool, Process, Queue, ThreadPool } from "../../lib/multiprocessing.ts";
import { sleep } from "../../lib/threading.ts";
import { type Lane, type Recording, trace } from "../../lib/trace.ts";
import * as fixtures from "../fixtures/traced.ts";
import { within } from "../kit.ts";
import { checked } from "../tools/trace_format.ts";
import { holdersOf } from "../tools/trace_truths.ts";

const test = suite("trace of processes");
const { here } = fixtures;

const laneOf = ({ lanes }: Recording, name: string): number =>
  lanes.findIndex((lane) => lane.name === name);

function sound(recording: Recording): void {
  const { events } = recording;
  for (const [at, { time, cause }] of events.entries()) {
    if (at > 0) assert.ok(time >= events[at - 1]!.time);
    if (cause !== undefined) assert.ok(events[cause]!.time <= time);
  }
  assert.equal(checked(recording.json()).problems, []);
}

test("children: lanes with their names and numbers, locks, queues, and when they began", async () => {
  const recording = await trace(async () => {
    const lock = new Lock(), queue = new Queue<number>();
    const children = [1, 2].map((n) =>
      new Process({
        target: fixtures.carries,
        args: [lock, queue, 5],
        name: `child-${n}`,
        module: here,
      })
    );
    for (const child of children) child.start();
    let sum = 0;
    for (let i = 0; i < 10; i++) sum += await within(10_000, queue.get());
    for (const child of children) await within(10_000, child.join());
    return sum;
  });
  sound(recording);
  assert.is(holdersOf(checked(recording.json()), "Lock-1").length, 10);
  assert.is(recording.value, 20);
  const [main, ...children] = recording.lanes;
  assert.is(main!.name, "MainThread");
  assert.equal(children.map(({ name }) => name).sort(), ["child-1", "child-2"]);
  assert.is(new Set(recording.lanes.map(({ process }) => process)).size, 3);
  for (const { kind, ended, failed } of children) {
    assert.is(kind, "process");
    assert.ok(ended !== null && !failed);
  }
  const { events } = recording;
  for (const lane of children.keys()) {
    const began = events.find((event) => event.lane === lane + 1 && event.kind === "started")!;
    assert.is(events[began.cause!]!.kind, "starts");
    const own = events.filter((event) => event.lane === lane + 1);
    const count = (kind: string) => own.filter((event) => event.kind === kind).length;
    assert.equal([count("acquired"), count("put"), count("released")], [5, 5, 5]);
  }
  const gets = events.filter(({ kind }) => kind === "got");
  assert.is(new Set(gets.map(({ cause }) => cause)).size, 10);
});

test("a pool of processes never runs more tasks at once than it has workers", async () => {
  const recording = await trace(async () => {
    await using pool = new Pool(2, { module: here });
    const squares = await within(
      20_000,
      pool.map(fixtures.square, [1, 2, 3, 4, 5, 6], { chunksize: 1 }),
    );
    await pool.close();
    await within(10_000, pool.join());
    return squares;
  });
  sound(recording);
  assert.equal(recording.value, [1, 4, 9, 16, 25, 36]);
  atOnce(recording, 2, 6);
});

test("so does a pool of threads, and what it does inside is not shown", async () => {
  const recording = await trace(async () => {
    await using pool = new ThreadPool(3, { module: here });
    return await within(
      20_000,
      pool.map(fixtures.square, [1, 2, 3, 4, 5, 6], { chunksize: 1 }),
    );
  });
  sound(recording);
  atOnce(recording, 3, 6);
  const types = new Set(recording.events.map(({ type }) => type));
  assert.equal([...types].sort(), ["AsyncResult", "Thread", "ThreadPool", undefined]);
});

function atOnce({ events, lanes }: Recording, most: number, all: number): void {
  const tasks = events.filter(({ kind }) => kind === "task");
  assert.is(tasks.length, all);
  for (const { time, detail } of tasks) {
    assert.is(detail, "square");
    const others = tasks.filter((other) => other.time <= time && other.until! > time);
    assert.ok(others.length <= most, `${others.length} at once`);
  }
  const working = new Set(tasks.map(({ lane }) => lane));
  for (const lane of working) {
    const runs = lanes[lane]!.spans.filter(({ state }: Lane["spans"][number]) =>
      state !== "waiting"
    );
    assert.ok(runs.length > 0);
  }
}

test("ends of a pipe: what is sent and received", async () => {
  const recording = await trace(async () => {
    const [mine, other] = Pipe();
    const child = new Process({
      target: fixtures.echoes,
      args: [other],
      name: "echo",
      module: here,
    });
    child.start();
    await mine.send("there");
    const back = await within(10_000, mine.recv());
    await within(10_000, child.join());
    return back;
  });
  sound(recording);
  assert.is(recording.value, "there");
  const kinds = recording.events.filter(({ type }) => type === "Connection")
    .filter(({ kind }) => kind !== "waiting").map(({ kind, lane }) => `${lane} ${kind}`);
  assert.equal(kinds.filter((each) => each === "0 put" || each === "1 put").length, 2);
  const gets = recording.events.filter(({ kind }) => kind === "got");
  assert.equal(gets.map(({ cause }) => recording.events[cause!]!.kind), ["put", "put"]);
});

test("a child that ends by process.exit is over, and all that it did is there", async () => {
  for (const code of [0, 3]) {
    const recording = await trace(async () => {
      const queue = new Queue<number>();
      const child = new Process({
        target: fixtures.leaves,
        args: [queue, code],
        name: "leaves",
        module: here,
      });
      child.start();
      await within(10_000, queue.get());
      await within(10_000, child.join());
      assert.is(child.exitcode, code);
    });
    sound(recording);
    const at = laneOf(recording, "leaves"), lane = recording.lanes[at]!;
    assert.ok(lane.ended !== null);
    assert.is(lane.failed, code !== 0);
    const kinds = recording.events.filter(({ lane, type }) => lane === at && type === "Lock")
      .map(({ kind }) => kind);
    assert.is(kinds.filter((kind) => kind === "acquired").length, 3);
    assert.is(kinds.filter((kind) => kind === "released").length, 3);
  }
});

test("a child that is killed ends where its parent saw it, and what it had sent by then is there", async () => {
  const recording = await trace(async () => {
    const queue = new Queue<number>();
    const child = new Process({
      target: fixtures.lingers,
      args: [queue],
      name: "lingers",
      module: here,
    });
    child.start();
    // What it sends comes in order: the second item after the part with the first.
    await within(10_000, queue.get());
    await within(10_000, queue.get());
    child.kill();
    await within(10_000, child.join());
    await sleep(100);
  });
  sound(recording);
  const at = laneOf(recording, "lingers");
  const { ended, failed, spans } = recording.lanes[at]!;
  assert.ok(ended !== null && ended < recording.duration - 90_000);
  assert.is(spans.at(-1)!.to, ended);
  assert.is(failed, true);
  assert.ok(recording.events.some(({ kind, lane }) => kind === "put" && lane === at));
});

test.run();
