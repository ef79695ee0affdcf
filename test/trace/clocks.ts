/** Clocks of processes that do not agree: nothing is shown before what let it happen. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Barrier, Lock, Process, RLock, Semaphore } from "../../lib/multiprocessing.ts";
import { assembled } from "../../lib/trace/assemble.ts";
import { offsets } from "../../lib/trace/clocks.ts";
import { SENT } from "../../lib/trace/doing.ts";
import { Gatherer, type Part } from "../../lib/trace/gather.ts";
import { merged } from "../../lib/trace/merge.ts";
import { Operation } from "../../lib/trace/operations.ts";
import { Outcome, type Taken } from "../../lib/trace/tape.ts";
import { trace } from "../../lib/trace.ts";
import * as fixtures from "../fixtures/traced.ts";
import { random, within } from "../kit.ts";

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

/**
 * What `count` processes did with one lock or semaphore in turns, each with a clock of its own; one after the
 * other, 30 us apart, in a random order.
 */
function inTurns(type: "Lock" | "RLock" | "Semaphore", clocks: readonly number[]): Part[] {
  const operations = clocks.map((): Taken[] => []);
  const next = random(clocks.length);
  let now = 1001;
  for (let turn = 1; turn <= 200; turn++) {
    const process = Math.floor(next() * clocks.length), own = operations[process]!;
    const at = (time: number) => time + clocks[process]!;
    const numbered = (number: number, ...rest: Parameters<typeof done>) =>
      void own.push(item(number), done(...rest));
    const semaphore = type === "Semaphore";
    numbered(semaphore ? turn - 1 : turn, Operation.acquired, 1, at(now - 0.5), at(now));
    if (type === "RLock") own.push(done(Operation.acquired, 1, at(now), at(now + 0.001)));
    if (type === "RLock") own.push(done(Operation.released, 1, at(now + 0.002), at(now + 0.003)));
    numbered(semaphore ? turn : 0, Operation.released, 1, at(now + 0.01), at(now + 0.02));
    now += 0.03;
  }
  return clocks.map((clock, process) => ({
    ...part(
      MAIN + process,
      `p${process}`,
      99,
      [1000 + clock, 1020 + clock],
      ...operations[process]!,
    ),
    texts: [["shared 1", type, "door"]],
  }));
}

for (const type of ["Lock", "RLock", "Semaphore"] as const) {
  for (const clocks of [[0, 0, 0], [0, 0.5, -0.5], [0, -3, 8, 1.4], [0, 2, -1, 0.3, -0.7]]) {
    test(`${type} between processes whose clocks differ by ${clocks}: no release after its acquire`, () => {
      const { events } = assembled(merged(inTurns(type, clocks), 1000, 1020));
      const order = events.filter(({ kind }) => kind === "acquired" || kind === "released");
      let holder: number | undefined, depth = 0;
      for (const { kind, lane } of order) {
        if (kind === "acquired") assert.ok(depth === 0 || holder === lane, "two hold it at once");
        holder = lane;
        depth += kind === "acquired" ? 1 : -1;
      }
      assert.is(depth, 0);
    });
  }
}

test("clocks that contradict no lock are left alone, and a lock that others release says nothing", () => {
  const [one, other] = inTurns("Lock", [0, 0]);
  assert.equal([...offsets([one!, other!]).values()], [0, 0]);
  const strange = {
    ...one!,
    operations: [...one!.operations, done(Operation.released, 1, 1019, 1019)],
  };
  assert.equal([...offsets([strange, inTurns("Lock", [0, 3])[1]!]).values()], [0, 0]);
});

test("a condition that gave its lock back meanwhile moves no clock", () => {
  const texts = [["shared 1", "Lock", "door"], ["shared 2", "Condition", "cond"]];
  const turn = (number: number, from: number) => [
    item(number),
    done(Operation.acquired, 1, from, from),
  ];
  const release = (time: number) => done(Operation.released, 1, time, time);
  const again = (time: number) => done(Operation.acquired, 1, time, time);
  for (const seen of [false, true]) {
    const first = [
      ...turn(1, 1002),
      ...seen ? [release(1003)] : [],
      done(Operation.woken, 2, 1003, 1007),
      ...seen ? [again(1007)] : [],
      release(1008),
    ];
    const tapes = [[...first, ...turn(4, 1009), release(1009.5)], [
      ...turn(2, 1004),
      release(1005),
    ]];
    const parts = tapes.map((operations, at) => ({
      ...part(MAIN + at, `p${at}`, 99, [1000, 1010], ...operations),
      texts,
    }));
    assert.equal([...offsets(parts).values()], [0, 0]);
    // It is still used for what it says: the other's turn was over before the fourth began.
    const late = parts[1]!.operations.map((each) =>
      each.kind === Operation.item ? each : { ...each, from: each.from + 6, to: each.to + 6 }
    );
    const [, behind] = [...offsets([parts[0]!, { ...parts[1]!, operations: late }]).values()];
    assert.ok(behind! <= -2 && behind! >= -2.1, `${behind}`);
  }
});

/** All that children did is shown that much later than it was. */
function late(part: Part, by: number): Part {
  const operations = part.operations.map((each) =>
    each.kind === Operation.item ? each : { ...each, from: each.from + by, to: each.to + by }
  );
  return { ...part, began: part.began + by, ended: part.ended + by, operations };
}

test("real processes know whose turn it was: if a clock is wrong, still one at a time has the lock", async () => {
  const { parcel } = Gatherer.prototype, names = ["door", "again", "places"];
  const parts: Part[] = [];
  Gatherer.prototype.parcel = function () {
    const got = Reflect.apply(parcel, this, []);
    parts.push(...got.parts);
    return got;
  };
  try {
    await trace(async () => {
      const [door, again, places] = names.map((name) => ({ name }));
      const things = [new Lock(door), new RLock(again), new Semaphore(1, places)];
      const all = new Barrier(3), args: Parameters<typeof fixtures.takesTurns> = [things, all, 60];
      const children = [1, 2].map(() =>
        new Process({ target: fixtures.takesTurns, args, module: fixtures.here })
      );
      for (const child of children) child.start();
      await within(20_000, fixtures.takesTurns(...args));
      for (const child of children) await within(10_000, child.join());
    });
  } finally {
    Gatherer.prototype.parcel = parcel;
  }
  const began = parts[0]!.began, [, one, other] = [...new Set(parts.map(({ pid }) => pid))];
  const wrong = parts.map((part) => late(part, part.pid === one ? 8 : part.pid === other ? -5 : 0));
  const { events } = assembled(merged(wrong, began, parts[0]!.ended));
  for (const name of names) {
    const own = events.filter(({ object }) => object === name);
    let held = 0;
    for (const { kind } of own) {
      if (kind === "acquired") assert.is(++held, 1, `${name}: two hold it at once`);
      else if (kind === "released") held--;
    }
    assert.is(own.filter(({ kind }) => kind === "acquired").length, 180);
  }
});

test.run();
