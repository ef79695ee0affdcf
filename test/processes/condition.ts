/** The suite of Condition between processes: what it waits with, and what it asks. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Condition, Lock, RLock, RuntimeError } from "../../lib/multiprocessing.ts";
import { rejection } from "../fixtures/outcomes.ts";
import { until, within } from "../kit.ts";

const test = suite("multiprocessing_condition");

test("a condition needs its lock, gives up with it, and waits for what is true", async () => {
  const condition = new Condition(new Lock());
  assert.instance(await rejection(condition.wait()), RuntimeError);
  assert.instance(await rejection(condition.notify()), RuntimeError);
  await condition.acquire();
  assert.is(await condition.wait({ timeout: 10 }), false);
  assert.is(await condition.locked(), true);
  const reason = new Error("stop"), stop = new AbortController();
  const waiting = rejection(condition.wait({ signal: stop.signal }));
  stop.abort(reason);
  assert.is(await waiting, reason);
  assert.is(await condition.locked(), true);
  let asked = 0;
  assert.is(await condition.waitFor(() => ++asked === 1, { timeout: 1000 }), true);
  assert.is(await condition.waitFor(() => false, { timeout: 10 }), false);
  await condition.release();
  assert.is(await condition.locked(), false);
});

test("a condition asks an asynchronous predicate with its lock held, and answers its value", async () => {
  const condition = new Condition(new Lock());
  const held: boolean[] = [];
  let value = "";
  await condition.acquire();
  const waiting = condition.waitFor(async () => {
    held.push(await condition.locked());
    return value;
  });
  await within(5000, condition.acquire()); // it has asked once, and waits
  assert.equal(held, [true]);
  await condition.notify(); // in vain: what it waits for is not so yet
  await condition.release();
  await until(() => held.length === 2);
  await within(5000, condition.acquire());
  value = "there";
  await condition.notify();
  await condition.release();
  assert.is(await within(5000, waiting), "there");
  assert.equal(held, [true, true, true]);
  assert.is(await condition.waitFor(() => Promise.resolve(0), { timeout: 10 }), 0);
  const reason = new Error("no answer");
  assert.is(await rejection(condition.waitFor(() => Promise.reject(reason))), reason);
  assert.is(await condition.locked(), true);
  await condition.release();
});

test("an RLock is fully released while its condition waits", async () => {
  const lock = new RLock(), condition = new Condition(lock);
  await lock.acquire();
  await lock.acquire();
  const waiting = condition.wait();
  await within(1000, lock.acquire());
  await condition.notify();
  await lock.release();
  assert.is(await within(1000, waiting), true);
  await lock.release();
  assert.is(await lock.locked(), true);
  await lock.release();
  assert.is(await lock.locked(), false);
});

test.run();
