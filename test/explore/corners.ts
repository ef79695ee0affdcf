/** Seldom cases: limits that are reached at once, walks to both ends, odd numbers, errors that nobody waits for. */
// deadline: 300 s

import * as assert from "uvu/assert";
import { suite } from "uvu";
import { explore, type ExploreOptions, replay, type Verdict, walk } from "../../lib/explore.ts";
import * as scenarios from "../fixtures/explored_corners.ts";
import { within } from "../kit.ts";

const module = new URL("../fixtures/explored_corners.ts", import.meta.url);

function exploring<A extends unknown[], R>(
  scenario: (...args: A) => R,
  options: ExploreOptions<A> = {},
) {
  return within(60_000, explore(scenario, { module, ...options }));
}

/** The error with which `promise` rejects. */
async function rejection(promise: Promise<unknown>): Promise<Error> {
  const reason = await within(60_000, promise.then(() => undefined, (error) => error));
  assert.ok(reason, "it did not reject");
  return reason;
}

const values = ({ outcomes }: Verdict<unknown>) => outcomes.map(({ value }) => value).sort();

const limits = suite("limits");

limits("of one execution, of no time: what is covered is said", async () => {
  for (const options of [{ executions: 1 }, { time: 0 }, { time: 1, executions: 1 }]) {
    const { result, complete, preemptions, executions } = await exploring(
      scenarios.locked,
      options,
    );
    assert.equal([result, complete, preemptions, executions], ["open", false, -1, 1]);
  }
  const { result, executions } = await exploring(scenarios.alone, { executions: 1 });
  assert.equal([result, executions], ["holds", 1], "there is only one");
});

limits("no forced switch: complete where there is no other schedule", async () => {
  const one = await exploring(scenarios.alone, { preemptions: 0 });
  assert.equal([one.result, one.complete, one.preemptions], ["holds", true, Infinity]);
  const two = await exploring(scenarios.lost, { preemptions: 0 });
  assert.equal([two.result, two.complete, two.preemptions], ["open", false, 0]);
});

limits("what is not counted whole has no numbers", async () => {
  for (const options of [{ preemptions: 1 }, { executions: 3 }]) {
    const { schedules, failing, outcomes } = await exploring(scenarios.lost, {
      count: true,
      ...options,
    });
    assert.equal([schedules, failing], [null, null]);
    assert.ok(outcomes.every(({ schedules }) => schedules === null));
  }
});

limits("whatever onProgress throws is the reason, and the next exploration is sound", async () => {
  const mine = new Error("mine");
  const onProgress = () => {
    throw mine;
  };
  assert.is(await rejection(exploring(scenarios.locked, { onProgress })), mine);
  assert.is((await exploring(scenarios.locked)).result, "holds");
});

limits("an onProgress that is no function is refused before anything runs", async () => {
  const error = await rejection(exploring(scenarios.locked, { onProgress: 5 as never }));
  assert.instance(error, TypeError);
  assert.is(error.message, "Cannot explore: onProgress must be a function, but it is 5");
});

limits("it is aborted in the middle", async () => {
  const abort = new AbortController(), reason = new Error("enough");
  let calls = 0;
  const onProgress = () => {
    if (++calls === 2) abort.abort(reason);
  };
  const options = { signal: abort.signal, onProgress, random: 1_000 };
  assert.is(await rejection(exploring(scenarios.locked, options)), reason);
  assert.is(calls, 2);
  assert.is((await exploring(scenarios.locked)).result, "holds");
});

limits("inside a thread nothing is explored, replayed or walked", async () => {
  const { outcomes, result } = await exploring(scenarios.inside);
  assert.is(result, "holds");
  assert.equal(outcomes[0]!.value, ["RuntimeError", "RuntimeError", "RuntimeError"]);
});

limits.run();

const walks = suite("walks");

