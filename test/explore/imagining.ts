/** Schedules that are followed without executing them end as those that are executed. */
// deadline: 400 s

import * as assert from "uvu/assert";
import { suite } from "uvu";
import type { Scenario } from "../../lib/explore/contract.ts";
import { nothingFound } from "../../lib/explore/attempt.ts";
import { countAll } from "../../lib/explore/count.ts";
import { Imagination } from "../../lib/explore/imagine.ts";
import { search } from "../../lib/explore/search.ts";
import { draw, FIRST, plainScenario } from "../fixtures/explored_random.ts";
import { within } from "../kit.ts";

const module = new URL("../fixtures/explored_random.ts", import.meta.url);
const test = suite("imagining");
const MANY = Number(process.env["MANY"] ?? 6);

for (const [threads, steps] of [[2, 2], [3, 1]] as const) {
  test(`${threads} threads of ${steps} acts: the same schedules, counts, outcomes, failure`, async () => {
    let compared = 0, spared = 0;
    for (let seed = FIRST; seed < FIRST + MANY; seed++) {
      const program = draw(seed * 7919 + threads, threads, steps);
      const whole: Scenario = {
        target: plainScenario,
        args: [program],
        module,
        steps: 10_000,
        early: false,
        spurious: false,
        output: false,
      };
      const stop = () => false;
      const limits = { preemptions: Infinity, executions: 2000, all: true, stop };
      const plain = await within(60_000, search(whole, { ...limits, merge: false }));
      if (!plain.complete) continue;
      compared++;
      const what = `seed ${seed}: ${JSON.stringify(program)}`;
      const imagined = await within(60_000, search(whole, limits));
      spared += imagined.spared;
      assert.ok(imagined.complete, what);
      assert.is(imagined.smallest?.schedule, plain.smallest?.schedule, what);
      const counts = { ...nothingFound(), mind: new Imagination(whole) };
      assert.ok(await countAll(whole, limits, counts), what);
      assert.is(counts.schedules, BigInt(plain.executions), what);
      assert.is(counts.failing, plain.failing, what);
      const ends = (found: typeof plain) =>
        found.outcomes.map(({ value, count }) => `${JSON.stringify(value)} ${count}`).sort();
      assert.equal(ends(counts), ends(plain), what);
    }
    assert.ok(compared > MANY / 2, `only ${compared} programs are small enough`);
    assert.ok(spared > compared, `only ${spared} executions were spared`);
  });
}

test.run();
