/** What a recording says of coroutines' tasks: when they run, and what they wait for. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { coroutine, run, sleep } from "../../lib/coroutine.ts";
import { type Lane, type Recording, trace } from "../../lib/trace.ts";
import * as fixtures from "../fixtures/traced.ts";
import { checked } from "../tools/trace_format.ts";

const test = suite("trace of tasks");

const laneOf = ({ lanes }: Recording, name: string): Lane =>
  lanes.find((lane) => lane.name === name)!;

/** What the lane did when it did not run, what for and who held it; but not when it was in line. */
function idle(recording: Recording, name: string): string[] {
  return laneOf(recording, name).spans
    .filter(({ state, object }) => state === "sleeping" || object !== undefined)
    .map(({ state, object, holder }) =>
      [state, object, holder === undefined ? undefined : recording.lanes[holder]!.name]
        .filter((word) => word !== undefined).join(" ")
    );
}

const recorded = (): Promise<Recording> => trace(() => run(fixtures.waitsOfTasks()));

test("a task that sleeps is asleep, and one that waits says for what and who holds it", async () => {
  const recording = await recorded();
  assert.equal(idle(recording, "sleeper"), ["sleeping"]);
  assert.equal(idle(recording, "holder"), ["sleeping"]);
  assert.equal(idle(recording, "wanter"), ["sleeping", "waiting door holder"]);
  assert.equal(idle(recording, "joiner"), ["waiting sleeper"]);
  const slept = recording.events.filter(({ kind }) => kind === "slept");
  assert.equal(
    slept.map(({ lane, detail }) => `${recording.lanes[lane]!.name} ${detail}`).sort(),
    ["holder 40 ms", "sleeper 30 ms", "wanter 5 ms"],
  );
  for (const { time, until, detail } of slept) {
    assert.ok(until! - time >= (Number.parseInt(detail!) - 1) * 1000);
  }
  const joined = recording.events.filter(({ kind, lane }) =>
    kind === "joined" && recording.lanes[lane]!.name === "joiner"
  );
  assert.equal(joined.map(({ object }) => object), ["sleeper"]);
});

test("the thread of the tasks runs when they do, and waits when none does", async () => {
  const recording = await recorded();
  const main = laneOf(recording, "MainThread");
  const waits = main.spans.filter(({ state, object }) => state === "waiting" && object);
  const steps = recording.lanes.filter(({ kind }) => kind === "task").flatMap(({ spans }) =>
    spans.filter(({ state }) => state === "running")
  );
  assert.ok(waits.length > 0);
  assert.equal(new Set(waits.map(({ object }) => object)).size, 1);
  for (const step of steps) {
    const beside = waits.filter(({ from, to }) => from < step.to && to > step.from);
    assert.equal(beside, [], "it waits and runs at once");
  }
});

test("lanes are without gaps, the trace is right by the format, and the picture says who waited", async () => {
  const recording = await recorded();
  for (const { name, began, ended, spans } of recording.lanes) {
    assert.is(spans[0]!.from, began, name);
    for (const [at, { from, to }] of spans.entries()) {
      if (at > 0) assert.is(from, spans[at - 1]!.to, name);
      assert.ok(to >= from);
    }
    assert.is(spans.at(-1)!.to, ended ?? recording.duration, name);
  }
  assert.equal(checked(recording.json()).problems, []);
  assert.match(recording.text(), /wanter waited .* for door, held by holder/);
});

test("a sleep that is cancelled, or whose task never goes on, ends with the recording", async () => {
  const stop = new AbortController();
  const recording = await trace(async () => {
    const main = coroutine(function* main() {
      yield* sleep(60_000);
    });
    const running = run(main(), { signal: stop.signal }).catch((error) => error);
    stop.abort(new Error("enough"));
    return await running as Error;
  });
  assert.is(recording.value.message, "enough");
  assert.equal(checked(recording.json()).problems, []);
  assert.ok(recording.duration < 60_000_000);
});

test.run();
