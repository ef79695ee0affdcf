/** Scenarios under every schedule: verdicts, counts, outcomes, the smallest failure, and its replay. */
// deadline: 300 s

import { readFileSync } from "node:fs";
import * as assert from "uvu/assert";
import { suite } from "uvu";
import { explore, type ExploreOptions, type Failure, replay } from "../../lib/explore.ts";
import * as scenarios from "../fixtures/explored.ts";
import * as bad from "../fixtures/explored_badly.ts";
import { within } from "../kit.ts";

const module = new URL("../fixtures/explored.ts", import.meta.url);
const badModule = new URL("../fixtures/explored_badly.ts", import.meta.url);

function exploring<A extends unknown[], R>(
  scenario: (...args: A) => R,
  args: A,
  options: ExploreOptions<A> = {},
) {
  return within(60_000, explore(scenario, { module, ...options, args }));
}

function story(failure: Failure | null): string[] {
  return failure!.steps.map(({ thread, operation, object, value, preempted }) =>
    `${thread} ${operation} ${object} ${String(value)}${preempted ? " |" : ""}`
  );
}

const verdicts = suite("verdicts");

verdicts("a lost update is found: the smallest way has one forced switch", async () => {
  const { result, failure, preemptions, complete } = await exploring(scenarios.addBoth, [2, 1, 2]);
  assert.is(result, "fails");
  assert.is(complete, false);
  assert.is(preemptions, 0);
  assert.equal(story(failure), [
    "Thread-1 (add) read total 0",
    "Thread-2 (add) read total 0 |",
    "Thread-2 (add) write total 1",
    "Thread-1 (add) write total 1",
    "MainThread read total 1",
  ]);
  assert.is(failure!.kind, "error");
  assert.is(failure!.error!.name, "AssertionError");
  assert.match(failure!.steps[0]!.where, /^explored\.ts:\d+$/);
});

verdicts("what `using` releases is released in the function that uses it", async () => {
  const lines = readFileSync(module, "utf8").split("\n");
  const first = lines.indexOf("export function addLocked(total: Value, lock: Lock) {") + 1;
  const last = lines.indexOf("}", first) + 1;
  const [outcome] = (await exploring(scenarios.locked, [])).outcomes;
  const { steps } = await replay(scenarios.locked, outcome!.schedule, { module });
  const places = steps.filter(({ operation }) => operation === "release").map(({ where }) => where);
  assert.is(places.length, 2);
  for (const place of places) {
    const [, line] = /^explored\.ts:(\d+)$/.exec(place ?? "") ?? [];
    assert.ok(Number(line) > first && Number(line) <= last, place ?? "nowhere");
  }
});

verdicts("a lock is proved, and so is one atomic step", async () => {
  for (const scenario of [scenarios.locked, scenarios.atomic]) {
    const { result, complete, preemptions, failure } = await exploring(scenario, []);
    assert.is(result, "holds");
    assert.is(complete, true);
    assert.is(preemptions, Infinity);
    assert.is(failure, null);
  }
});

verdicts("count says how many schedules there are, how many fail, and each outcome", async () => {
  const all = await exploring(scenarios.twenty, [], { count: true });
  assert.is(all.schedules, 20n);
  assert.is(all.failing, 0n);
  const { schedules, failing, outcomes } = await exploring(scenarios.addBoth, [2, 1, 2], {
    count: true,
  });
  assert.equal([schedules, failing], [6n, 4n]);
  assert.equal(outcomes.map(({ value, schedules }) => [value, schedules]), [[2, 2n]]);
  const free = await exploring(scenarios.addBoth, [2, 2, undefined], { count: true });
  assert.is(free.schedules, 70n);
  assert.equal(free.outcomes.map(({ value }) => value).sort(), [2, 3, 4]);
});

