/** Leaving executions in states that are known loses nothing: the same verdicts as plain enumeration. */
// deadline: 400 s

import * as assert from "uvu/assert";
import { suite } from "uvu";
import { explore } from "../../lib/explore.ts";
import type { Scenario } from "../../lib/explore/contract.ts";
import { search } from "../../lib/explore/search.ts";
import { draw, FIRST, type Program, scenario as anything } from "../fixtures/explored_random.ts";
import { drawRicher, scenario as richer } from "../fixtures/explored_richer.ts";
import { drawTasks, scenario as ofTasks } from "../fixtures/explored_tasks_drawn.ts";
import { within } from "../kit.ts";

const fixture = (name: string) => new URL(`../fixtures/explored_${name}.ts`, import.meta.url);
const test = suite("merging");

/** Every schedule is executed. */
async function plainly(
  target: Scenario["target"],
  module: URL,
  args: unknown[],
  spurious: boolean,
) {
  const whole: Scenario = {
    target,
    args,
    module,
    steps: STEPS,
    early: false,
    spurious,
    output: false,
  };
  const limits = { preemptions: Infinity, executions: 3000, all: true, merge: false };
  const found = await search(whole, { ...limits, stop: () => false });
  return found;
}

/** Behind so many a schedule is endless: no program here needs half of them. */
const STEPS = 400;

const text = (value: unknown) => JSON.stringify(value);
const MANY = Number(process.env["MANY"] ?? 8);
const seeds = (many: number) => Array.from({ length: many }, (_, at) => FIRST + at);

/** Compares what is found for a program with what every one of its schedules gives; undefined if these are too many. */
async function compare(
  scenario: (program: Program, own: readonly number[]) => unknown,
  module: URL,
  args: [program: Program, own: readonly number[]],
  spurious = false,
): Promise<{ plain: number; executed: number } | undefined> {
  const plain = await within(120_000, plainly(scenario, module, args, spurious));
  if (!plain.complete) return undefined;
  const options = { module, args, steps: STEPS, spurious };
  const verdict = await within(120_000, explore(scenario, { ...options, count: true }));
  const what = text(args);
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
  if (failure?.kind !== "endless") assert.is(failure?.steps.length, plain.smallest?.steps, what);
  const outcomes = (await explore(scenario, options)).outcomes;
  if (!failure) assert.is(outcomes.length, plain.outcomes.length, what);
  return { plain: plain.executions, executed: verdict.executions };
}

/** Programs that were wrong once: what a thread returned was no part of what the first one saw. */
const WRONG_ONCE = [5011, 5025, 9009];

for (const [threads, steps] of [[2, 2], [3, 1]] as const) {
  test(`${threads} threads of ${steps} acts: verdict, counts, outcomes, smallest failure`, async () => {
    let executed = 0, merged = 0, compared = 0;
    for (const seed of [...seeds(MANY), ...WRONG_ONCE]) {
      const program = draw(seed * 7919 + threads, threads, steps);
      const found = await compare(anything, fixture("random"), [program, []]);
      if (!found) continue;
      compared++;
      executed += found.plain;
      merged += found.executed;
    }
    assert.ok(compared > MANY / 2, `only ${compared} programs are small enough`);
    assert.ok(merged < executed, `${merged} executions, ${executed} one by one`);
  });
}

for (const [threads, steps, own] of [[1, 2, 2], [2, 1, 1], [3, 1, 0]] as const) {
  test(`the same for ${threads} threads of ${steps} richer acts, ${own} of the first thread's own`, async () => {
    let compared = 0;
    for (const seed of seeds(Math.ceil(MANY / 3))) {
      const drawn = drawRicher(seed * 7919 + threads * 10 + steps, threads + 1, steps);
      const mine = drawn[threads]!.slice(0, own);
      if (await compare(richer, fixture("richer"), [drawn.slice(0, threads), mine])) compared++;
    }
    assert.ok(compared > 0, "no program is small enough");
  });
}

for (const [tasks, steps, own] of [[2, 2, 0], [3, 1, 1], [1, 3, 1]] as const) {
  test(`the same for ${tasks} tasks of coroutines of ${steps} acts, ${own} of the first one's own`, async () => {
    let compared = 0;
    for (const seed of seeds(Math.ceil(MANY / 3))) {
      const drawn = drawTasks(seed * 7919 + tasks * 10 + steps, tasks + 1, steps);
      const mine = drawn[tasks]!.slice(0, own);
      const args: [Program, number[]] = [drawn.slice(0, tasks), mine];
      if (await compare(ofTasks, fixture("tasks_drawn"), args)) compared++;
    }
    assert.ok(compared > 0, "no program is small enough");
  });
}

test("threads that spin: how often they have looked since a change tells states apart", async () => {
  for (const program of [[[5], [39]], [[31], [39]]]) {
    assert.ok(await compare(richer, fixture("richer"), [program, []]), text(program));
  }
});

test("threads that wake for no reason: whether something has changed since tells states apart", async () => {
  assert.ok(await compare(richer, fixture("richer"), [[[6], [19, 19, 5]], []], true));
});

test("a loop is the same one, whether the runtime's own code is below it or not", async () => {
  assert.ok(await compare(richer, fixture("richer"), [[[15], [39]], []]));
});

test.run();
