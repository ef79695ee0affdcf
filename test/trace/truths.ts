/** What a recording says is what was: of tasks, of who was let go on by whom, and of objects of one name. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { coroutine, run, sleep } from "../../lib/coroutine.ts";
import { Condition, Event, Lock, Semaphore, Thread } from "../../lib/threading.ts";
import { Queue } from "../../lib/queue.ts";
import { type Lane, Recording, trace, type TraceEvent } from "../../lib/trace.ts";
import { keep } from "../../lib/trace/file.ts";
import { traceJson } from "../../lib/trace/json.ts";
import * as fixtures from "../fixtures/traced.ts";
import { within } from "../kit.ts";
import { temporary } from "../tools/lab.ts";
import { failure } from "../tools/threads.ts";
import { checked } from "../tools/trace_format.ts";
import { holdersOf } from "../tools/trace_truths.ts";

const test = suite("truths of a trace");

const laneOf = ({ lanes }: Recording, name: string): number =>
  lanes.findIndex((lane) => lane.name === name);

test("a task is started by who made it, and says whether it ended, failed, or did neither", async () => {
  const recording = await trace(() => run(fixtures.endsOfTasks()));
  const { events, lanes } = recording;
  const ends = (name: string): unknown[] => {
    const lane = laneOf(recording, name);
    const first = events.find((event) => event.lane === lane && event.kind === "started")!;
    const start = events[first.cause!];
    const last = events.filter((event) => event.lane === lane).at(-1)!;
    const { ended, failed } = lanes[lane]!;
    return [start?.kind, start && lanes[start.lane]!.kind, last.kind, ended !== null, failed];
  };
  assert.equal(ends("good"), ["starts", "task", "ended", true, false]);
  assert.equal(ends("bad"), ["starts", "task", "failed", true, true]);
  assert.equal(ends("stopped"), ["starts", "task", "ended", true, false]);
  const main = lanes.find(({ kind }) => kind === "task")!;
  assert.equal(ends(main.name), ["starts", "thread", "ended", true, false]);
  const { entries, problems } = checked(recording.json());
  assert.equal(problems, []);
  const arrows = entries.filter(({ ph, name }) => ph === "f" && name === "starts to started");
  assert.is(arrows.length, 4);
});

test("a task that is not over when the recording ends has not ended", async () => {
  let running: Promise<unknown> | undefined;
  const stop = new AbortController();
  const longer = coroutine(function* longer() {
    yield* sleep(60_000);
  });
  const recording = await trace(async () => {
    running = run(longer(), { signal: stop.signal });
    await new Promise((resolve) => setTimeout(resolve, 1));
  });
  stop.abort(new Error("enough"));
  await running!.catch(() => undefined);
  const main = recording.lanes.findIndex(({ kind }) => kind === "task");
  assert.is(recording.lanes[main]!.ended, null);
  assert.not(recording.events.some(({ kind, lane }) => kind === "ended" && lane === main));
});

type Waiting = readonly [name: string, cause: string | undefined][];

/** Who went on by which `kind` of event, and what let it, as its place among those: "0", "1"... */
function freed({ events, lanes }: Recording, object: string, kind: string, by: string): Waiting {
  const causes = events.filter((event) => event.object === object && event.kind === by);
  return events.filter((event) => event.object === object && event.kind === kind)
    .map(({ lane, cause }): Waiting[number] => [
      lanes[lane]!.name,
      cause === undefined ? undefined : `${causes.indexOf(events[cause]!)}`,
    ])
    .sort(([a], [b]) => a < b ? -1 : 1);
}

/** So many waiters wait in a condition, one after the other, until `notify` is called with its lock. */
function waiters(count: number, notify: (condition: Condition) => void): Promise<Recording> {
  return trace(async () => {
    const condition = new Condition(new Lock(), { name: "cond" }), ready = new Event();
    const threads = [];
    for (let n = 1; n <= count; n++) {
      const args: [Condition, Event] = [condition, ready];
      const name = `w${n}`, target = fixtures.consumes, module = fixtures.here;
      const one = new Thread({ target, args, name, module });
      one.start();
      ready.waitSync();
      ready.clear();
      threads.push(one);
    }
    {
      using _ = condition.holdSync();
      notify(condition);
    }
    for (const one of threads) await within(10_000, one.join());
  });
}

test("each notification let as many go on as it freed, those first that waited first", async () => {
  const one = await waiters(2, (condition) => {
    condition.notify();
    condition.notify();
  });
  assert.equal(freed(one, "cond", "woken", "notified"), [["w1", "0"], ["w2", "1"]]);
  const several = await waiters(4, (condition) => {
    condition.notify(2);
    condition.notify(1);
    condition.notifyAll();
  });
  assert.equal(
    freed(several, "cond", "woken", "notified"),
    [["w1", "0"], ["w2", "0"], ["w3", "1"], ["w4", "2"]],
  );
  assert.equal(checked(several.json()).problems, []);
});

