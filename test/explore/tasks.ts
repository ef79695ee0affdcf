/** Asynchronous code of one thread: who goes on first among its pending calls is explored, too. */
// deadline: 200 s

import * as assert from "uvu/assert";
import { suite } from "uvu";
import { explore, type ExploreOptions, replay, walk } from "../../lib/explore.ts";
import * as scenarios from "../fixtures/explored_tasks.ts";
import { within } from "../kit.ts";

const module = new URL("../fixtures/explored_tasks.ts", import.meta.url);

function exploring<A extends unknown[], R>(
  scenario: (...args: A) => R,
  args: A,
  options: ExploreOptions<A> = {},
) {
  return within(60_000, explore(scenario, { module, ...options, args }));
}

const test = suite("explored tasks");

test("a check before an await and an act after it: broken, with a lock it holds", async () => {
  const { result, failure } = await exploring(scenarios.overdrawn, [false]);
  assert.is(result, "fails");
  assert.match(failure!.error!.message, "overdrawn");
  assert.is(failure!.preemptions, 0);
  const again = await replay(scenarios.overdrawn, failure!.schedule, { module, args: [false] });
  assert.is(again.failure!.error!.message, failure!.error!.message);
  const held = await exploring(scenarios.overdrawn, [true], { count: true });
  assert.equal([held.result, held.schedules], ["holds", 2n]);
});

for (const kind of ["lock", "rlock", "semaphore", "queue", "event", "sleep", "timer"]) {
  test(`three tasks at one ${kind} come in all six orders`, async () => {
    const { outcomes, result, schedules } = await exploring(scenarios.orders, [kind], {
      count: true,
    });
    const values = outcomes.map(({ value }) => value).sort();
    assert.equal(values, ["abc", "acb", "bac", "bca", "cab", "cba"]);
    assert.equal([result, schedules], ["holds", 6n]);
    const { outcome } = await replay(scenarios.orders as never, outcomes[3]!.schedule, {
      module,
      args: [kind] as never,
    });
    assert.is(outcome!.value, outcomes[3]!.value);
  });
}

test("two tasks that wait for each other: a deadlock, with the locks of both", async () => {
  const { failure } = await exploring(scenarios.crossed, []);
  assert.is(failure!.kind, "deadlock");
  assert.equal(failure!.waits.map(({ object }) => object).sort(), ["left", "right"]);
});

test("a lost wake-up within a thread is a deadlock", async () => {
  const { failure } = await exploring(scenarios.forgotten, []);
  assert.equal([failure!.kind, failure!.waits[0]!.object], ["deadlock", "news"]);
});

test("timers and sleeps take virtual time, and fire in its order", async () => {
  const { outcomes, executions } = await exploring(scenarios.patient, []);
  assert.equal(outcomes.map(({ value }) => value), ["tick tick timer slept"]);
  assert.is(executions, 1);
});

test("what is over is not ended again in place of another", async () => {
  const { result, outcomes } = await exploring(scenarios.clearedLate, [], { count: true });
  assert.equal([result, outcomes.map(({ value }) => value)], ["holds", ["fired slept"]]);
});

test("queues, conditions and barriers hand over between tasks", async () => {
  const handed = await exploring(scenarios.handed, [], { count: true });
  assert.equal(handed.outcomes.map(({ value }) => value).sort(), ["ab", "ba"]);
  const notified = await exploring(scenarios.notified, [], { count: true });
  assert.equal([notified.result, notified.outcomes.map(({ value }) => value)], ["holds", [true]]);
  const met = await exploring(scenarios.met, [], { count: true });
  assert.equal([met.result, met.outcomes[0]!.value], ["holds", "ab"]);
});

test("whoever gives up, or is aborted, does", async () => {
  const { result, outcomes } = await exploring(scenarios.gaveUp, [], { count: true });
  assert.is(result, "holds");
  for (const { value } of outcomes) assert.equal(value, ["enough", false, "Empty"]);
});

test("threads and the tasks in them", async () => {
  const { failure } = await exploring(scenarios.mixed, []);
  assert.is(failure!.kind, "error");
  assert.ok(failure!.steps.some(({ thread }) => thread === "Thread-1 (addTwice)"));
});

test("calls that nobody awaits end with the execution", async () => {
  const fine = await exploring(scenarios.abandoned, [false], { count: true });
  assert.equal([fine.result, fine.outcomes[0]!.value], ["holds", 1]);
  const { failure } = await exploring(scenarios.abandoned, [true]);
  assert.is(failure!.error!.message, "left alone");
  assert.is((await exploring(scenarios.overdrawn, [true])).result, "holds");
});

test("calls that nobody awaits throw when an execution is left, and the next one is whole", async () => {
  const { result, outcomes } = await exploring(scenarios.abandonedBeside, [], { count: true });
  assert.equal([result, outcomes.map(({ value }) => value)], ["holds", [3]]);
});

test("a walk offers each call of a thread", async () => {
  const steps = await walk(scenarios.crossed, { module });
  const objects = () =>
    steps.choices.filter(({ enabled }) => enabled).map(({ object }) => object).sort();
  assert.equal(objects(), ["left", "right"]);
  await steps.take(steps.choices.find(({ object }) => object === "right")!);
  await steps.take(steps.choices.find(({ object }) => object === "left")!);
  assert.equal(steps.steps.map(({ object }) => object), ["right", "left"]);
  await steps.close();
});

test.run();