verdicts(
  "philosophers who all take the left fork first: a deadlock, with who holds what",
  async () => {
    const { result, failure } = await exploring(scenarios.philosophers, [3, false]);
    assert.is(result, "fails");
    assert.is(failure!.kind, "deadlock");
    assert.is(failure!.preemptions, 1);
    assert.equal(
      failure!.waits.filter(({ operation }) => operation === "acquire")
        .map(({ object, holder }) => [object, holder]),
      [["fork 1", "Thread-2 (dine)"], ["fork 2", "Thread-3 (dine)"], ["fork 0", "Thread-1 (dine)"]],
    );
    assert.is((await exploring(scenarios.philosophers, [3, true])).result, "holds");
  },
);

verdicts("a notify before the wait is lost; a predicate mends it", async () => {
  const { failure } = await exploring(scenarios.signalled, [false]);
  assert.is(failure!.kind, "deadlock");
  assert.is((await exploring(scenarios.signalled, [true])).result, "holds");
});

verdicts("semaphores, barriers, events and queues are the real ones", async () => {
  const values = async (permits: number) =>
    (await exploring(scenarios.admitted, [permits])).outcomes.map(({ value }) => value).sort();
  assert.equal(await values(1), [1]);
  assert.equal(await values(2), [1, 2]);
  assert.is((await exploring(scenarios.met, [])).result, "holds");
  assert.is((await exploring(scenarios.waited, [])).result, "holds");
  const { result, outcomes } = await exploring(scenarios.queued, []);
  assert.is(result, "holds");
  assert.equal(outcomes.map(({ value }) => value.join()).sort(), ["1,2", "2,1"]);
});

verdicts("time is virtual and chance the same", async () => {
  const { result, outcomes } = await exploring(scenarios.timed, []);
  assert.is(result, "holds");
  assert.equal(outcomes.map(({ value }) => value), [[false, true]]);
  const drawn = await exploring(scenarios.chance, [], { random: 20 });
  assert.is(drawn.outcomes.length, 1);
});

verdicts("misuse and endless spinning are failures", async () => {
  const { failure } = await exploring(scenarios.unlockedTwice, []);
  assert.is(failure!.error!.name, "RuntimeError");
  assert.is(failure!.steps.at(-1)!.operation, "release");
  const { failure: spins } = await exploring(scenarios.endless, [], { steps: 100 });
  assert.is(spins!.kind, "endless");
  assert.equal(spins!.cycle.map(({ operation, object }) => [operation, object]), [[
    "read",
    "flag",
  ]]);
});

verdicts(
  "who spins is put back until something changes; a loop that counts its turns is not called proved",
  async () => {
    const { result, complete, executions } = await exploring(scenarios.spinning, []);
    assert.equal([result, complete], ["holds", true], "a lock by hand");
    assert.ok(executions < 1000, String(executions));
    assert.is((await exploring(scenarios.counting, [])).result, "holds", "nobody else is there");
    const impatient = await exploring(scenarios.impatient, []);
    assert.equal([impatient.result, impatient.failure], ["open", null]);
  },
);

verdicts("a timed wait expires when nothing else can go on, or at any time", async () => {
  const last = await exploring(scenarios.hasty, []);
  assert.equal([last.result, last.outcomes.map(({ value }) => value)], ["holds", [true]]);
  const { result, outcomes } = await exploring(scenarios.hasty, [], { timeouts: "any" });
  assert.equal([result, outcomes.map(({ value }) => value).sort()], ["holds", [false, true]]);
  for (const { value, schedule } of outcomes) {
    assert.is((await replay(scenarios.hasty, schedule, { module })).outcome!.value, value);
  }
});

verdicts("a wait that may end for no reason needs a loop around it", async () => {
  assert.is((await exploring(scenarios.woken, [false])).result, "holds");
  const { failure } = await exploring(scenarios.woken, [false], { spurious: true });
  assert.is(failure!.error!.name, "AssertionError");
  const again = await replay(scenarios.woken, failure!.schedule, { module, args: [false] });
  assert.equal(again.failure!.steps, failure!.steps);
  const patient = await exploring(scenarios.woken, [true], { spurious: true });
  assert.equal([patient.result, patient.complete], ["holds", true]);
  const { failure: lost } = await exploring(scenarios.signalled, [false], { spurious: true });
  assert.is(lost!.kind, "deadlock", "only a wake-up for no reason could end it");
});

