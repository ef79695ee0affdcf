/** What shared numbers promise, between threads and between processes. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { here, negate, readAndWrite } from "../fixtures/numbers.ts";
import { fails, results } from "../tools/threads.ts";
import { worlds } from "../tools/worlds.ts";

const types = ["int32", "uint32", "float64", "bigint64"] as const;
const zero = (type: string) => (type === "bigint64" ? 0n : 0) as number;

for (const { world, SharedArray, start, Value } of worlds) {
  const test = suite(`numbers of ${world}`);

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
    await fails(() => new Value(unknown), TypeError, /int8/);
  });

  test("Value: another one reads what was written here, and writes what is read here", async () => {
    const cases = [
      ["int32", -5, 2 ** 31 - 1],
      ["uint32", 5, 2 ** 32 - 1],
      ["float64", 0.1, -0],
      ["bigint64", -5n, 2n ** 60n + 1n],
    ] as const;
    for (const [type, before, after] of cases) {
      const value = new Value(type, before);
      assert.equal(await results([start(here, readAndWrite, value, after)]), [before]);
      assert.ok(Object.is(value.value, after), type);
    }
  });

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
    for (const index of [3, -1, 100, 2 ** 32, -(2 ** 32), Infinity, 0.5, NaN]) {
      await fails(() => array.get(index), RangeError);
      await fails(() => array.set(index, 9), RangeError);
    }
    for (const index of ["1" as unknown as number, undefined as unknown as number]) {
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
    await fails(() => new SharedArray("int32", -1), RangeError);
    for (const length of [1.5, NaN, Infinity]) {
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
    assert.equal(array.slice(1, -1), [1, 2, 3]);
    assert.equal(array.slice(5), []);
    assert.equal([...array], [0, 1, 2, 3, 4]);
    const copy = array.slice();
    copy[0] = 99;
    array.set(1, 77);
    assert.equal([array.get(0), copy[1]], [0, 1]);
  });

  test("SharedArray: the places are the same everywhere", async () => {
    const array = new SharedArray("float64", [1.5, -2, 3]);
    assert.equal(await results([start(here, negate, array)]), [[1.5, -2, 3]]);
    assert.equal(array.slice(), [-1.5, 2, -3]);
  });

  test.run();
}
