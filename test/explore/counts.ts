/** The number of schedules of tiny scenarios, which can be counted by hand. */
// deadline: 200 s

import * as assert from "uvu/assert";
import { suite } from "uvu";
import { explore } from "../../lib/explore.ts";
import * as counted from "../fixtures/explored_counts.ts";
import { within } from "../kit.ts";

const module = new URL("../fixtures/explored_counts.ts", import.meta.url);

const counts = suite("counts");

const cases: [string, () => unknown, bigint, unknown[]][] = [
  ["compareExchange is one step", counted.claimed, 2n, [1, 2]],
  ["an RLock held twice keeps the other out", counted.reentered, 2n, [undefined]],
  ["elements of an array are steps: 4 over 2", counted.filled, 6n, [[2, 2]]],
  ["a PriorityQueue orders what comes in any order", counted.sorted, 2n, [[1, 2]]],
  ["what is made after many others is looked into, too", counted.overwritten, 6n, [1, 2]],
  ["join waits for taskDone", counted.joined, 1n, [1]],
];

for (const [name, scenario, schedules, values] of cases) {
  counts(name, async () => {
    const verdict = await within(30_000, explore(scenario, { module, count: true }));
    assert.is(verdict.result, "holds");
    assert.is(verdict.schedules, schedules);
    const sum = verdict.outcomes.reduce((sum, outcome) => sum + outcome.schedules!, 0n);
    assert.is(sum, schedules);
    assert.equal(verdict.outcomes.map(({ value }) => value).sort(), values);
  });
}

counts("each of two writers is the last one in half of the schedules", async () => {
  const { outcomes } = await within(30_000, explore(counted.overwritten, { module, count: true }));
  assert.equal(outcomes.map(({ schedules }) => schedules), [3n, 3n]);
});

counts.run();
