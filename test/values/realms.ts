/** The suite of values of another realm, and of those that can never be sent: carried, or refused by name. */

import { createHash, createHmac, createSecretKey } from "node:crypto";
import vm from "node:vm";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Pool, Queue as SharedQueue } from "../../lib/multiprocessing.ts";
import { Queue } from "../../lib/queue.ts";
import { assertSame } from "../tools/codec/same.ts";

const test = suite("realms");

/** Texts that make a value, whatever the realm. */
const carried = [
  "new Map([[1, { a: new Set([2]) }]])",
  "new Set(['a'])",
  "new Date(5)",
  "/a+/gi",
  "new Number(3)",
  "Object('text')",
  "new ArrayBuffer(3)",
  "new ArrayBuffer(2, { maxByteLength: 8 })",
  "new DataView(new ArrayBuffer(4), 1, 2)",
  ...["Int8", "Uint8", "Uint8Clamped", "Int16", "Uint16", "Int32", "Uint32", "Float32", "Float64"]
    .map((name) => `new ${name}Array([1, 2, 3]).subarray(1)`),
  "new BigInt64Array([1n])",
  "({ plain: [1, { two: null }] })",
  "[1, [2]]",
];

test("what another realm has made arrives as what it is, between threads and processes", async () => {
  const queue = new Queue<unknown>(), shared = new SharedQueue<unknown>();
  for (const text of carried) {
    const expected: unknown = (0, eval)(text);
    queue.putSync(vm.runInNewContext(text));
    assertSame(queue.getSync(), expected);
    await shared.put(vm.runInNewContext(text));
    assertSame(await shared.get(), expected);
  }
  await shared.close();
});

test("an error of another realm is one of ours, with what it says", () => {
  const queue = new Queue<Error>();
  for (const name of ["Error", "RangeError", "TypeError", "SyntaxError"] as const) {
    const made = `Object.assign(new ${name}("text", { cause: 3 }), { code: "E" })`;
    queue.putSync(vm.runInNewContext(made));
    const error = queue.getSync() as Error & { code: string };
    assert.instance(error, globalThis[name]);
    assert.equal([error.name, error.message, error.cause, error.code], [name, "text", 3, "E"]);
  }
});

function wasmModule(bytes: Uint8Array): object {
  const { WebAssembly } = globalThis as unknown as {
    WebAssembly: { Module: new (bytes: Uint8Array) => object };
  };
  return new WebAssembly.Module(bytes);
}

test("what cannot be sent is refused by its name, of whatever realm it is", async () => {
  const refused: [unknown, RegExp][] = [
    [vm.runInNewContext("Promise.resolve(1)"), /is a Promise/],
    [vm.runInNewContext("new WeakMap()"), /is a WeakMap/],
    [vm.runInNewContext("(function* () {})()"), /is a Generator/],
    [vm.runInNewContext("new Map().keys()"), /is a Map Iterator/],
    [createSecretKey(new Uint8Array(8)), /is a KeyObject/],
    [new Blob(["a"]), /is a Blob/],
    [
      wasmModule(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)),
      /is a WebAssembly\.Module/,
    ],
    [
      await crypto.subtle.generateKey({ name: "AES-GCM", length: 128 }, true, ["encrypt"]),
      /is a CryptoKey/,
    ],
    [new URL("http://localhost"), /is a URL/],
    [new AbortController().signal, /is an AbortSignal/],
    [new Headers(), /is a Headers/],
    [new ReadableStream(), /is a ReadableStream/],
  ];
  const queue = new Queue<unknown>(), shared = new SharedQueue<unknown>();
  await using pool = new Pool(1, { module: import.meta.url });
  for (const [value, text] of refused) {
    const named = (error: unknown) => error instanceof TypeError && text.test(error.message);
    assert.throws(() => queue.putSync({ deep: [value] }), named, `${text}`);
    const between = await shared.put(value).catch((error: unknown) => error);
    assert.ok(named(between), `${text} ${between}`);
    const called = await pool.apply(same, [value]).catch((error: unknown) => error);
    assert.ok(named(called), `${text} ${called}`);
  }
});

/** Texts that make what has its state out of sight, each with the name that the refusal says. */
const platform: [text: string, name: RegExp][] = [
  ["new WeakRef({})", /is a WeakRef/],
  ["new FinalizationRegistry(() => {})", /is a FinalizationRegistry/],
  ["new Intl.NumberFormat()", /is an Intl\.NumberFormat|is a NumberFormat/],
  ["new Intl.Locale('en')", /is an Intl\.Locale|is a Locale/],
  ["new Intl.Segmenter().segment('a')", /is a Segments|is a platform object/],
  ["[1].values()", /iterator/i],
  ["'a'[Symbol.iterator]()", /iterator/i],
  ["'a'.matchAll(/a/g)", /iterator/i],
  ["(async function* () {})()", /generator/i],
  ["new WebAssembly.Memory({ initial: 1 })", /is a (WebAssembly\.)?Memory/],
  ["Object(Symbol('a'))", /is a Symbol/],
  ["new (class extends WeakRef {})({})", /is a WeakRef/],
];

test("the state of a platform's object is never lost in silence, of whatever realm it is", () => {
  const queue = new Queue<unknown>();
  for (const [text, name] of platform) {
    for (const value of [(0, eval)(text), vm.runInNewContext(text)] as unknown[]) {
      assert.throws(
        () => queue.putSync([value]),
        (error: unknown) => error instanceof TypeError && name.test(error.message),
        text,
      );
    }
  }
  for (const value of [createHash("sha256"), createHmac("sha256", "a")]) {
    assert.throws(() => queue.putSync(value), /is an? (Hash|Hmac)/);
  }
});

test("an instance of a program's own class is its own fields, of whatever realm it is", () => {
  const queue = new Queue<unknown>();
  for (
    const text of [
      "new (class Point { x = 1; get [Symbol.toStringTag]() { return 'Point'; } })()",
      "new (class Hash { x = 1 })()",
      "new (class WeakRef { x = 1 })()",
      "Object.assign(Object.create({ bound: (() => 1).bind(null) }), { x: 1 })",
      "Object.assign(Object.create({}), { x: 1 })",
      "Object.assign(Object.create(Map.prototype), { x: 1 })",
    ]
  ) {
    for (const value of [(0, eval)(text), vm.runInNewContext(text)] as unknown[]) {
      queue.putSync(value);
      assert.equal(queue.getSync(), { x: 1 }, text);
    }
  }
});

export function same(value: unknown): unknown {
  return value;
}

test.run();
