/** A worker that runs one thread after another shows nothing of the one before. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Lock, setExcepthook, Thread, Value } from "../../lib/threading.ts";
import {
  failQuietly,
  here,
  leaveHook,
  leaveLateRejection,
  leaveListeners,
  leaveModuleTimers,
  leaveTimers,
  leaveWait,
  linger,
  look,
  mark,
  pretend,
  reject,
} from "../fixtures/reuse.ts";
import { hasGap, until, within } from "../kit.ts";
import { begin, fails, failure, PATIENCE, results } from "../tools/threads.ts";

const test = suite("Reuse");

/** Runs one thread to its end. */
async function one<A extends unknown[], R>(target: (...args: A) => R | Promise<R>, ...args: A) {
  const thread = begin(here, target, ...args);
  const result = await within(PATIENCE, thread.result());
  await within(PATIENCE, thread.join());
  return result;
}

const failed = async <A extends unknown[]>(target: (...args: A) => unknown, ...args: A) =>
  await failure(() => one(target, ...args));

test("Reuse: a worker is used again (what is left in its globals shows it)", async () => {
  await one(mark, "first");
  const found = [];
  for (let round = 0; round < 5; round++) found.push((await one(look)).found);
  assert.ok(found.includes("first"), "no worker was used again");
});

test("Reuse: name, ident and daemon are the next thread's own", async () => {
  await one(pretend);
  const idents = new Set<number>();
  for (let round = 0; round < 5; round++) {
    const thread = new Thread({
      target: look,
      name: `thread ${round}`,
      daemon: round % 2 === 0,
      module: here,
    });
    thread.start();
    const seen = await within(PATIENCE, thread.result());
    assert.equal([seen.name, seen.ident, seen.daemon], [
      `thread ${round}`,
      thread.ident,
      round % 2 === 0,
    ]);
    idents.add(seen.ident);
  }
  assert.is(idents.size, 5, "an ident is not given twice");
});

test("Reuse: timers of a thread end with it", async () => {
  const count = new Value("int32");
  await one(leaveTimers, count);
  const before = count.value;
  for (let round = 0; round < 3; round++) await one(linger, 10);
  assert.is(count.value, before);
});

test("Reuse: a worker in which timers of node:timers run is not used again", async () => {
  const count = new Value("int32");
  await one(leaveModuleTimers, count);
  if (hasGap("timersOutliveThreads")) await until(() => count.value > 0, "a timer");
  else {
    await one(linger, 700); // longer than they take, which is longer than a worker takes to end
    assert.is(count.value, 0);
  }
});

test("Reuse: the excepthook of a thread ends with it", async () => {
  const count = new Value("int32");
  await one(leaveHook, count);
  const told: string[] = [];
  setExcepthook(({ error }) => told.push(error.message));
  try {
    for (let round = 0; round < 3; round++) {
      await within(PATIENCE, begin(here, failQuietly).join());
    }
  } finally {
    setExcepthook(null);
  }
  assert.equal([count.value, told], [0, ["quietly", "quietly", "quietly"]]);
});

test("Reuse: listeners of a thread do not hear of the next one's failure", async () => {
  const count = new Value("int32");
  await one(leaveListeners, count);
  const error = await failed(reject);
  assert.instance(error, SyntaxError);
  assert.is(count.value, 0);
});

test("Reuse: what fails after a thread's end is not the next one's failure", async () => {
  for (let round = 0; round < 5; round++) {
    assert.is(await one(leaveLateRejection), "ended");
    assert.match(await one(linger, 6), /^Thread-\d+ \(linger\)$/);
  }
});

test("Reuse: a wait that a thread left is withdrawn", async () => {
  const lock = new Lock();
  lock.acquireSync();
  for (let round = 0; round < 3; round++) await one(leaveWait, lock);
  lock.release();
  assert.is(lock.acquireSync({ timeout: PATIENCE }), true);
  lock.release();
  await one(linger, 1);
  assert.is(lock.locked(), false);
});

test("Reuse: a worker whose thread threw or exited is not used again", async () => {
  for (const how of ["throw", "exit"] as const) {
    for (let round = 0; round < 3; round++) {
      const text = `${how} ${round}`;
      await failed(mark, text, how);
      for (let next = 0; next < 3; next++) assert.is.not((await one(look)).found, text);
    }
  }
});

test("Reuse: a thousand threads, one after the other", async () => {
  for (let round = 0; round < 1000; round++) {
    const thread = new Thread({ target: look, name: `number ${round}`, module: here });
    thread.start();
    thread.joinSync();
    assert.is((await thread.result()).name, `number ${round}`);
  }
});

test("Reuse: results are never mixed up among threads that overlap", async () => {
  for (let round = 0; round < 30; round++) {
    const crowd = Array.from(
      { length: 4 },
      (_, index) =>
        new Thread({ target: linger, args: [index % 2], name: `${round}-${index}`, module: here }),
    );
    for (const thread of crowd) thread.start();
    assert.equal(await results(crowd), crowd.map(({ name }) => name));
  }
  await fails(() => one(failQuietly), RangeError);
});

test.run();
