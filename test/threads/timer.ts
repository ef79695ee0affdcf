/** Timer: a thread that waits first, and can be told not to. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { activeCount, Event, RuntimeError, Thread, Timer, Value } from "../../lib/threading.ts";
import { called, fail, here } from "../fixtures/threads.ts";
import { within } from "../kit.ts";
import { fails, failure, forms, PATIENCE } from "../tools/threads.ts";

const test = suite("Timer");

function timer(interval: number, count: Value, event = new Event(), step?: number) {
  const args = (step === undefined ? [count, event] : [count, event, step]) as [
    Value,
    Event,
    number?,
  ];
  return new Timer(interval, called, args, { module: here });
}

test("Timer: calls its target once, after the interval, with its arguments", async () => {
  const count = new Value("int32");
  const event = new Event();
  const one = timer(50, count, event, 5);
  const start = performance.now();
  one.start();
  assert.is(one.isAlive(), true);
  assert.is(await within(PATIENCE, event.wait()), true);
  assert.ok(performance.now() - start >= 48, "too early");
  await within(PATIENCE, one.join());
  assert.equal([count.value, one.isAlive()], [5, false]);
});

test("Timer: an interval of nothing", () => {
  const count = new Value("int32");
  const one = timer(0, count);
  one.start();
  one.joinSync();
  assert.is(count.value, 1);
});

for (const form of forms) {
  test(`Timer, ${form}: cancelled while it waits, it ends at once and calls nothing`, async () => {
    const count = new Value("int32");
    const one = timer(60_000, count);
    one.start();
    assert.is(one.isAlive(), true);
    one.cancel();
    if (form === "blocking") one.joinSync({ timeout: PATIENCE });
    else await within(PATIENCE, one.join());
    assert.equal([one.isAlive(), count.value], [false, 0]);
    one.cancel();
    assert.is(activeCount(), 1);
  });
}

test("Timer: cancelled before its start, it calls nothing", async () => {
  const count = new Value("int32");
  const one = timer(0, count);
  one.cancel();
  one.start();
  await within(PATIENCE, one.join());
  assert.is(count.value, 0);
});

test("Timer: cancelled after its call, nothing happens", async () => {
  const count = new Value("int32");
  const one = timer(1, count);
  one.start();
  await within(PATIENCE, one.join());
  one.cancel();
  one.cancel();
  assert.equal([one.isAlive(), count.value], [false, 1]);
});

test("Timer: several at once do not disturb each other, nor share their arguments", async () => {
  const counts = [1, 2, 3].map(() => new Value("int32"));
  const timers = counts.map((count, index) => timer(5 * index, count));
  for (const one of timers) one.start();
  timers[2]!.cancel();
  for (const one of timers) await within(PATIENCE, one.join());
  assert.equal(counts.slice(0, 2).map(({ value }) => value), [1, 1]);
});

test("Timer: it is a Thread, with its rules", async () => {
  const one = timer(1, new Value("int32"));
  assert.instance(one, Thread);
  assert.equal([one.ident, one.daemon], [null, false]);
  assert.match(one.name, /^Thread-\d+/);
  await fails(() => one.join(), RuntimeError);
  one.start();
  await fails(() => one.start(), RuntimeError);
  await within(PATIENCE, one.join());
  await fails(() => one.start(), RuntimeError);
  const named = new Timer(1, called, [new Value("int32"), new Event()], {
    name: "alarm",
    daemon: true,
    module: here,
  });
  assert.equal([named.name, named.daemon], ["alarm", true]);
});

test("Timer: an impossible interval is refused", async () => {
  for (const interval of [-1, NaN]) {
    await fails(() => timer(interval, new Value("int32")), RangeError, /interval/);
  }
});

test("Timer: an interval beyond 2^31 does not fire at once", async () => {
  for (const interval of [2 ** 31, 2 ** 40, Infinity]) {
    const count = new Value("int32");
    const one = timer(interval, count);
    one.start();
    await within(PATIENCE, one.join({ timeout: 30 }));
    assert.equal([one.isAlive(), count.value], [true, 0]);
    one.cancel();
    await within(PATIENCE, one.join());
  }
});

test("Timer: result gives what the target gave, or its failure", async () => {
  const one = timer(1, new Value("int32"), new Event(), 9);
  one.start();
  assert.is(await within(PATIENCE, one.result()), 9);
  const bad = new Timer(1, fail, ["in a timer"], { module: here });
  bad.start();
  const error = await failure(() => within(PATIENCE, bad.result()));
  assert.is(error.message, "failed: in a timer");
});

test.run();
