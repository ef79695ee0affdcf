/** Clocks of processes that do not agree: nothing is shown before what let it happen. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { assembled } from "../../lib/trace/assemble.ts";
import { offsets } from "../../lib/trace/clocks.ts";
import { SENT } from "../../lib/trace/doing.ts";
import type { Part } from "../../lib/trace/gather.ts";
import { merged } from "../../lib/trace/merge.ts";
import { Operation } from "../../lib/trace/operations.ts";
import { Outcome, type Taken } from "../../lib/trace/tape.ts";

const test = suite("clocks of processes");

const MAIN = 10, CHILD = 11, GRANDCHILD = 12;
const QUEUE = 1, CHILD_OF = 2;
const THERE = SENT * MAIN + 1, BACK = SENT * CHILD + 1;

let sequence = 0;

const done = (kind: number, object: number, from: number, to: number): Taken => ({
  sequence: sequence++,
  kind,
  object,
  site: 0,
  from,
  to,
  marks: 0,
  task: 0,
});

const item = (number: number): Taken => ({ ...done(Operation.item, 0, 0, number), sequence: 0 });

const part = (
  pid: number,
  name: string,
  starts: number,
  times: [number, number],
  ...own: Taken[]
) => ({
  about: { key: `p${pid}`, kind: pid === MAIN ? "thread" : "process", name },
  pid,
  began: times[0],
  ended: times[1],
  outcome: Outcome.ended,
  texts: [["shared 1", "Queue", ""], [`p${starts}`, "Process", name]],
  operations: own,
} as Part);

/**
 * From 1000 on the first process starts a child, puts an item for it, and gets one back; the child's clock
 * is `ahead`. Each step takes 1 ms.
 */
function parts(ahead: number): Part[] {
  const at = (time: number) => time + ahead;
  return [
    part(
      MAIN,
      "MainThread",
      CHILD,
      [1000, 1010],
      done(Operation.started, CHILD_OF, 1001, 1002),
      item(THERE),
      done(Operation.put, QUEUE, 1003, 1004),
      item(BACK),
      done(Operation.got, QUEUE, 1004, 1008),
    ),
    part(
      CHILD,
      "child",
      GRANDCHILD,
      [at(1002), at(1009)],
      item(THERE),
      done(Operation.got, QUEUE, at(1003), at(1005)),
      item(BACK),
      done(Operation.put, QUEUE, at(1006), at(1007)),
    ),
  ];
}

for (const ahead of [0, 0.5, -0.5, 7, -7, 3_600_000, -3_600_000]) {
  test(`a child whose clock is ahead by ${ahead} ms`, () => {
    const { lanes, events } = assembled(merged(parts(ahead), 1000, 1010));
    assert.equal(lanes.map(({ name }) => name), ["MainThread", "child"]);
    const told = (own: number) =>
      events.filter(({ kind, lane }) => lane === own && /^(starts|started|put|got)$/.test(kind))
        .map(({ kind }) => kind);
    assert.equal(told(0), ["started", "starts", "put", "got"]);
    assert.equal(told(1), ["started", "got", "put"]);
    const arrows = events.filter(({ cause }) => cause !== undefined);
    assert.is(arrows.length, 3);
    for (const { time, cause } of arrows) assert.ok(events[cause!]!.time <= time);
    // No further off than the way of an item there and back leaves open.
    const behind = offsets(parts(ahead)).get(CHILD)!;
    assert.ok(Math.abs(behind + ahead) <= 2 + 1e-6, `${behind} for ${ahead}`);
    if (Math.abs(ahead) <= 0.5) assert.is(behind, 0, "what contradicts nothing is left alone");
  });
}

for (const ahead of [0, 1.5, -1.5, 3_600_000, -3_600_000]) {
  test(`items between two children, one of them ahead by ${ahead} ms`, () => {
    const at = (time: number) => time + ahead;
    const starts = (pid: number) => [`p${pid}`, "Process", `child ${pid}`];
    const main = part(MAIN, "MainThread", CHILD, [1000, 1010]);
    const whole = {
      ...main,
      texts: [...main.texts, starts(GRANDCHILD)],
      operations: [
        done(Operation.started, CHILD_OF, 1001, 1002),
        done(Operation.started, CHILD_OF + 1, 1001, 1002),
      ],
    };
    const put = [item(BACK), done(Operation.put, QUEUE, at(1005), at(1005.1))];
    const got = [item(BACK), done(Operation.got, QUEUE, 1002.5, 1005.2)];
    const tapes = [
      whole,
      part(CHILD, "one", 99, [at(1002), at(1009)], ...put),
      part(GRANDCHILD, "other", 99, [1002, 1009], ...got),
    ];
    const { events } = assembled(merged(tapes, 1000, 1010));
    const arrow = events.find(({ kind, cause }) => kind === "got" && cause !== undefined);
    assert.ok(arrow, "no arrow");
    assert.ok(events[arrow.cause!]!.time <= arrow.time);
    for (const { time } of events) assert.ok(time <= 10_000 + 2_000, `${time}`);
    if (ahead === 0) assert.equal([...offsets(tapes).values()], [0, 0, 0]);
  });
}

test("a child of a child is moved with its parent", () => {
  const [main, child] = parts(-7);
  const starts = done(Operation.started, CHILD_OF, 1000, 1001); // by the clock that is 7 ms behind
  const whole = { ...child!, operations: [...child!.operations, starts] };
  const grandchild = part(GRANDCHILD, "grandchild", 99, [1000.5, 1001]);
  const behind = offsets([main!, whole, grandchild]);
  assert.is(behind.get(GRANDCHILD), behind.get(CHILD));
  assert.ok(behind.get(CHILD)! >= 5);
});

test.run();
