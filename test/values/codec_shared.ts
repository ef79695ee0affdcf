/** The suite of shared objects and shared buffers in the codec. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Buffer } from "node:buffer";
import { type Border, decode, encode, registerShared, share } from "../../lib/codec.ts";
import { assertCarried, assertRefused, copy } from "../tools/codec/copy.ts";
import { assertSame } from "../tools/codec/same.ts";

const test = suite("codec: messages and shared objects");

const options = { path: "args", border: "thread" } as const;

test("a decoder remembers nothing of a buffer that is used again", () => {
  const buffer = new Uint8Array(100);
  for (let i = 0; i < 12; i++) {
    const value = i % 2 === 0 ? { ab: i, c: "some" } : { ad: i, c: "text" };
    const bytes = encode(value, options);
    buffer.set(bytes);
    assertSame(decode(buffer.subarray(0, bytes.length), options), value);
  }
});

test("SharedArrayBuffers travel beside the bytes between threads, and are refused between processes", () => {
  const memory = new SharedArrayBuffer(8);
  const buffers: SharedArrayBuffer[] = [];
  const value = { memory, view: new Int32Array(memory, 4), again: memory };
  const bytes = encode(value, { ...options, buffers }).slice();
  assert.equal(buffers.length, 1);
  const received = decode(bytes, { border: "thread", buffers }) as typeof value;
  assert.ok(received.memory === memory && received.again === memory);
  assert.ok(received.view.buffer === memory && received.view.byteOffset === 4);
  assertRefused([value], /^args\[0\]\.memory is a SharedArrayBuffer: processes/, "process");
  assertRefused(new Int32Array(memory), /^args\.buffer is a SharedArrayBuffer/, "process");
});

test("what a getter throws is passed on, and the next message is whole", () => {
  const failure = new RangeError("from the getter");
  const value = {
    list: [1, {}],
    get bad(): never {
      throw failure;
    },
  };
  const buffers = [new SharedArrayBuffer(1)];
  for (let i = 0; i < 3; i++) {
    try {
      encode([new SharedArrayBuffer(1), value], { ...options, buffers });
      assert.unreachable();
    } catch (error) {
      assert.ok(error === failure);
    }
    assert.is(buffers.length, 1, "what was refused leaves nothing in the list");
    assertCarried({ list: [1, {}] });
  }
});

test("a getter may encode while it is read", () => {
  const value = {
    get inner(): unknown {
      return copy([{ a: 1 }, { a: 2 }]);
    },
    rows: [{ a: 1 }, { a: 2 }],
  };
  for (let i = 0; i < 3; i++) {
    const received: unknown = copy(value);
    assertSame(received, { inner: [{ a: 1 }, { a: 2 }], rows: [{ a: 1 }, { a: 2 }] });
  }
});

test("decoding keeps no part of the bytes, whether they are a Buffer or shared memory", () => {
  const value = {
    text: "a longer text, more than thirty-one characters",
    bytes: new Uint8Array([1, 2]),
  };
  const encoded = encode(value, options);
  const shared = new Uint8Array(new SharedArrayBuffer(encoded.length));
  for (const bytes of [Buffer.from(encoded), shared, encoded.slice()]) {
    if (bytes === shared) shared.set(encoded);
    for (let i = 0; i < 3; i++) {
      const received = decode(bytes, options);
      if (i === 2) bytes.fill(0);
      assertSame(received, structuredClone(value));
    }
    assertSame(copy(value), structuredClone(value));
    encode(value, options);
  }
});

test("a shared object is restored on the other side, once, wherever it is", () => {
  class Cell {
    readonly memory: SharedArrayBuffer;
    constructor(memory: SharedArrayBuffer) {
      this.memory = memory;
    }
    [share](border: Border) {
      if (border === "process") throw new TypeError("a Cell is for threads");
      return { kind: "test.Cell", parts: { memory: this.memory } };
    }
  }
  registerShared("test.Cell", (parts) => new Cell((parts as Cell).memory));
  const cell = new Cell(new SharedArrayBuffer(4));
  const buffers: SharedArrayBuffer[] = [];
  const bytes = encode([cell, { cell }], { ...options, buffers });
  const [one, { cell: two }] = decode(bytes, { border: "thread", buffers }) as [
    Cell,
    { cell: Cell },
  ];
  assert.instance(one, Cell);
  assert.ok(one === two && one.memory === cell.memory && one !== cell);
  assertRefused([{ cell }], /^args\[0\]\.cell cannot be sent: a Cell is for threads$/, "process");
  assert.throws(() => registerShared("test.Cell", () => 1), /the name is taken/);
});

test("a shared object whose parts hold itself is an error, not half an object", () => {
  class Loop {
    [share]() {
      return { kind: "test.Loop", parts: [this] };
    }
  }
  registerShared("test.Loop", () => new Loop());
  assert.throws(() => copy(new Loop()), /a reference to object 0, which does not exist/);
});

test("shared objects may nest in each other, but not without end", () => {
  class Nest {
    inside: unknown;
    constructor(inside: unknown) {
      this.inside = inside;
    }
    [share]() {
      return { kind: "test.Nest", parts: [this.inside] };
    }
  }
  registerShared("test.Nest", (parts) => new Nest((parts as unknown[])[0]));
  const nested = (levels: number) => {
    let value: unknown = "core";
    for (let i = 0; i < levels; i++) value = new Nest(value);
    return value;
  };
  let inside: unknown = copy(nested(20));
  for (let i = 0; i < 20; i++) inside = (inside as Nest).inside;
  assert.is(inside, "core");
  assertRefused([nested(1000)], /^args\[0\].* nests too deep: /);
});

test("a shared object of an unknown kind is an error that names it", () => {
  const stranger = new (class {
    [share]() {
      return { kind: "test.Unknown", parts: null };
    }
  })();
  assert.throws(() => copy(stranger), /"test\.Unknown", which is not registered here/);
});

test.run();
