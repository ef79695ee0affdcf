/** Event: one flag, and all who wait for it. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Event } from "../../lib/threading.ts";
import { answer, here, put, waitAtMost, waitFor } from "../fixtures/events.ts";
import { Gate, stress, within } from "../kit.ts";
import {
  assertTimeout,
  begin,
  fails,
  formOf,
  forms,
  isPending,
  PATIENCE,
  results,
  timed,
} from "../tools/threads.ts";

const test = suite("Event");

const crowdOf = (count: number, event: Event, there: Gate, through: Gate, times: number) =>
  Array.from(
    { length: count },
    (_, index) => begin(here, waitFor, event, formOf(index), there.buffer, through.buffer, times),
  );

test("Event: threads and main see and change the same flag", async () => {
  const event = new Event();
  assert.equal(await results([begin(here, put, event, true)]), [true]);
  assert.is(event.isSet(), true);
  assert.equal(await results([begin(here, put, event, false)]), [false]);
  assert.is(event.isSet(), false);
});

for (const before of ["fresh", "set and cleared"]) {
  test(`Event, ${before}: set lets all go on, and those who come later`, async () => {
    const event = new Event();
    if (before !== "fresh") (event.set(), event.clear());
    const [there, through] = [new Gate(), new Gate()];
    const crowd = crowdOf(5, event, there, through, 2);
    await there.waitArrived(5);
    assert.ok(await isPending(Promise.race(crowd.map((thread) => thread.result()))));
    assert.is(through.arrived, 0);
    event.set();
    assert.equal(await results(crowd), Array(5).fill([true, true]));
    assert.is(event.isSet(), true);
  });
}

test("Event: set, directly followed by clear, still wakes all who waited", async () => {
  const event = new Event();
  for (let round = 0; round < 5; round++) {
    const there = new Gate();
    const through = new Gate();
    const crowd = Array.from(
      { length: 4 },
      () => begin(here, waitFor, event, "asynchronous", there.buffer, through.buffer),
    );
    const own = [event.wait(), event.wait()];
    await there.waitArrived(4); // they wait: an asynchronous wait begins at its call
    event.set();
    event.clear();
    assert.equal(await within(PATIENCE, Promise.all(own)), [true, true]);
    assert.equal(await results(crowd), Array(4).fill([true]));
    assert.is(event.isSet(), false);
  }
});

test("Event: set and clear reach blocked threads as well", async () => {
  const event = new Event();
  // A blocked thread cannot say that it waits. So the flag goes up and down until all are through:
  // who was passed over once waits for the next time, who never hears of it fails the test.
  const [there, through] = [new Gate(), new Gate()];
  const crowd = Array.from(
    { length: 5 },
    () => begin(here, waitFor, event, "blocking", there.buffer, through.buffer),
  );
  await there.waitArrived(5);
  const all = results(crowd);
  while (through.arrived < 5 && await isPending(all)) {
    event.set();
    event.clear();
  }
  assert.equal(await all, Array(5).fill([true]));
});

for (const form of forms) {
  const wait = (event: Event, options?: { timeout?: number; blocking?: boolean }) =>
    form === "blocking" ? event.waitSync(options) : event.wait(options);

  test(`Event, ${form}: a wait in vain answers false, in time`, async () => {
    const event = new Event();
    assert.is(await wait(event, { timeout: 0 }), false);
    assert.is(await wait(event, { blocking: false }), false);
    const { took, value } = await timed(() => wait(event, { timeout: 50 }));
    assert.is(value, false);
    assertTimeout(took, 50);
    const crowd = Array.from({ length: 4 }, () => begin(here, waitAtMost, event, form, 50));
    for (const seen of await results(crowd)) {
      assert.is(seen.value, false);
      assertTimeout(seen.took, 50);
    }
  });

  test(`Event, ${form}: no wait when it is set, whatever the timeout`, async () => {
    const event = new Event();
    event.set();
    const options = [{}, { timeout: 0 }, { timeout: 5000 }, { timeout: Infinity }, {
      blocking: false,
    }];
    for (const option of options) assert.is(await wait(event, option), true);
    const crowd = [0, 10_000, 2 ** 40].map((timeout) =>
      begin(here, waitAtMost, event, form, timeout)
    );
    for (const { value, took } of await results(crowd)) {
      assert.is(value, true);
      assert.ok(took < 5000);
    }
  });

  test(`Event, ${form}: huge timeouts wait`, async () => {
    const event = new Event();
    const crowd = [2 ** 31, 2 ** 32 + 5, Infinity].map((timeout) =>
      begin(here, waitAtMost, event, form, timeout)
    );
    assert.ok(await isPending(Promise.race(crowd.map((thread) => thread.result()))));
    event.set();
    for (const { value } of await results(crowd)) assert.is(value, true);
  });

  test(`Event, ${form}: impossible times are refused, also when it is set`, async () => {
    const event = new Event();
    for (let time = 0; time < 2; time++) {
      for (const timeout of [-1, NaN]) await fails(() => wait(event, { timeout }), RangeError);
      await fails(() => wait(event, { blocking: false, timeout: 1 }), RangeError);
      event.set();
    }
  });

  test(`Event, ${form}: two threads answer each other`, async () => {
    const [ping, pong] = [new Event(), new Event()];
    const other = begin(here, answer, ping, pong, form, 200);
    for (let round = 0; round < 200; round++) {
      ping.set();
      assert.is(await wait(pong, { timeout: PATIENCE }), true, `round ${round}`);
      pong.clear();
    }
    await results([other]);
  });
}

test("Event: blocking and asynchronous waiters in one thread, and main blocked", async () => {
  const event = new Event();
  const waiting = event.wait();
  const [there, through] = [new Gate(), new Gate()];
  const crowd = crowdOf(4, event, there, through, 1);
  there.waitArrivedSync(4);
  event.set();
  through.waitArrivedSync(4);
  for (const thread of crowd) thread.joinSync();
  assert.is(await within(PATIENCE, waiting), true);
});

test("Event: a thread sets it while main blocks", async () => {
  await stress(10, async () => {
    const event = new Event();
    const setter = begin(here, put, event, true);
    assert.is(event.waitSync({ timeout: PATIENCE }), true);
    await results([setter]);
  });
});

test("Event: a set and a timeout at the same moment agree", async () => {
  await stress(30, async (round) => {
    const event = new Event();
    const waiter = begin(here, waitAtMost, event, formOf(round), 2);
    const own = event.wait({ timeout: 2 });
    if (round % 3 > 0) await within(PATIENCE, new Promise((go) => setTimeout(go, round % 3)));
    event.set();
    assert.type((await results([waiter]))[0]!.value, "boolean");
    assert.type(await within(PATIENCE, own), "boolean");
    assert.is(await event.wait({ timeout: 0 }), true);
  });
});

test.run();
