/** What a search says of how far it is, and of how much there is. */
// deadline: 100 s

import * as assert from "uvu/assert";
import { suite } from "uvu";
import type { Scenario } from "../../lib/explore/contract.ts";
import { explore, type Progress } from "../../lib/explore.ts";
import { countAll } from "../../lib/explore/count.ts";
import { likelySchedules, timeLeft } from "../../lib/explore/estimate.ts";
import { search } from "../../lib/explore/search.ts";
import * as scenarios from "../fixtures/explored.ts";
import { within } from "../kit.ts";

const module = new URL("../fixtures/explored.ts", import.meta.url);
const test = suite("estimates");

function scenario(target: (...args: never[]) => unknown, args: unknown[] = []): Scenario {
  const rest = { early: false, spurious: false, output: false };
  return { target, args, module, steps: 10_000, ...rest };
}

const whole = { preemptions: Infinity, executions: 5000, all: true, stop: () => false };
const programs: [string, Scenario][] = [
  ["values", scenario(scenarios.addBoth, [2, 2])],
  ["locks and a deadlock", scenario(scenarios.philosophers, [3, false])],
  ["queues", scenario(scenarios.queued)],
  ["a semaphore", scenario(scenarios.admitted, [2])],
];

for (const [name, what] of programs) {
  test(`${name}: what was tried adds up to all`, async () => {
    const merged = await within(40_000, search(what, whole));
    assert.ok(merged.complete);
    assert.ok(Math.abs(merged.share - 1) < 1e-6, `searched ${merged.share}`);
    assert.ok(await countAll(what, whole, merged));
    assert.ok(Math.abs(merged.share - 1) < 1e-6, `counted ${merged.share}`);
    const part = await within(40_000, search(what, { ...whole, executions: 3 }));
    assert.ok(part.share < 1 && part.share > 0, `a part of it: ${part.share}`);
  });
}

test("the likely number of schedules is near the number", () => {
  const likely = likelySchedules(scenario(scenarios.addBoth, [2, 3]))!; // 924
  assert.ok(likely > 924 / 2 && likely < 924 * 2, `${likely}`);
  assert.is(likelySchedules({ ...scenario(scenarios.addBoth, [2, 3]), steps: 5 }), null);
});

test("the time left is what the rest takes", () => {
  assert.is(timeLeft(0.25, 1000), 3000);
  assert.equal([timeLeft(0, 1000), timeLeft(1, 1000)], [null, 0]);
});

test("a long exploration says both while it works", async () => {
  const said: Progress[] = [];
  const verdict = await within(
    60_000,
    explore(scenarios.addBoth, {
      args: [6, 6],
      module,
      onProgress(now) {
        said.push(now);
        return now.schedules === null || now.left === null;
      },
    }),
  );
  assert.is(verdict.result, "open");
  assert.is(said[0]!.schedules, null);
  assert.ok(said.at(-1)!.schedules! > 1e20, `${said.at(-1)!.schedules}`);
  assert.ok(said.at(-1)!.left! > 1e6, `${said.at(-1)!.left}`);
});

test.run();