const limits = suite("limits");

limits("a budget that is used up leaves it open, and says what was covered", async () => {
  const few = await exploring(scenarios.locked, [], { executions: 1 });
  assert.equal([few.result, few.complete, few.executions], ["open", false, 1]);
  const bounded = await exploring(scenarios.twenty, [], { preemptions: 0 });
  assert.equal([bounded.result, bounded.preemptions], ["open", 0]);
});

limits(
  "what comes behind the limit of steps is not covered, so nothing is called proved",
  async () => {
    const { result, failure } = await exploring(scenarios.twenty, [], { steps: 5 });
    assert.equal([result, failure], ["open", null]);
  },
);

limits("random schedules are the same for the same seed, and never prove anything", async () => {
  const one = await exploring(scenarios.addBoth, [2, 1, 2], { random: 30, seed: 3 });
  const two = await exploring(scenarios.addBoth, [2, 1, 2], { random: 30, seed: 3 });
  assert.is(one.result, "fails");
  assert.is(one.failure!.schedule, two.failure!.schedule);
  assert.is((await exploring(scenarios.locked, [], { random: 5 })).result, "open");
});

limits("a schedule is replayed; one of another program is refused", async () => {
  const { failure } = await exploring(scenarios.addBoth, [2, 1, 2]);
  const again = await replay(scenarios.addBoth, failure!.schedule, { args: [2, 1, 2], module });
  assert.equal(again.steps, failure!.steps);
  assert.is(again.failure!.error!.message, failure!.error!.message);
  for (const args of [[2, 2, 4], [1, 1, 1]] as [number, number, number][]) {
    try {
      await replay(scenarios.addBoth, failure!.schedule, { args, module });
      assert.unreachable();
    } catch (error) {
      assert.is((error as Error).name, "ExploreError");
    }
  }
});

limits("an aborted exploration rejects with the reason, and the next one is sound", async () => {
  const reason = new Error("enough");
  try {
    await exploring(scenarios.locked, [], { signal: AbortSignal.abort(reason) });
    assert.unreachable();
  } catch (error) {
    assert.is(error, reason);
  }
  assert.is((await exploring(scenarios.locked, [])).result, "holds");
});

limits(
  "asynchronous code is explored",
  async () => {
    const { failure } = await exploring(scenarios.asynchronous, [false]);
    assert.is(failure!.error!.name, "AssertionError");
    assert.match(failure!.steps[0]!.where, /^explored\.ts:\d+$/);
    assert.is((await exploring(scenarios.asynchronous, [true])).result, "holds");
  },
);

limits("whatever a scenario does, it is said, and the next execution starts clean", async () => {
  const kinds = [
    [bad.failing, "Error"],
    [bad.failingBesides, "Error"],
    [bad.exiting, "WorkerLostError"],
    [bad.overflowing, "RangeError"],
    [bad.nested, "RuntimeError"],
  ] as const;
  for (const [scenario, name] of kinds) {
    const { result, failure } = await exploring(scenario as () => unknown, [], {
      module: badModule,
    });
    assert.equal([result, failure!.kind, failure!.error!.name], ["fails", "error", name]);
    assert.is((await exploring(scenarios.locked, [])).result, "holds");
  }
});

limits("two explorations at once are done one after the other", async () => {
  const both = [
    exploring(bad.daemonic, [], { module: badModule }),
    exploring(bad.late, [], { module: badModule }),
  ];
  const [daemonic, late] = await Promise.all(both);
  assert.equal([daemonic!.result, daemonic!.outcomes[0]!.value], ["holds", true]);
  assert.equal([late!.result, late!.outcomes[0]!.value], ["holds", false]);
});

limits("outcomes are what structured clone would copy", async () => {
  const { outcomes } = await exploring(bad.numbers, [], { module: badModule });
  assert.equal(outcomes.map(({ value }) => value), [[1.5, 5n, 7n]]);
});

verdicts.run();
limits.run();
