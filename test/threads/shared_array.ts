/** SharedArray: numbers that threads share. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { RLock, SharedArray } from "../../lib/threading.ts";
import { add, here, holdLock, negate, stripe } from "../fixtures/numbers.ts";
import { Gate } from "../kit.ts";
import { begin, fails, formOf, results } from "../tools/threads.ts";

const test = suite("SharedArray");
const types = ["int32", "uint32", "float64", "bigint64"] as const;

test("SharedArray: so many zeros, or the values it is given", () => {
  for (const type of types) {
    const zeros = new SharedArray(type, 3);
    assert.is(zeros.length, 3);
    assert.equal(zeros.slice() as unknown[], Array(3).fill(type === "bigint64" ? 0n : 0));
  }
  assert.equal(new SharedArray("int32", [3, -1, 2]).slice(), [3, -1, 2]);
  assert.equal(new SharedArray("float64", new Set([1.5, -0])).slice(), [1.5, -0]);
  assert.equal(new SharedArray("uint32", new Uint8Array([1, 2])).slice(), [1, 2]);
  const big: unknown[] = new SharedArray("bigint64", [1n, -(2n ** 63n)]).slice();
  assert.equal(big, [1n, -(2n ** 63n)]);
  assert.equal(new SharedArray("int32", 0).slice(), []);
  assert.is(new SharedArray("int32", []).length, 0);
  assert.is(new SharedArray("float64", 100_000).length, 100_000);
});

test("SharedArray: get and set, each place by itself", () => {
  const array = new SharedArray("int32", [1, 2, 3]);
  array.set(1, 20);
  assert.equal([array.get(0), array.get(1), array.get(2)], [1, 20, 3]);
  array.set(0, -(2 ** 31));
  array.set(2, 2 ** 31 - 1);
  assert.equal(array.slice(), [-(2 ** 31), 20, 2 ** 31 - 1]);
});

test("SharedArray: an index out of range is a RangeError, and nothing is written", async () => {
  const array = new SharedArray("int32", [1, 2, 3]);
  for (const index of [3, -1, 100, 2 ** 32, -(2 ** 32), Infinity]) {
    await fails(() => array.get(index), RangeError);
    await fails(() => array.set(index, 9), RangeError);
  }
  for (const index of [0.5, NaN, "1" as unknown as number, undefined as unknown as number]) {
    await fails(() => array.get(index), Error);
    await fails(() => array.set(index, 9), Error);
  }
  assert.equal(array.slice(), [1, 2, 3]);
});

test("SharedArray: refuses what its type cannot keep", async () => {
  const wrong: [(typeof types)[number], unknown, typeof TypeError | typeof RangeError][] = [
    ["int32", 1.5, TypeError],
    ["int32", 2 ** 31, RangeError],
    ["uint32", -1, RangeError],
    ["float64", 1n, TypeError],
    ["bigint64", 1, TypeError],
    ["bigint64", 2n ** 63n, RangeError],
  ];
  for (const [type, bad, kind] of wrong) {
    const array = new SharedArray(type, 2);
    await fails(() => array.set(0, bad as number), kind);
    assert.equal(array.slice(), new SharedArray(type, 2).slice());
    const good = type === "bigint64" ? 1n : 1;
    await fails(() => new SharedArray(type, [good, bad] as number[]), kind);
  }
  for (const length of [-1, 1.5, NaN, Infinity]) {
    await fails(() => new SharedArray("int32", length), Error);
  }
  await fails(() => new SharedArray("int8" as "int32", 1), Error, /int8/);
});

test("SharedArray: slice copies, from and to", () => {
  const array = new SharedArray("int32", [0, 1, 2, 3, 4]);
  assert.equal(array.slice(), [0, 1, 2, 3, 4]);
  assert.equal(array.slice(2), [2, 3, 4]);
  assert.equal(array.slice(1, 3), [1, 2]);
  assert.equal(array.slice(2, 2), []);
  assert.equal(array.slice(5), []);
  const copy = array.slice();
  copy[0] = 99;
  array.set(1, 77);
  assert.equal([array.get(0), copy[1]], [0, 1]);
});

test("SharedArray: threads read and write the same places", async () => {
  const array = new SharedArray("float64", [1.5, -2, 3]);
  assert.equal(await results([begin(here, negate, array)]), [[1.5, -2, 3]]);
  assert.equal(array.slice(), [-1.5, 2, -3]);
});

test("SharedArray: each thread writes its own places, none is disturbed", async () => {
  const array = new SharedArray("int32", 4000);
  await results([0, 1, 2, 3].map((first) => begin(here, stripe, array, first, 4)));
  const wanted = Array.from({ length: 4000 }, (_, place) => place * 10 + place % 4);
  assert.equal(array.slice(), wanted);
});

test("SharedArray: with its lock no update is lost", async () => {
  for (const type of ["int32", "float64"] as const) {
    const array = new SharedArray(type, 3);
    const crowd = Array.from(
      { length: 4 },
      (_, index) => begin(here, add, array, formOf(index), 500),
    );
    await results(crowd);
    assert.equal(array.slice(), [2000, 2000, 2000]);
  }
});

test("SharedArray: its lock is one RLock for all threads", async () => {
  const array = new SharedArray("int32", 1);
  assert.instance(array.lock, RLock);
  const gate = new Gate();
  const holder = begin(here, holdLock, array, gate.buffer);
  await gate.waitArrived(1);
  assert.is(array.lock.acquireSync({ blocking: false }), false);
  gate.open();
  await results([holder]);
  assert.is(array.lock.acquireSync({ blocking: false }), true);
  array.lock.release();
});

test.run();
