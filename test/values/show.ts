/** The suite of show: how print writes values, as Python does. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { StopIteration } from "../../lib/errors.ts";
import { show, shown } from "../../lib/show.ts";

const test = suite("show");

class Point {
  x = 1;
  #hidden = 2;
  sum(): number {
    return this.x + this.#hidden;
  }
}

/** Each case is a value and its text, which must be the same on every runtime. */
const cases: Record<string, [unknown, string][]> = {
  "a string at the top is shown as it is": [['it\'s "so"\n', 'it\'s "so"\n'], ["", ""]],
  "a string inside is quoted": [
    [["a"], '["a"]'],
    [{ a: 'say "no"\n' }, '{ a: "say \\"no\\"\\n" }'],
    [["\ud800"], '["\\ud800"]'],
  ],
  "primitives are shown as they are written": [
    [1.5, "1.5"],
    [-0, "-0"],
    [NaN, "NaN"],
    [1e21, "1e+21"],
    [10n, "10n"],
    [true, "true"],
    [null, "null"],
    [undefined, "undefined"],
    [Symbol("s"), "Symbol(s)"],
  ],
  "an array is shown like a list": [
    [[], "[]"],
    [[0, 1, 2, 3, 4], "[0, 1, 2, 3, 4]"],
    [[[1, "a"], null, undefined], '[[1, "a"], null, undefined]'],
    // deno-lint-ignore no-sparse-arrays
    [[1, , , 2, ,], "[1, <2 empty items>, 2, <1 empty item>]"],
  ],
  "an object is shown with its own enumerable properties": [
    [{}, "{}"],
    [{ a: 1, "two words": { 3: [] } }, '{ a: 1, "two words": { 3: [] } }'],
    [{ [Symbol("s")]: 1 }, "{ [Symbol(s)]: 1 }"],
    [Object.assign(Object.create(null), { a: 1 }), "{ a: 1 }"],
    [Object.defineProperty({ a: 1 }, "b", { value: 2 }), "{ a: 1 }"],
  ],
  "an instance is shown with the name of its class": [
    [new Point(), "Point { x: 1 }"],
    [new (class Empty {})(), "Empty {}"],
    [new (class List extends Array {})(), "List(0) []"],
  ],
  "collections show their size and parts": [
    [new Map(), "Map(0) {}"],
    [
      new Map<unknown, unknown>([["a", 1], [{ b: 2 }, [3]]]),
      'Map(2) { "a" => 1, { b: 2 } => [3] }',
    ],
    [new Set([1, "b"]), 'Set(2) { 1, "b" }'],
  ],
  "binary data shows its elements or its size": [
    [new Uint8Array([1, 2]), "Uint8Array(2) [1, 2]"],
    [new BigInt64Array(1), "BigInt64Array(1) [0n]"],
    [new ArrayBuffer(8), "ArrayBuffer { byteLength: 8 }"],
    [new SharedArrayBuffer(4), "SharedArrayBuffer { byteLength: 4 }"],
    [new DataView(new ArrayBuffer(3)), "DataView { byteLength: 3 }"],
  ],
  "a date is shown in ISO form": [
    [new Date(0), "1970-01-01T00:00:00.000Z"],
    [[new Date(NaN)], "[Invalid Date]"],
  ],
  "an error is shown by name and message, without its stack": [
    [new TypeError("bad", { cause: 1 }), "TypeError: bad"],
    [new Error(), "Error"],
    [[new StopIteration([1], "done")], "[StopIteration: done]"],
    [Object.assign(new Error("m"), { name: "Special" }), "Special: m"],
    [new DOMException("late", "TimeoutError"), "TimeoutError: late"],
  ],
  "other built-in objects have a short form": [
    [/a\/b/gi, "/a\\/b/gi"],
    [Object("s"), '[String: "s"]'],
    [Object(-0), "[Number: -0]"],
    [Promise.resolve(1), "Promise {}"],
    [new WeakMap(), "WeakMap {}"],
    [(function* () {})(), "Generator {}"],
  ],
  "functions and classes are named": [
    [function work() {}, "[Function work]"],
    [[() => 1], "[[Function]]"],
    [Point, "[class Point]"],
  ],
};

for (const [name, pairs] of Object.entries(cases)) {
  test(name, () => {
    for (const [value, text] of pairs) assert.is(show(value), text);
  });
}

test("an object with [shown] shows itself, also inside of others", () => {
  class Lock {
    readonly locked = true;
    [shown](): string {
      return `<Lock ${this.locked ? "locked" : "unlocked"}>`;
    }
  }
  assert.is(show(new Lock()), "<Lock locked>");
  assert.is(show({ lock: new Lock() }), "{ lock: <Lock locked> }");
});

test("getters are not called", () => {
  let calls = 0;
  const object = {
    get a() {
      return ++calls;
    },
    set b(value: number) {
      calls += value;
    },
  };
  assert.is(show(object), "{ a: [Getter], b: [Setter] }");
  assert.is(calls, 0);
});

test("cycles end, and a value that appears twice is no cycle", () => {
  const list: unknown[] = [1];
  list.push(list);
  assert.is(show(list), "[1, [Circular]]");
  const twice = { a: 1 };
  assert.is(show([twice, twice]), "[{ a: 1 }, { a: 1 }]");
});

test("deep values are abridged", () => {
  assert.is(show([[[[[["deep"]]]]]]), "[[[[[[Array]]]]]]");
  assert.is(show([[[[[{ a: 1 }]]]]]), "[[[[[[Object]]]]]]");
  assert.is(show([[[[[new Point()]]]]]), "[[[[[[Point]]]]]]");
});

test("long values are abridged", () => {
  const numbers = Array.from({ length: 130 }, (_, i) => i);
  assert.match(show(numbers), /98, 99, \.\.\. 30 more\]$/);
  assert.match(show(new Set(numbers)), /99, \.\.\. 30 more }$/);
  assert.match(show(new Uint8Array(1e7)), /0, \.\.\. 9999900 more\]$/);
  assert.is(show(["x".repeat(1001)]), `["${"x".repeat(1000)}"... 1 more characters]`);
  assert.is(show("x".repeat(2000)).length, 2000);
  assert.is(show(new Array(4e9)), "[<4000000000 empty items>]");
});

test("wide and deep values together stay short and quick", () => {
  const wide = (depth: number): unknown => depth === 0 ? 0 : new Array(100).fill(wide(depth - 1));
  const text = show(wide(5));
  assert.ok(text.length < 20_000, `${text.length} characters`);
});

test("showing never fails", () => {
  const hostile = new Proxy({}, {
    get() {
      throw new Error("no");
    },
  });
  assert.is(show([hostile, 1]), "[[unreadable], 1]");
  assert.is(
    show({
      [shown]: () => {
        throw new Error("no");
      },
    }),
    "[unreadable]",
  );
});

test.run();
