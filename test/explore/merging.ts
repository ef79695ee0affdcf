/** Leaving executions in states that are known loses nothing: the same verdicts as plain enumeration. */
// deadline: 400 s

import * as assert from "uvu/assert";
import { suite } from "uvu";
import { explore } from "../../lib/explore.ts";
import type { Scenario } from "../../lib/explore/contract.ts";
import { search } from "../../lib/explore/search.ts";
import { draw, FIRST, scenario } from "../fixtures/explored_random.ts";
import { within } from "../kit.ts";

const module = new URL("../fixtures/explored_random.ts", import.meta.url);
const test = suite("merging");

/** Every schedule is executed. */
async function plainly(args: unknown[]) {
  const whole: Scenario = {
    target: scenario,
    args,
    module,
    steps: 10_000,
    early: false,
    spurious: false,
    output: false,
  };
  const limits = { preemptions: Infinity, executions: 3000, all: true, merge: false };
  const found = await search(whole, { ...limits, stop: () => false });
  return found;
}

const text = (value: unknown) => JSON.stringify(value);
const MANY = Number(process.env["MANY"] ?? 8);

/** Programs that were wrong once: what a thread returned was no part of what the first one saw. */
const WRONG_ONCE = [5011, 5025, 9009];

for (const [threads, steps] of [[2, 2], [3, 1]] as const) {
  test(`${threads} threads of ${steps} acts: verdict, counts, outcomes, smallest failure`, async () => {
    let executed = 0, merged = 0, compared = 0;
    const seeds = Array.from({ length: MANY }, (_, at) => FIRST + at);
    for (const seed of [...seeds, ...WRONG_ONCE]) {
      const program = draw(seed * 7919 + threads, threads, steps);
      const plain = await within(60_000, plainly([program]));
      if (!plain.complete) continue;
      compared++;
      const options = { module, args: [program] as [typeof program], count: true };
      const verdict = await within(60_000, explore(scenario, options));
      const what = `seed ${seed}: ${text(program)}`;
      assert.is(verdict.result, plain.smallest ? "fails" : "holds", what);
      assert.is(verdict.schedules, BigInt(plain.executions), what);
      assert.is(verdict.failing, plain.failing, what);
      assert.equal(
        verdict.outcomes.map(({ value, schedules }) => `${text(value)} ${schedules}`).sort(),
        plain.outcomes.map(({ value, count }) => `${text(value)} ${count}`).sort(),
        what,
      );
      const { failure } = verdict;
      assert.is(failure?.preemptions, plain.smallest?.preemptions, what);
      if (failure?.kind !== "endless") {
        assert.is(failure?.steps.length, plain.smallest?.steps, what);
      }
      const outcomes = (await explore(scenario, { module, args: [program] })).outcomes;
      if (!failure) assert.is(outcomes.length, plain.outcomes.length, what);
      executed += plain.executions;
      merged += verdict.executions;
    }
    assert.ok(compared > MANY / 2, `only ${compared} programs are small enough`);
    assert.ok(merged < executed, `${merged} executions, ${executed} one by one`);
  });
}

test.run();
