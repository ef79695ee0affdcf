/** What a recording says is what was: of tasks, of who was let go on by whom, and of objects of one name. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { run } from "../../lib/coroutine.ts";
import { Condition, Event, Lock, Semaphore, Thread } from "../../lib/threading.ts";
import { type Recording, trace } from "../../lib/trace.ts";
import * as fixtures from "../fixtures/traced.ts";
import { within } from "../kit.ts";
import { checked } from "../tools/trace_format.ts";

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
  const recording = await trace(async () => {
    running = run(fixtures.waitsOfTasks(), { signal: stop.signal });
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
      const args = [condition, ready] as never[];
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

test.run();