walks("what cannot be taken is refused, at the end and behind it, too", async () => {
  const steps = await walk(scenarios.lost, { module });
  const refused = async (promise: Promise<unknown>) => {
    const { name, message } = await rejection(promise);
    assert.is(name, "RuntimeError");
    return message;
  };
  assert.match(await refused(steps.take("MainThread")), "'MainThread' cannot go on");
  assert.match(await refused(steps.take("Thread-9")), "no thread 'Thread-9'");
  await steps.back();
  assert.is(steps.steps.length, 0);
  const able = () => steps.choices.find(({ enabled }) => enabled)!;
  while (!steps.ended) await steps.take(able());
  const many = steps.steps.length;
  assert.equal([steps.choices, steps.ended.outcome], [[], { value: 2 }]);
  assert.match(await refused(steps.take("MainThread")), "the execution has ended");
  assert.is(await steps.hint(), null);
  await steps.back();
  assert.equal([steps.ended, steps.steps.length, steps.choices.length], [null, many - 1, 1]);
  await steps.take("MainThread");
  assert.is(steps.steps.length, many);
  await steps.close();
  await steps.close();
  for (const act of [() => steps.take("MainThread"), () => steps.back(), () => steps.hint()]) {
    assert.match(await refused(act()), "the walk is closed");
  }
});

walks("without a failure there is no hint; what ends at once has ended", async () => {
  const safe = await walk(scenarios.locked, { module });
  assert.is(await safe.hint(), null);
  await safe.close();
  const short = await walk(scenarios.alone, { module });
  assert.equal([short.ended?.outcome, short.steps, short.choices], [{ value: 1 }, [], []]);
  await short.close();
});

walks("other explorations go on beside an open walk", async () => {
  const steps = await walk(scenarios.lost, { module });
  assert.is((await exploring(scenarios.locked)).result, "holds");
  await steps.take("Thread-1 (addOne)");
  assert.is(steps.steps.length, 1);
  await steps.close();
});

walks.run();

const things = suite("things");

things("immediates and microtasks of the scenario", async () => {
  const { result, outcomes } = await exploring(scenarios.microtasks);
  assert.equal([result, outcomes.map(({ value }) => value)], ["holds", ["micro immediate"]]);
});

things("a timer that is cancelled before it is due never fires", async () => {
  assert.equal(values(await exploring(scenarios.cancelled, { args: [0] })), [false]);
  assert.equal(values(await exploring(scenarios.cancelled, { args: [999] })), [false]);
  assert.equal(values(await exploring(scenarios.cancelled, { args: [1001] })), [true]);
});

things("64-bit words are seen, too", async () => {
  assert.equal(values(await exploring(scenarios.bigSum)), [1n, 2n]);
});

things("NaN and -0 are values as others, and outcomes of their own", async () => {
  for (const odd of [NaN, -0]) {
    const verdict = await exploring(scenarios.floats, { args: [odd], count: true });
    assert.equal([values(verdict), verdict.schedules], [[false, true], 2n], String(odd));
  }
  const zeros = (await exploring(scenarios.oddOutcomes)).outcomes.map(({ value }) => value);
  assert.equal(zeros.map((zero) => Object.is(zero, -0)).sort(), [false, true]);
});

things("release(n), reset() and shutdown() let those go on who wait", async () => {
  assert.equal(values(await exploring(scenarios.releaseMany)), [3]);
  const { failure } = await exploring(scenarios.resetBarrier);
  assert.is(failure!.kind, "deadlock", "who comes after the reset waits alone");
  assert.equal(values(await exploring(scenarios.shutDown, { args: [false] })), [101]);
  assert.equal(values(await exploring(scenarios.shutDown, { args: [true] })), [101, 200]);
});

for (const how of Object.keys(scenarios.failing) as (keyof typeof scenarios.failing)[]) {
  things(`an error that nobody waits for is a failure: ${how}`, async () => {
    const { result, failure } = await exploring(scenarios.failingIn, { args: [how] });
    assert.equal([result, failure?.kind], ["fails", "error"]);
    if (how === "exits") assert.is(failure!.error!.name, "WorkerLostError");
    else assert.is(failure!.error!.message, "bang");
    assert.is((await exploring(scenarios.alone)).result, "holds");
  });
}

things("chance is each thread's own, and the same in every order", async () => {
  const { outcomes } = await exploring(scenarios.drawn);
  const seen = outcomes.map(({ value }) => value);
  assert.is(seen.length, 2, "they put what they drew in two orders");
  assert.equal(seen[0], seen[1]!.toReversed());
  assert.is.not(seen[0]![0]![0], seen[0]![1]![0]);
  const { outcome } = await replay(scenarios.drawn, outcomes[1]!.schedule, { module });
  assert.equal(outcome!.value, seen[1]);
});

things.run();
