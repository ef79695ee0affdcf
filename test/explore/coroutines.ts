/** Coroutines are explored: their tasks are the threads. */
// deadline: 200 s

import * as assert from "uvu/assert";
import { suite } from "uvu";
import { explore, format, replay } from "../../lib/explore.ts";
import * as scenarios from "../fixtures/explored_coroutines.ts";
import { within } from "../kit.ts";

const module = new URL("../fixtures/explored_coroutines.ts", import.meta.url);
const test = suite("explored coroutines");

test("a check before a yield and an act after it is found broken", async () => {
  const args: [boolean] = [true];
  const { failure } = await within(60_000, explore(scenarios.overdrawn, { module, args }));
  assert.match(failure!.error!.message, "overdrawn");
  assert.is(failure!.preemptions, 0);
  assert.equal([...new Set(failure!.steps.map(({ thread }) => thread))], [
    "Task-1",
    "Task-2",
    "Task-3",
  ]);
  assert.match(failure!.steps[1]!.where, /^explored_coroutines\.ts:\d+$/);
  const again = await replay(scenarios.overdrawn, failure!.schedule, { module, args });
  assert.equal(again.failure!.steps, failure!.steps);
  const held = await explore(scenarios.overdrawn, { module, args: [false] });
  assert.equal([held.result, held.complete], ["holds", true]);
});

test("tasks that are due together come in both orders, and time passes at once", async () => {
  const { outcomes, result } = await within(
    60_000,
    explore(scenarios.naps, { module, count: true }),
  );
  assert.equal(outcomes.map(({ value }) => value).sort(), ["abc", "bac"]);
  assert.is(result, "holds");
});

test("steps on shared objects are those of the task", async () => {
  const verdict = await within(60_000, explore(scenarios.shared, { module }));
  assert.is(verdict.result, "fails");
  const reads = verdict.failure!.steps.filter(({ operation }) => operation === "read");
  assert.equal(reads.map(({ thread }) => thread), ["left", "right", "Task-1"]);
  assert.match(format(verdict), /left .*right|resume/);
  assert.not.match(format(verdict), "null");
});

test("a timeout passes in virtual time", async () => {
  const { outcomes } = await within(60_000, explore(scenarios.timely, { module }));
  assert.equal(outcomes.map(({ value }) => value), ["TimeoutError"]);
});

test.run();
