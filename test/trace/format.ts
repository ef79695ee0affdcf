/** The checker of the Trace Event Format itself: it takes what is right, and each of its rules refuses something. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { checked } from "../tools/trace_format.ts";

const test = suite("checker of traces");

type Entry = Record<string, unknown>;

const own = { pid: 1, tid: 1 }, other = { pid: 1, tid: 2 };

const names: Entry[] = [
  { ph: "M", name: "process_name", ...own, args: { name: "MainProcess" } },
  { ph: "M", name: "thread_name", ...own, args: { name: "MainThread" } },
  { ph: "M", name: "thread_name", ...other, args: { name: "worker" } },
];

/** Two lanes of 10 us, of which one runs from 2 on, and what happens in them, from 2 to 8. */
const lanes: Entry[] = [
  { ph: "X", cat: "thread", name: "MainThread", ts: 0, dur: 10, ...own },
  { ph: "X", cat: "thread", name: "worker", ts: 2, dur: 8, ...other },
];

const slice = (ts: number, dur: number, more: Entry = own): Entry => ({
  ph: "X",
  cat: "waiting",
  name: "waiting for door",
  ts,
  dur,
  ...more,
});

const mark = (ts: number, more: Entry = {}): Entry => ({
  ph: "i",
  s: "t",
  name: "put line",
  ts,
  ...own,
  ...more,
});

const held = (ph: "b" | "e", ts: number, more: Entry = {}): Entry => ({
  ph,
  cat: "door",
  name: "held by worker",
  id: "hold-1",
  ts,
  ...other,
  ...more,
});

const arrow = (ph: "s" | "f", ts: number, more: Entry = {}): Entry => ({
  ph,
  cat: "cause",
  name: "put to got",
  id: 7,
  ts,
  ...(ph === "s" ? own : other),
  ...more,
});

const count = (ts: number, items: unknown): Entry => ({
  ph: "C",
  name: "line",
  ts,
  pid: 1,
  args: { items },
});

const problemsOf = (...entries: Entry[]): readonly string[] =>
  checked(JSON.stringify({ traceEvents: entries })).problems;

const refused = (says: RegExp, ...more: Entry[]): void => {
  const problems = problemsOf(...names, ...lanes, ...more);
  assert.ok(problems.some((problem) => says.test(problem)), `${says} in ${problems.join("\n")}`);
};

test("what is right has no problems", () => {
  const whole = [
    ...names,
    ...lanes,
    arrow("s", 2),
    held("b", 3),
    slice(3, 3),
    slice(4, 2), // within the one before
    arrow("f", 4),
    mark(5),
    count(5, 1),
    held("e", 6),
    slice(6, 2), // after it
    count(6, 0),
    held("b", 7), // again
    held("e", 8),
  ];
  assert.equal(problemsOf(...whole), []);
  const { entries } = checked(JSON.stringify({ traceEvents: whole }));
  assert.equal(entries.map(({ ph }) => ph), whole.map(({ ph }) => ph));
});

test("an entry says what it is, where, when and how long", () => {
  refused(/^unknown phase/, mark(2, { ph: "?" }));
  refused(/^no process/, mark(2, { pid: "1" }));
  refused(/^no process/, mark(2, { pid: undefined }));
  refused(/^no thread/, mark(2, { tid: undefined }));
  refused(/^no thread/, mark(2, { tid: 1.5 }));
  refused(/^no name/, mark(2, { name: undefined }));
  refused(/^no name/, mark(2, { name: "" }));
  refused(/^no time/, mark(2, { ts: undefined }));
  refused(/^no time/, mark(-1));
  refused(/^no time/, mark(NaN)); // JSON has null for it
  refused(/^no duration/, slice(2, -1));
  refused(/^no duration/, slice(2, 1, { ...own, dur: null }));
});

test("times are in order", () => {
  refused(/^3 stands after 4$/, mark(4), mark(3));
  refused(/^1 stands after 2$/, slice(1, 1));
});

test("each lane and each process has a name", () => {
  const [process, main, worker] = names;
  const without = (...left: Entry[]) => problemsOf(...left, ...lanes, mark(2)).join("\n");
  assert.match(without(process!, main!), /^lane 1\/2 has no name$/);
  assert.match(without(main!, worker!), /process 1 has no name/);
  refused(/^lane 2\/1 has no name$/, mark(2, { pid: 2 }));
  refused(/^process 2 has no name$/, { ...count(2, 1), pid: 2 });
});

test("slices of a lane lie within each other or apart", () => {
  refused(/ends at 7, after what it lies in \(6\)/, slice(3, 3), slice(4, 3));
  refused(/ends at 12, after what it lies in \(10\)/, slice(3, 9));
  // Those of another lane may.
  assert.equal(problemsOf(...names, ...lanes, slice(3, 3), slice(4, 3, other)), []);
});

test("what begins ends, once", () => {
  refused(/^door hold-1 never ends$/, held("b", 3));
  refused(/^door hold-1 ends and never began$/, held("e", 3));
  refused(/^door hold-1 begins twice$/, held("b", 3), held("b", 4), held("e", 5));
  refused(/^door hold-2 ends and never began$/, held("b", 3), held("e", 4, { id: "hold-2" }));
  refused(/^gate hold-1 ends and never began$/, held("b", 3), held("e", 4, { cat: "gate" }));
});

test("an arrow has one start and one end, not before it, both in slices of their lanes", () => {
  refused(/^arrow 7 has no end$/, arrow("s", 3));
  refused(/^arrow 7 has no start$/, arrow("f", 3));
  refused(/^arrow 8 has no start$/, arrow("s", 3), arrow("f", 4, { id: 8 }));
  refused(/^arrow 7 has no start$/, arrow("s", 3), arrow("f", 4), arrow("f", 5));
  refused(/^arrow 7 starts twice$/, arrow("s", 3), arrow("s", 4), arrow("f", 5));
  refused(/^arrow 7 goes back in time$/, arrow("f", 3), arrow("s", 4));
  refused(/^arrow 7 touches no slice at 1$/, arrow("s", 1, other), arrow("f", 3));
  refused(/^arrow 7 touches no slice at 11$/, arrow("s", 3), arrow("f", 11));
});

test("counters are numbers that are not less than 0", () => {
  refused(/^line counts -1$/, count(3, -1));
  refused(/^line counts many$/, count(3, "many"));
  refused(/^line counts null$/, count(3, null));
});

test.run();
