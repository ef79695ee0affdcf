/** What a recording says is what was: of tasks, of who was let go on by whom, and of objects of one name. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { run } from "../../lib/coroutine.ts";
import { type Recording, trace } from "../../lib/trace.ts";
import * as fixtures from "../fixtures/traced.ts";
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

test.run();
