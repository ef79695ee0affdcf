/** The suite of the codec between machines: no shared object leaves, and none is made of bytes. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Border, decode, encode, registerShared, share } from "../../lib/codec.ts";
import * as processes from "../../lib/multiprocessing.ts";
import * as queues from "../../lib/queue.ts";
import * as threads from "../../lib/threading.ts";
import { seeded } from "../tools/codec/random.ts";
import { thrown } from "../fixtures/outcomes.ts";

const test = suite("codec: between machines");

const options = { path: "args", border: "machine" } as const;

/** Each class that is shared, and how often one was made of bytes. */
const made: unknown[] = [];

class Cell {
  [share](_border: Border): { kind: string; parts: unknown } {
    return { kind: "test.MachineCell", parts: [1, 2] };
  }
}
registerShared("test.MachineCell", (parts) => {
  made.push(parts);
  return new Cell();
});

test("what structured clone carries is carried", () => {
  const value = {
    map: new Map([["a", 1n]]),
    set: new Set([NaN, -0]),
    bytes: new Uint8Array([1, 2, 3]),
    date: new Date(5),
    error: Object.assign(new RangeError("too much"), { limit: 3 }),
  };
  const copy = decode(encode(value, options).slice(), options) as typeof value;
  assert.equal(copy.map, value.map);
  assert.equal(copy.set, value.set);
  assert.equal(copy.bytes, value.bytes);
  assert.equal(copy.date, value.date);
  assert.instance(copy.error, RangeError);
  assert.is(copy.error.limit, 3);
});

test("every object of this machine is refused with its path and its class", () => {
  const [end] = processes.Pipe();
  const shared: [string, object][] = [
    ...[
      new threads.Lock(),
      new threads.RLock(),
      new threads.Condition(),
      new threads.Semaphore(1),
      new threads.BoundedSemaphore(1),
      new threads.Event(),
      new threads.Barrier(1),
      new threads.Value("int32"),
      new threads.SharedArray("int32", 1),
      new threads.Thread({ target: seeded, args: [1], module: import.meta.url }),
      new queues.Queue(),
      new queues.LifoQueue(),
      new queues.PriorityQueue(),
      new queues.SimpleQueue(),
      new processes.Lock(),
      new processes.RLock(),
      new processes.Condition(),
      new processes.Semaphore(1),
      new processes.Event(),
      new processes.Barrier(1),
      new processes.Value("int32"),
      new processes.SharedArray("int32", 1),
      new processes.Queue(),
      new processes.JoinableQueue(),
      new processes.SimpleQueue(),
      end,
    ].map((object): [string, object] => [object.constructor.name, object]),
    ["Cell", new Cell()],
    ["SharedArrayBuffer", new SharedArrayBuffer(4)],
  ];
  for (const [name, object] of shared) {
    const error = thrown(() => encode([{ it: object }], options)) as Error;
    assert.instance(error, TypeError, name);
    assert.ok(error.message.startsWith(`args[0].it is a ${name}: `), error.message);
  }
  const view = thrown(() => encode([new Int32Array(new SharedArrayBuffer(4))], options)) as Error;
  assert.match(view.message, /^args\[0\]\.buffer is a SharedArrayBuffer: /);
});

test("bytes of another border with a shared object in them are refused before it is made", () => {
  for (const border of ["thread", "process"] as const) {
    const bytes = encode([new Cell()], { path: "args", border, buffers: [] }).slice();
    const error = thrown(() => decode(bytes, options)) as Error;
    assert.instance(error, TypeError);
    assert.match(error.message, /^cannot decode a message .* a shared object/);
    decode(bytes, { border });
  }
  assert.is(made.length, 2, "only within the machine");
  const buffers: SharedArrayBuffer[] = [];
  const memory = encode(new SharedArrayBuffer(4), { path: "args", border: "thread", buffers });
  const refused = thrown(() => decode(memory.slice(), { border: "machine", buffers })) as Error;
  assert.match(refused.message, /^cannot decode a message .* a SharedArrayBuffer/);
});

test("damaged bytes never make a shared object", () => {
  const random = seeded(20261126);
  const whole = encode([new Cell(), { a: [1, 2], b: new Cell() }], {
    path: "args",
    border: "process",
  }).slice();
  const before = made.length;
  for (let i = 0; i < 20_000; i++) {
    const bytes = whole.slice();
    for (let hits = 0; hits < i % 4; hits++) {
      bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
    }
    try {
      decode(bytes, options);
    } catch (error) {
      assert.match((error as Error).message, /^cannot decode a message of \d+ bytes: /);
    }
  }
  assert.is(made.length, before);
});

test.run();
