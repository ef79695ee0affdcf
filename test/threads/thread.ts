/** Thread: a life from its making to its result. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { currentThread, enumerate, mainThread, RuntimeError, Thread } from "../../lib/threading.ts";
import {
  echo,
  echoLater,
  here,
  nested,
  nothing,
  recurse,
  renamed,
  stay,
  whoAmI,
} from "../fixtures/threads.ts";
import { Gate, within } from "../kit.ts";
import { begin, fails, type Form, PATIENCE, results } from "../tools/threads.ts";

const test = suite("Thread");

const make = (options: { name?: string; daemon?: boolean } = {}) =>
  new Thread({ target: nothing, module: here, ...options });

test("Thread: unnamed ones are counted and named after their target", () => {
  const number = (name: string) => {
    const [, count, target] = /^Thread-(\d+) \((\w+)\)$/.exec(name) ?? [];
    assert.ok(count, name);
    return { count: Number(count), target };
  };
  const first = number(make().name);
  const second = number(new Thread({ target: echo, module: here }).name);
  assert.is(first.target, "nothing");
  assert.is(second.target, "echo");
  assert.is(second.count, first.count + 1);
  assert.is(make({ name: "mine" }).name, "mine");
  assert.match(make({ name: "" }).name, /^Thread-\d+/);
  assert.is(number(make().name).count > second.count, true);
});

test("Thread: the name can be changed, before and while it runs, and from inside", async () => {
  const gate = new Gate();
  const thread = new Thread({ target: renamed, args: [gate.buffer, "third"], module: here });
  thread.name = "first";
  assert.is(thread.name, "first");
  thread.start();
  await gate.waitArrived(1);
  thread.name = "second";
  assert.ok(enumerate().some((one) => one.name === "second"));
  gate.open();
  assert.equal(await results([thread]), [["first", "second"]]);
  assert.is(thread.name, "third");
  thread.name = "fourth";
  assert.is(thread.name, "fourth");
});

test("Thread: alive from start to end, with an identifier from the start on", async () => {
  const gate = new Gate();
  const thread = new Thread({ target: stay, args: [gate.buffer], module: here });
  assert.equal([thread.isAlive(), thread.ident], [false, null]);
  thread.start();
  assert.is(thread.isAlive(), true);
  assert.type(thread.ident, "number");
  assert.is.not(thread.ident, 0);
  await gate.waitArrived(1);
  assert.is(thread.isAlive(), true);
  const ident = thread.ident;
  gate.open();
  assert.is(await within(PATIENCE, thread.result()), "stayed");
  await thread.join();
  assert.equal([thread.isAlive(), thread.ident], [false, ident]);
});

test("Thread: what one knows of itself inside", async () => {
  const main = currentThread();
  assert.equal([main.name, main.daemon, main.ident], ["MainThread", false, mainThread().ident]);
  const threads = [
    new Thread({ target: whoAmI, name: "one", module: here }),
    new Thread({ target: whoAmI, name: "two", daemon: true, module: here }),
    new Thread({ target: whoAmI, module: here }),
  ];
  for (const thread of threads) thread.start();
  const seen = await results(threads);
  for (const [index, thread] of threads.entries()) {
    assert.equal(seen[index], {
      name: thread.name,
      ident: thread.ident,
      daemon: thread.daemon,
      main: "MainThread",
      mainIdent: main.ident,
    });
  }
  assert.is(new Set([main.ident, ...seen.map(({ ident }) => ident)]).size, 4);
});

test("Thread: idents of threads alive at the same time differ", async () => {
  const gate = new Gate();
  const crowd = Array.from({ length: 8 }, () => begin(here, stay, gate.buffer));
  await gate.waitArrived(8);
  assert.is(new Set([mainThread().ident, ...crowd.map(({ ident }) => ident)]).size, 9);
  gate.open();
  await results(crowd);
});

test("Thread: daemon is false unless said, and fixed by start", async () => {
  assert.is(make().daemon, false);
  assert.is(make({ daemon: false }).daemon, false);
  const thread = make({ daemon: true });
  assert.is(thread.daemon, true);
  thread.daemon = false;
  assert.is(thread.daemon, false);
  thread.start();
  await fails(() => thread.daemon = true, RuntimeError, /daemon/);
  await thread.join();
  const gate = new Gate();
  const active = begin(here, stay, gate.buffer);
  await fails(() => active.daemon = true, RuntimeError);
  gate.open();
  await results([active]);
  await fails(() => mainThread().daemon = true, RuntimeError);
});

test("Thread: daemon is inherited from the thread that makes it", async () => {
  for (const daemon of [true, false]) {
    const thread = new Thread({
      target: nested,
      args: [2, "asynchronous" as Form],
      name: "depth 2",
      daemon,
      module: here,
    });
    thread.start();
    const wanted = [["depth 2", daemon], ["depth 1", daemon], ["depth 0", daemon]];
    assert.equal(await results([thread]), [wanted]);
  }
});

test("Thread: arguments arrive, results come back", async () => {
  const samples: unknown[][] = [
    [],
    [1, "two", 3n, null, undefined, true, -0, NaN],
    [{ a: [1, { b: new Map([[1, new Set([2])]]) }] }, new Date(5), /x/gi],
    [new Uint8Array([1, 2, 3]), new Float64Array(1000).fill(0.5).buffer],
    ["x".repeat(100_000), [[[]]], { "": "" }],
  ];
  for (const args of samples) {
    assert.equal(await within(PATIENCE, begin(here, echo, ...args).result()), args);
    assert.equal(await within(PATIENCE, begin(here, echoLater, ...args).result()), args);
  }
  const loop: { self?: unknown } = {};
  loop.self = loop;
  const [back] = await within(PATIENCE, begin(here, echo, loop as unknown).result());
  assert.is((back as typeof loop).self, back);
});

test("Thread: arguments are taken at start, not later", async () => {
  const list = [1, 2, 3];
  const thread = begin(here, echo, list as unknown);
  list.push(4);
  assert.equal(await results([thread]), [[[1, 2, 3]]]);
});

test("Thread: result answers the same to all who ask, before and after the end", async () => {
  const thread = begin(here, echo, 7 as unknown);
  const early = [thread.result(), thread.result()];
  await thread.join();
  assert.equal(await within(PATIENCE, Promise.all([...early, thread.result()])), [[7], [7], [7]]);
});

test("Thread: a recursion too deep is an error in the thread, not the end of it", async () => {
  const [seen] = await results([begin(here, recurse)]);
  assert.match(seen!, /RangeError|InternalError/);
});

test.run();
