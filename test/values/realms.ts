// The suite of values of another realm, and of those that can never be sent: carried, or refused by name.
import { createSecretKey } from "node:crypto";
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

export function same(value: unknown): unknown {
  return value;
}

test.run();
