/** What a program does with `Atomics` on a buffer of its own is explored. */
// deadline: 200 s

import * as assert from "uvu/assert";
import { suite } from "uvu";
import { explore, type ExploreOptions } from "../../lib/explore.ts";
import * as scenarios from "../fixtures/explored_atomics.ts";
import { within } from "../kit.ts";

const module = new URL("../fixtures/explored_atomics.ts", import.meta.url);
const test = suite("explored atomics");

function exploring<A extends unknown[], R>(
  scenario: (...args: A) => R,
  args: A,
  options: ExploreOptions<A> = {},
) {
  return within(60_000, explore(scenario, { module, count: true, ...options, args }));
}

test("a load and a store lose an update, an add does not", async () => {
  const { failure, schedules, failing } = await exploring(scenarios.total, ["nothing"]);
  assert.equal([schedules, failing], [6n, 4n]);
  assert.equal(failure!.preemptions, 1);
  const { object, operation, value, where } = failure!.steps[0]!;
  assert.equal([object, operation, value], ["SharedArrayBuffer[1]", "load", 0]);
  assert.match(where, /^explored_atomics\.ts:\d+$/);
  const added = await exploring(scenarios.total, ["add"]);
  assert.equal([added.result, added.schedules], ["holds", 2n]);
});

test("a lock by hand that sleeps holds", async () => {
  const { result, complete, outcomes } = await exploring(scenarios.total, ["lock"]);
  assert.equal([result, complete], ["holds", true]);
  assert.equal(outcomes.map(({ value }) => value), [2]);
});

test("a notification that comes first is lost", async () => {
  const { failure } = await exploring(scenarios.forgotten, []);
  assert.is(failure!.kind, "deadlock");
});

test("as many are woken as are there, others give up in virtual time", async () => {
  const { result, outcomes } = await exploring(scenarios.oneOfTwo, []);
  assert.is(result, "holds");
  assert.equal(outcomes.map(({ value }) => value).sort(), ["0 22", "1 12"]);
  const { outcomes: awaited } = await exploring(scenarios.awaited, []);
  const values = awaited.map(({ value }) => value).sort();
  assert.equal(values, ["ok not-equal", "timed-out not-equal"]);
});

test("odd arguments do what they do to the real ones", async () => {
  const real = await scenarios.oddly(new SharedArrayBuffer(16));
  const { outcomes, failure } = await exploring(scenarios.odd, [], { count: false });
  assert.is(failure, null);
  assert.equal(outcomes.map(({ value }) => value), [real]);
});

test("a wait for NaN ms is one without end; what is refused is the last step", async () => {
  const { failure } = await exploring(scenarios.withoutEnd, []);
  assert.equal([failure?.kind, failure?.waits[0]?.operation], ["deadlock", "wait"]);
  const { failure: misplaced } = await exploring(scenarios.misplaced, []);
  assert.is(misplaced?.error?.name, "RangeError");
  const { operation, object } = misplaced!.steps.at(-1)!;
  assert.equal([operation, object], ["notify", "SharedArrayBuffer[3]"]);
});

test.run();
