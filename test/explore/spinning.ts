/** Threads that spin: put back until something changes, and never called proved if they may give up. */
// deadline: 300 s

import * as assert from "uvu/assert";
import { suite } from "uvu";
import { explore, type ExploreOptions, format, replay } from "../../lib/explore.ts";
import * as scenarios from "../fixtures/explored_spinning.ts";
import { within } from "../kit.ts";

const module = new URL("../fixtures/explored_spinning.ts", import.meta.url);
const test = suite("spinning");

function exploring<A extends unknown[], R>(
  scenario: (...args: A) => R,
  args: A,
  options: ExploreOptions<A> = {},
) {
  return within(60_000, explore(scenario, { module, ...options, args }));
}

for (const most of [150, 250, 3000]) {
  test(`a loop that gives up after ${most} looks is not called proved`, async () => {
    const { result, complete } = await exploring(scenarios.patient, [most], { time: 10_000 });
    assert.is.not(result, "holds");
    assert.is(complete, false);
  });
}

test("nor if another thread has the same loop and never gives up", async () => {
  const { result } = await exploring(scenarios.onePatient, [20], { time: 10_000 });
  assert.is.not(result, "holds");
});

test("nor if what a thread reads says how often it looks", async () => {
  const { result } = await exploring(scenarios.patientAsTold, [20], { time: 10_000 });
  assert.is.not(result, "holds");
});

for (const most of [30, 100, 300]) {
  test(`nor one that is ${most} calls deep when it gives up`, async () => {
    const { result } = await exploring(scenarios.deeply, [most], { time: 10_000 });
    assert.is.not(result, "holds");
  });
}

test("whoever looks every ten ms sees each of these times", async () => {
  const { result, failure } = await exploring(scenarios.untilTime, [50]);
  assert.equal([result, failure?.error?.message], ["fails", "gave up"]);
  assert.is((await exploring(scenarios.untilTime, [150])).result, "holds");
});

test("virtual time has fractions of a millisecond, and no end", async () => {
  const values = async (scenario: () => string) =>
    (await exploring(scenario, [])).outcomes.map(({ value }) => value);
  assert.equal(await values(scenarios.fractions), ["early late 0.7 0"]);
  assert.equal(await values(scenarios.weeks), ["early late 31"]);
});

for (const kind of ["lock", "rlock", "semaphore", "event", "queue", "room", "array"] as const) {
  test(`to give up changes nothing: who polls is put back (${kind})`, async () => {
    const { result, complete } = await exploring(scenarios.polling, [kind], { steps: 300 });
    assert.equal([result, complete], ["holds", true]);
  });
}

for (const later of [false, true]) {
  const how = later ? "with await" : "blocking";
  test(`a loop that catches all is led out of an execution that is left: ${how}`, async () => {
    const { result, executions } = await exploring(scenarios.catchingAll, [later], { time: 3000 });
    assert.is.not(result, "fails");
    assert.ok(executions > 3, `${executions} executions in three seconds`);
  });
}

test("a deadlock is reported before what is endless, with its waits", async () => {
  const one = (await exploring(scenarios.waitsForItself, [], { steps: 200 })).failure!;
  assert.is(one.kind, "deadlock");
  assert.equal(
    one.waits.map(({ thread, object, holder }) => [thread, object, holder]),
    [["MainThread", "door", "MainThread"]],
  );
  const two = await exploring(scenarios.waitForEachOther, [], { steps: 200, preemptions: 1 });
  assert.is(two.failure!.kind, "endless", "with less forced switches");
  const waits = await exploring(scenarios.waitsForSpinner, [], { steps: 200 });
  assert.is(waits.failure!.kind, "endless");
});

test("threads that give way to each other for ever: the circle, and the short way into it", async () => {
  const { result, executions, failure } = await exploring(scenarios.polite, [], { steps: 2000 });
  assert.equal([result, failure!.kind, failure!.preemptions], ["fails", "endless", 0]);
  assert.ok(executions < 50, `${executions} executions`);
  assert.ok(failure!.steps.length < 6, `${failure!.steps.length} steps`);
  const acts = failure!.cycle.map(({ thread, operation, object }) =>
    `${thread} ${operation} ${object}`
  );
  assert.equal(new Set(acts).size, 6, "each takes its own, asks for the other's, and gives back");
  assert.is(acts.length, 6);
  assert.ok(failure!.schedule.length < 20, failure!.schedule);
  const again = await replay(scenarios.polite, failure!.schedule, { module });
  assert.equal(again.failure!.cycle, failure!.cycle);
  assert.not.match(format(again), /\n\n/);
});

test.run();