test("each release of permits let as many go on as it freed", async () => {
  const recording = await trace(async () => {
    const permits = new Semaphore(0, { name: "permits" });
    const waits = [1, 2, 3].map(() => permits.acquire());
    const other = new Thread({ target: fixtures.frees, args: [permits], module: fixtures.here });
    other.start();
    other.joinSync(); // this thread goes on only when all of it was done
    for (const wait of waits) await within(10_000, wait);
  });
  assert.equal(
    freed(recording, "permits", "acquired", "released").map(([, cause]) => cause).sort(),
    ["0", "1", "1"],
  );
});

test("the first set of an event let all go on that waited", async () => {
  const recording = await trace(async () => {
    const event = new Event({ name: "go" });
    const waits = [event.wait(), event.wait()];
    const other = new Thread({ target: fixtures.setsTwice, args: [event], module: fixtures.here });
    other.start();
    other.joinSync(); // this thread goes on only when all of it was done
    for (const wait of waits) await within(10_000, wait);
  });
  const causes = freed(recording, "go", "woken", "notified").map(([, cause]) => cause);
  assert.equal(causes, ["0", "0"]);
});

test("two objects of one name are told apart, each with its own holds and its own counter", async () => {
  const recording = await trace(() => {
    const locks = [1, 2].map(() => new Lock({ name: "fork" }));
    const lines = [1, 2].map(() => new Queue<number>({ name: "line" }));
    for (const lock of locks) lock.acquireSync();
    for (const line of lines) line.putSync(1);
    for (const line of lines) line.putSync(2);
    for (const lock of locks) lock.release();
  });
  const names = recording.events.map(({ object }) => object).filter((name) => name !== undefined);
  assert.equal([...new Set(names)], ["fork", "fork (2)", "line", "line (2)"]);
  const { entries, problems } = checked(recording.json());
  assert.equal(problems, []);
  const counts = entries.filter(({ ph }) => ph === "C").map(({ name, args }) =>
    `${name} ${args!["items"]}`
  );
  assert.equal(counts, ["line 1", "line (2) 1", "line 2", "line (2) 2"]);
  const holds = entries.filter(({ cat }) => cat?.startsWith("fork")).map(({ ph, cat }) =>
    `${ph} ${cat}`
  );
  assert.equal(holds, ["b fork", "b fork (2)", "e fork", "e fork (2)"]);
});

/** A recording of what two lanes did with a lock, 1 us after the other: "0 acquired"... */
function ofLock(type: string, ...did: string[]): Recording {
  const lane = (name: string): Lane => {
    const spans = [{ state: "running", from: 0, to: 10 }] as const;
    return { name, kind: "thread", process: 1, began: 0, ended: 10, failed: false, spans };
  };
  const events = did.map((each, time): TraceEvent => {
    const [lane, kind] = each.split(" ") as [string, TraceEvent["kind"]];
    return { kind, lane: Number(lane), time, object: "door", type };
  });
  const lanes = [lane("one"), lane("other")];
  return new Recording({ value: 0, lanes, events, dropped: 0, duration: 10 });
}

const holds = (...did: string[]) => holdersOf(checked(ofLock("Lock", ...did).json()), "door");

test("that two hold a lock at once is seen in the file, and only that", async () => {
  const overlap = () => holds("0 acquired", "1 acquired", "0 released", "1 released");
  assert.match((await failure(overlap)).message, "two hold it at once");
  assert.equal(holds("0 acquired", "0 released", "1 acquired", "1 released"), ["one", "other"]);
  // Any lane may release a lock.
  assert.equal(holds("0 acquired", "1 released", "1 acquired", "0 released"), ["one", "other"]);
  // One that is given back unseen, and one that is held in the end.
  assert.equal(holds("0 acquired", "1 acquired", "1 released", "0 acquired"), [
    "one",
    "other",
    "one",
  ]);
  const again = ["0 acquired", "0 acquired", "0 released", "0 released", "1 acquired"];
  assert.equal(holdersOf(checked(ofLock("RLock", ...again).json()), "door"), ["one", "other"]);
});

test("a file is written in chunks, since as one text it may be longer than a string can be", async () => {
  const many = Array.from({ length: 15_000 }, () => ["0 acquired", "0 released"]).flat();
  const recording = ofLock("Lock", ...many);
  const whole = recording.json();
  const longest = Math.max(...[...traceJson(recording)].map((chunk) => chunk.length));
  assert.ok(longest < whole.length / 3, `${longest} of ${whole.length}`);
  await temporary((folder) => {
    for (const form of ["json", "html"] as const) {
      const file = join(folder, `run.${form}`);
      keep(recording, file, form);
      assert.ok(readFileSync(file, "utf8") === recording[form](), form);
    }
    return Promise.resolve();
  });
});

test.run();
