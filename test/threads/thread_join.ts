/** Thread.join, threads in threads, and who is alive. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  activeCount,
  Barrier,
  enumerate,
  mainThread,
  RuntimeError,
  Thread,
} from "../../lib/threading.ts";
import {
  census,
  here,
  joinMyself,
  joinOther,
  meet,
  nested,
  nothing,
  stay,
  stayAwake,
} from "../fixtures/threads.ts";
import { Gate, stress, until, within } from "../kit.ts";
import {
  assertTimeout,
  begin,
  fails,
  type Form,
  forms,
  PATIENCE,
  results,
  timed,
} from "../tools/threads.ts";

const test = suite("Thread.join");
const make = (options: { name?: string; daemon?: boolean } = {}) =>
  new Thread({ target: nothing, module: here, ...options });
const join = (thread: Thread<never[] | [], unknown>, form: Form, options?: { timeout?: number }) =>
  form === "blocking" ? thread.joinSync(options) : within(PATIENCE, thread.join(options));
test("Thread: started once, joined only when started, never by itself", async () => {
  const thread = make();
  await fails(() => thread.joinSync(), RuntimeError, /before it is started/);
  await fails(() => thread.join(), RuntimeError, /before it is started/);
  await fails(() => thread.join({ timeout: 0 }), RuntimeError);
  thread.start();
  await fails(() => thread.start(), RuntimeError, /only be started once/);
  await thread.join();
  await fails(() => thread.start(), RuntimeError, /only be started once/);
  for (const form of forms) {
    const [said] = await results([begin(here, joinMyself, form)]);
    assert.match(said!, /^RuntimeError: .*join/);
    const main = mainThread() as unknown as Thread<[], unknown>;
    await fails(() => join(main, form, { timeout: 1 }), RuntimeError, /join/);
  }
});

for (const form of forms) {
  test(`Thread, ${form}: join waits for its end; joining again answers at once`, async () => {
    const gate = new Gate();
    const thread = begin(here, stay, gate.buffer);
    const quick = begin(here, nothing);
    await join(quick, form);
    assert.is(quick.isAlive(), false);
    assert.is(thread.isAlive(), true);
    gate.open();
    for (let time = 0; time < 3; time++) {
      if (form === "blocking") thread.joinSync();
      else await within(PATIENCE, thread.join());
      assert.is(thread.isAlive(), false);
    }
  });

  test(`Thread, ${form}: a join that gives up simply returns`, async () => {
    const gate = new Gate();
    const thread = begin(here, form === "blocking" ? stay : stayAwake, gate.buffer);
    const waits = (options: { timeout: number }) =>
      timed(() => form === "blocking" ? thread.joinSync(options) : thread.join(options));
    const { took, value } = await waits({ timeout: 40 });
    assert.is(value, undefined);
    assertTimeout(took, 40);
    assert.is(thread.isAlive(), true);
    await waits({ timeout: 0 });
    assert.is(thread.isAlive(), true);
    for (const timeout of [-1, NaN]) await fails(() => waits({ timeout }), RangeError, /timeout/);
    gate.open();
    await waits({ timeout: PATIENCE });
    assert.is(thread.isAlive(), false);
    for (const timeout of [-1, NaN]) await fails(() => waits({ timeout }), RangeError, /timeout/);
  });

  test(`Thread, ${form}: each thread may join every other`, async () => {
    const gate = new Gate();
    const target = begin(here, stay, gate.buffer);
    const joiners = Array.from({ length: 3 }, () => begin(here, joinOther, target as never, form));
    await gate.waitArrived(1);
    assert.ok(joiners.every((thread) => thread.isAlive()));
    gate.open();
    assert.equal(await results(joiners), [false, false, false]);
    assert.equal(await results([begin(here, joinOther, target as never, form)]), [false]);
  });

  test(`Thread, ${form}: threads start threads, four deep`, async () => {
    const wanted = [4, 3, 2, 1, 0].map((depth) => [depth === 4 ? "top" : `depth ${depth}`, false]);
    const top = new Thread({ target: nested, args: [4, form], name: "top", module: here });
    top.start();
    if (form === "blocking") top.joinSync();
    assert.equal(await results([top]), [wanted]);
  });
}

test("Thread: enumerate holds main and all that are alive, from any thread", async () => {
  assert.equal(enumerate().map(({ name }) => name), ["MainThread"]);
  assert.is(activeCount(), 1);
  const gate = new Gate();
  const stayers = ["one", "two"].map((name) => {
    const thread = new Thread({ target: stay, args: [gate.buffer], name, module: here });
    thread.start();
    return thread;
  });
  await gate.waitArrived(2);
  assert.equal(enumerate().map(({ name }) => name).sort(), ["MainThread", "one", "two"]);
  assert.is(activeCount(), 3);
  assert.ok(stayers.every((thread) => enumerate().includes(thread as never)), "the same objects");
  const counter = new Thread({ target: census, name: "census", module: here });
  counter.start();
  const [seen] = await results([counter]);
  assert.equal(seen!.names.sort(), ["MainThread", "census", "one", "two"]);
  assert.is(seen!.count, 4);
  assert.is(new Set(seen!.idents).size, 4);
  gate.open();
  await results(stayers);
  assert.equal([enumerate().length, activeCount()], [1, 1]);
});

test("Thread: it is gone from enumerate when a join has returned", async () => {
  await stress(60, async (round) => {
    const thread = begin(here, nothing);
    if (round % 2 === 0) thread.joinSync();
    else await within(PATIENCE, thread.join());
    assert.is(thread.isAlive(), false);
    assert.equal(enumerate().map(({ name }) => name), ["MainThread"]);
  });
});

test("Thread: it is alive and in enumerate as soon as start has returned", () => {
  for (let round = 0; round < 20; round++) {
    const gate = new Gate();
    const thread = begin(here, stay, gate.buffer);
    assert.is(thread.isAlive(), true);
    assert.ok(enumerate().includes(thread as never));
    gate.open();
    thread.joinSync();
  }
});

test("Thread: ten run at the same time, also while main blocks", async () => {
  const barrier = new Barrier(11);
  const crowd = Array.from({ length: 10 }, () => begin(here, meet, barrier));
  const own = barrier.waitSync({ timeout: PATIENCE });
  for (const thread of crowd) thread.joinSync();
  const places = [own, ...await results(crowd)].sort((a, b) => a - b);
  assert.equal(places, Array.from({ length: 11 }, (_, place) => place));
});

test("Thread: one that nobody joins ends all the same", async () => {
  const thread = begin(here, nothing);
  await until(() => !thread.isAlive(), "its end");
  assert.is(activeCount(), 1);
});

test.run();
