/** The picture of a recording for a terminal: what is left out, what fits, and how it is told in words. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { columns as width } from "../../lib/columns.ts";
import { Holders } from "../../lib/trace/holders.ts";
import type { Done, Thing } from "../../lib/trace/merge.ts";
import { Operation } from "../../lib/trace/operations.ts";
import { type Drawn, type DrawnLane, timeline } from "../../lib/trace/timeline.ts";
import type { TraceEvent } from "../../lib/trace/types.ts";

const test = suite("timeline");

const lane = (name: string, ...spans: [state: "running" | "waiting", from: number, to: number][]) =>
  ({ name, spans: spans.map(([state, from, to]) => ({ state, from, to })) }) satisfies DrawnLane;

const drawn = (lanes: readonly DrawnLane[], events: readonly TraceEvent[] = []): Drawn => ({
  lanes,
  events,
  dropped: 0,
  duration: Math.max(...lanes.flatMap(({ spans }) => spans.map(({ to }) => to))),
});

/** A thread that is started after `begin` us, and then runs, waits and runs for 10 ms each. */
const started = (begin: number): Drawn =>
  drawn([
    lane("MainThread", ["running", 0, begin], ["waiting", begin, begin + 30_000]),
    lane(
      "Thread-1",
      ["running", begin, begin + 10_000],
      ["waiting", begin + 10_000, begin + 20_000],
      ["running", begin + 20_000, begin + 30_000],
    ),
  ], [
    {
      kind: "waiting",
      lane: 1,
      time: begin + 10_000,
      until: begin + 20_000,
      object: "door",
      holder: 0,
    },
    { kind: "released", lane: 0, time: begin + 20_000, object: "door" },
    { kind: "acquired", lane: 1, time: begin + 20_000, object: "door", cause: 1 },
  ]);

test("a start that takes most of the time is left out, and the axis says from when on", () => {
  const [, thread, axis] = timeline(started(200_000), { columns: 40 }).split("\n");
  assert.match(thread!, /^Thread-1 {3}│ {2,4}█{8}░{7,9}◆█{6,8}$/);
  assert.match(axis!, /^ {11}196 ms +230 ms$/);
  const [, late, zero] = timeline(started(10_000), { columns: 40 }).split("\n");
  assert.match(late!, /^Thread-1 {3}│ {6}█+░+◆█+$/);
  assert.match(zero!, /^ {11}0 +40\.0 ms$/);
  const alone = drawn([lane("MainThread", ["running", 0, 1000], ["waiting", 1000, 1001])]);
  assert.match(timeline(alone, {}), /\n {11}0 /);
});

test("it fits every width, in both languages, and a sign stays beside its word", () => {
  for (const columns of [20, 25, 31, 40, 80, 120]) {
    for (const language of ["en", "zh"] as const) {
      for (const begin of [0, 200_000]) {
        const lines = timeline(started(begin), { columns, language }).split("\n");
        for (const line of lines) assert.ok(width(line) <= columns, `${columns}: ${line}`);
        assert.not.match(lines.join("\n"), /[█░◆]\n[a-z运等交]/);
        assert.match(lines[2]!, /(^| )[\d.]+ ms$/);
      }
    }
  }
});

test("in words: how long each ran and waited, and for what", () => {
  assert.is(
    timeline(started(10_000), { words: true }),
    "MainThread: running 10.0 ms, waiting 30.0 ms\n" +
      "Thread-1: running 20.0 ms, waiting 10.0 ms\n" +
      "Thread-1 waited 10.0 ms for door, held by MainThread",
  );
  assert.is(
    timeline(started(10_000), { words: true, language: "zh", columns: 120 }).split("\n")[1],
    "Thread-1：运行 20.0 ms，等待 10.0 ms",
  );
});

test("more lanes than fit on a screen are counted, drawn and in words", () => {
  const many = drawn(Array.from({ length: 30 }, (_, i) => lane(`t${i}`, ["running", 0, 1000])));
  for (const words of [false, true]) {
    const text = timeline(many, { words });
    assert.match(text, "+ 6 more");
    assert.match(text, /t23[^]*\+ 6/);
    assert.not.match(text, "t24");
  }
});

test("who still waits in the end waits for who holds the lock then", () => {
  const thing = { type: "Lock", name: "door" } as Thing;
  const happened = [[Operation.acquired, 1], [Operation.released, 1], [Operation.acquired, 2]];
  const holders = new Holders(
    happened.map(([kind, lane], at) => ({ kind, lane, at, thing }) as Done),
  );
  assert.is(holders.during(thing, 3, 0, 3), 1);
  assert.is(holders.last(thing, 3), 2);
  assert.is(holders.last(thing, 2), undefined);
});

test.run();
