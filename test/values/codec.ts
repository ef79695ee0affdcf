/** The suite of what the codec carries between threads: every kind of value, as it was. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Buffer } from "node:buffer";
import { assertCarried, assertRefused, copy } from "../tools/codec/copy.ts";
import { assertSame } from "../tools/codec/same.ts";

const test = suite("codec");

test("numbers keep their value, -0 and NaN too", () => {
  assertCarried(0, -0, 1, 127, 128, 255, 256, -1, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), 2 ** 53, 1.5);
  assertCarried(NaN, Infinity, -Infinity, Number.MIN_VALUE, Number.MAX_VALUE);
});

test("bigints of any size keep their value", () => {
  for (const bits of [0n, 7n, 63n, 64n, 65n, 1000n, 100_000n]) {
    for (const near of [-1n, 0n, 1n]) assertCarried(2n ** bits + near, -(2n ** bits) + near);
  }
});

test("strings of every length and kind arrive unit by unit", () => {
  for (const letter of ["a", "é", "日", "😀", "\ud800", "\udc00a", "\ufeff", "\0"]) {
    for (const times of [1, 10, 15, 31, 32, 42, 43, 127, 5461, 5462, 65_537]) {
      const text = letter.repeat(times);
      assert.ok(copy(text) === text, `${JSON.stringify(letter)} ${times} times`);
    }
  }
  assertCarried("", ["", "a", "a"], "\ufeffstart", "end\ud800");
});

test("other primitives keep their value", () => {
  assertCarried(undefined, null, true, false);
});

test("arrays keep their elements, their holes and their length", () => {
  // deno-lint-ignore no-sparse-arrays
  assertCarried([], [1], [1, 2, 3, 4, 5], [1, 2.5, 3, 4], [1, -0, 3, 4], [1, , 3, , ,], [
    ,
    undefined,
  ]);
  assertCarried([1, 2, 3, "4"], [1.5, 2, 3, "4"], [1, 2, 3, null], new Array(16), new Array(17));
  assertCarried(Object.assign([], { 5: 1, 1500: 2, 9000: 3 }));
});

test("an array of billions of holes costs no more than its elements", () => {
  // Not compared with structured clone, which looks at every hole on Bun.
  const far = () => Object.assign([1], { 4_000_000_000: "far" });
  assertSame(copy(far()), far());
  assertSame(copy(new Array(4_294_967_295)), new Array(4_294_967_295));
});

test("properties of an array that are not elements are left behind", () => {
  assertSame(copy(Object.assign([1], { extra: 2 })), [1]);
});

test("plain objects keep their properties in order, whatever the keys", () => {
  assertCarried({}, { a: 1 }, { b: { a: undefined } }, { 2: 1, 1: 2, "": 3, "é": 4, "\ud800": 5 });
  const object = copy(JSON.parse('{ "__proto__": { "x": 1 }, "constructor": 2 }'));
  assert.is(Object.getPrototypeOf(object), Object.prototype);
  assert.equal(Object.keys(object), ["__proto__", "constructor"]);
  assertCarried(Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`key ${i}`, i])));
});

test("objects with the same keys do not take each other's values", () => {
  const rows = Array.from(
    { length: 300 },
    (_, i) => ({ id: i, name: `n${i}`, at: { x: i, y: -i } }),
  );
  assertCarried(rows, [{ x: 1, y: 2 }, { y: 1, x: 2 }, { x: 1 }, { x: 2, y: 3, z: 4 }]);
  // Lists of keys that differ in a place where a quick look may not see it.
  assertCarried({ ab: 1, c: 2 }, { ad: 1, c: 2 }, [{ ab: 3, c: 4 }, { ad: 5, c: 6 }]);
});

test("instances of a class become plain objects with their own enumerable properties", () => {
  class Point {
    x = 1;
    #y = 2;
    get sum(): number {
      return this.x + this.#y;
    }
  }
  assertCarried(new Point(), Object.create({ inherited: 1 }), Object.create(null));
  assertCarried(Object.create(Map.prototype), new (class List extends Array {})());
});

test("a class that the program made global is a class like any other", () => {
  class InterleaveTestPoint {
    x = 1;
  }
  Object.assign(globalThis, { InterleaveTestPoint });
  assertSame(copy(new InterleaveTestPoint()), { x: 1 });
});

test("what a getter removes is not sent", () => {
  const object: Record<string, unknown> = {
    get first() {
      delete this["second"];
      return 1;
    },
    second: 2,
  };
  assertSame(copy(object), { first: 1 });
});

test("Map, Set, Date, RegExp and boxed primitives keep their kind", () => {
  assertCarried(new Map<unknown, unknown>([["a", 1], [{ b: 1 }, new Map()]]), new Map());
  assertCarried(
    new Set<unknown>([1, "1", { a: 1 }, undefined]),
    new Set(),
    new Date(1e12),
    /a\/b/giu,
  );
  assertCarried(Object(1), Object("s"), Object(false), Object(10n), new Date(NaN));
  class Registry extends Map<string, number> {
    override get(_key: string): number {
      return -1;
    }
    override [Symbol.iterator](): MapIterator<[string, number]> {
      return new Map<string, number>().entries();
    }
  }
  assertSame(copy(new Registry([["a", 1]])), new Map([["a", 1]]));
});

test("buffers and views keep their bytes, and views of one buffer still share it", () => {
  const buffer = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]).buffer;
  assertCarried(buffer, [new Uint8Array(buffer), new Int16Array(buffer, 2, 2), buffer]);
  assertCarried(new DataView(buffer, 3, 4), new Float64Array([1.5]), new BigUint64Array(2));
  assertCarried(new Uint8ClampedArray(3), new ArrayBuffer(0), new Uint8Array(1 << 20).fill(7));
  const [a, b] = copy([new Uint8Array(buffer), new Uint8Array(buffer)]) as [Uint8Array, Uint8Array];
  a[0] = 99;
  assert.is(b[0], 99);
});

test("resizable buffers stay resizable, and views that follow them still do", () => {
  const buffer = new ArrayBuffer(8, { maxByteLength: 16 });
  assertCarried(buffer, [new Uint8Array(buffer, 2), new Uint8Array(buffer, 2, 3)]);
  const [follows, fixed] = copy([new Uint8Array(buffer, 2), new Uint8Array(buffer, 2, 3)]);
  (follows!.buffer as ArrayBuffer).resize(12);
  assert.is(follows!.length, 10);
  assert.is(fixed!.length, 3);
});

test("a Buffer arrives as a Uint8Array without the pool that it was cut from", () => {
  const received = copy(Buffer.from("hello"));
  assert.is(Object.getPrototypeOf(received), Uint8Array.prototype);
  assert.is(received.buffer.byteLength, 5);
  assert.is(new TextDecoder().decode(received), "hello");
  const [first, second] = copy([Buffer.from("a"), [1]]);
  assert.equal([(first as Uint8Array)[0], second], [97, [1]]);
});

test("cycles and shared references survive, among few objects and many", () => {
  const loop: Record<string, unknown> = { list: [] };
  loop["self"] = loop;
  (loop["list"] as unknown[]).push(loop, loop["list"]);
  const map = new Map<unknown, unknown>();
  map.set(map, new Set([map]));
  const many = Array.from({ length: 50 }, (_, i) => ({ i }));
  assertCarried(loop, map, [many, [...many].reverse(), new Set(many)], [/a/, new Date(1)]);
});

test("what is nested a hundred thousand deep is carried", () => {
  const depth = 100_000;
  const wraps: ((inside: unknown) => unknown)[] = [
    (inside) => [inside],
    (inside) => ({ inside }),
    (inside) => new Map([[1, inside]]),
    (inside) => new Set([inside]),
  ];
  let value: unknown = new Error("innermost");
  for (let i = 0; i < depth; i++) value = wraps[i % 4]!(value);
  let inside = copy(value);
  for (let i = 0; i < depth; i++) {
    if (inside instanceof Map) inside = inside.get(1);
    else if (inside instanceof Set) inside = [...inside][0];
    else inside = Object.values(inside as object)[0];
  }
  assert.is((inside as Error).message, "innermost");
});

test("what cannot be sent is named by its path", () => {
  const refused: [unknown, RegExp][] = [
    [[1, { callback() {} }], /^args\[1\]\.callback is a function: /],
    [{ list: [1, 2, 3, Symbol("s")] }, /^args\.list\[3\] is a symbol: /],
    [new Map([["k", new WeakMap()]]), /^args\.get\("k"\) is a WeakMap: /],
    [new Map([[{}, [() => 1]]]), /^args\.get\(an object\)\[0\] is a function: /],
    [new Map([[() => 1, 1]]), /^args\.keys\(\)\[0\] is a function: /],
    [
      { "two words": new Set([1, new WeakSet()]) },
      /^args\["two words"\]\.values\(\)\[1\] is a WeakSet/,
    ],
    [[Promise.resolve()], /^args\[0\] is a Promise: .*await it/],
    [[(function* () {})()], /^args\[0\] is a generator: /],
    [[(async function* () {})()], /^args\[0\] is a generator: /],
    [[].values(), /^args is an iterator: /],
    [new Proxy({}, {}), /^args is a Proxy: /],
    [[new Proxy([], {})], /^args\[0\] is a Proxy: /],
    [new WeakRef({}), /^args is a WeakRef: /],
    [new URL("http://localhost"), /^args is a URL: /],
    [AbortSignal.abort(), /^args is an AbortSignal: /],
    [new Intl.NumberFormat("en"), /^args is an Intl\.NumberFormat: /],
    [Object(Symbol("s")), /^args is a Symbol: /],
  ];
  for (const [value, message] of refused) assertRefused(value, message);
});

test("a detached buffer is refused", () => {
  const buffer = new ArrayBuffer(8);
  structuredClone(buffer, { transfer: [buffer] });
  assertRefused([buffer], /^args\[0\] is a detached ArrayBuffer: /);
});

test.run();
