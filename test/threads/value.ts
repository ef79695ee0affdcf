/** Value between threads: its lock, and updates without; the rest is in contract/numbers.ts. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type NumberType, RLock, Value } from "../../lib/threading.ts";
import { add, addUnlocked, flip, here, holdLock, watch } from "../fixtures/numbers.ts";
import { Gate } from "../kit.ts";
import { begin, formOf, results } from "../tools/threads.ts";

const test = suite("Value");

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
