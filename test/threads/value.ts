/** Value: one number that threads share. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type NumberType, RLock, Value } from "../../lib/threading.ts";
import {
  add,
  addUnlocked,
  flip,
  here,
  holdLock,
  readAndWrite,
  watch,
} from "../fixtures/numbers.ts";
import { Gate } from "../kit.ts";
import { begin, fails, formOf, results } from "../tools/threads.ts";

const test = suite("Value");
const types = ["int32", "uint32", "float64", "bigint64"] as const;
const zero = (type: string) => (type === "bigint64" ? 0n : 0) as number;

test("Value: begins at zero, or where it is told", () => {
  for (const type of types) assert.is(new Value(type).value, zero(type));
  assert.is(new Value("int32", -7).value, -7);
  assert.is(new Value("uint32", 7).value, 7);
  assert.is(new Value("float64", 0.1).value, 0.1);
  assert.is(new Value("bigint64", 2n ** 62n).value as number | bigint, 2n ** 62n);
});

test("Value: keeps every number of its type", () => {
  const good: [(typeof types)[number], (number | bigint)[]][] = [
    ["int32", [0, 1, -1, 2 ** 31 - 1, -(2 ** 31)]],
    ["uint32", [0, 1, 2 ** 31, 2 ** 32 - 1]],
    ["float64", [0.1, -0, NaN, Infinity, -Infinity, 5e-324, Number.MAX_VALUE, 2 ** 53 + 2, -1.5]],
    ["bigint64", [0n, -1n, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n + 1n]],
  ];
  for (const [type, numbers] of good) {
    const value = new Value(type);
    for (const number of numbers) {
      value.value = number;
      assert.ok(Object.is(value.value, number), `${type} ${number} became ${value.value}`);
      assert.ok(Object.is(new Value(type, number).value, number), `${type} from ${number}`);
    }
  }
});

test("Value: refuses what it cannot keep, and keeps what it had", async () => {
  const wrong: [(typeof types)[number], unknown, typeof TypeError | typeof RangeError][] = [
    ["int32", 1.5, TypeError],
    ["int32", NaN, TypeError],
    ["int32", "1", TypeError],
    ["int32", 1n, TypeError],
    ["int32", undefined, TypeError],
    ["int32", null, TypeError],
    ["int32", true, TypeError],
    ["int32", 2 ** 31, RangeError],
    ["int32", -(2 ** 31) - 1, RangeError],
    ["uint32", 0.1, TypeError],
    ["uint32", -1, RangeError],
    ["uint32", 2 ** 32, RangeError],
    ["float64", "x", TypeError],
    ["float64", 1n, TypeError],
    ["float64", {}, TypeError],
    ["bigint64", 1, TypeError],
    ["bigint64", 2n ** 63n, RangeError],
    ["bigint64", -(2n ** 63n) - 1n, RangeError],
  ];
  for (const [type, bad, kind] of wrong) {
    const value = new Value(type, type === "bigint64" ? 5n : 5);
    await fails(() => value.value = bad as number, kind);
    assert.equal(value.value, type === "bigint64" ? 5n : 5);
    if (bad !== undefined) await fails(() => new Value(type, bad as number), kind);
  }
  const unknown = "int8" as "int32";
  const error = await fails(() => new Value(unknown), Error, /int8/);
  assert.ok(error instanceof TypeError || error instanceof RangeError);
});

test("Value: a thread reads what main wrote, and main what the thread wrote", async () => {
  const cases = [
    ["int32", -5, 2 ** 31 - 1],
    ["uint32", 5, 2 ** 32 - 1],
    ["float64", 0.1, -0],
    ["bigint64", -5n, 2n ** 60n + 1n],
  ] as const;
  for (const [type, before, after] of cases) {
    const value = new Value(type, before);
    assert.equal(await results([begin(here, readAndWrite, value, after)]), [before]);
    assert.ok(Object.is(value.value, after), type);
  }
});

test("Value: with its lock no update is lost, whatever the forms", async () => {
  for (const type of ["int32", "uint32", "float64"] as const) {
    const value = new Value(type, 0);
    const crowd = Array.from(
      { length: 4 },
      (_, index) => begin(here, add, value, formOf(index), 1000),
    );
    await add(value, "asynchronous", 100);
    await results(crowd);
    assert.is(value.value, 4100, type);
  }
});

test("Value: `+=` without the lock is three steps, and nothing is invented", async () => {
  const value = new Value("int32", 0);
  const gate = new Gate();
  const crowd = Array.from(
    { length: 3 },
    () => begin(here, addUnlocked, value, gate.buffer, 50_000),
  );
  await gate.waitArrived(3);
  gate.open();
  await results(crowd);
  assert.ok(value.value <= 150_000 && value.value >= 2, `${value.value}`);
});

test("Value: wide numbers are never torn", async () => {
  const cases = [["float64", 1.0, -123456.789e100], ["bigint64", 0n, -1n]] as const;
  for (const [type, one, two] of cases) {
    const value = new Value<NumberType>(type, one);
    await results([
      begin(here, flip, value, one, two, 50_000),
      begin(here, watch, value, one, two, 50_000),
      begin(here, watch, value, one, two, 50_000),
    ]);
  }
});

test("Value: its lock is one RLock for all threads", async () => {
  const value = new Value("int32");
  assert.instance(value.lock, RLock);
  assert.is(value.lock, value.lock);
  const gate = new Gate();
  const holder = begin(here, holdLock, value, gate.buffer);
  await gate.waitArrived(1);
  assert.is(value.lock.locked(), true);
  assert.is(value.lock.acquireSync({ blocking: false }), false);
  gate.open();
  await results([holder]);
  using _outer = value.lock.holdSync();
  using _inner = value.lock.holdSync();
  assert.is(new Value("int32").lock.locked(), false);
});

test.run();
