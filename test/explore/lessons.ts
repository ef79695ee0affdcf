/** What the lessons claim about shared memory, proved or refuted by the functions they run. */
// deadline: 400 s

import * as assert from "uvu/assert";
import { suite } from "uvu";
import { explore, type ExploreOptions, type Verdict } from "../../lib/explore.ts";
import { scenario as atomic } from "../../scripts/atomic.ts";
import { scenario as barrier } from "../../scripts/barrier.ts";
import { scenario as condition } from "../../scripts/condition.ts";
import { scenario as deadlock } from "../../scripts/deadlock.ts";
import { scenario as semaphore } from "../../scripts/semaphore.ts";
import { within } from "../kit.ts";

/** The scenario of a lesson, with its switch one way or the other, under every schedule. */
function exploring<A extends unknown[], R>(
  lesson: string,
  scenario: (...args: A) => R,
  args: A,
  options: ExploreOptions<A> = {},
): Promise<Verdict<Awaited<R>>> {
  const module = new URL(`../../scripts/${lesson}.ts`, import.meta.url);
  return within(60_000, explore(scenario, { module, ...options, args })) as Promise<
    Verdict<Awaited<R>>
  >;
}

const test = suite("lessons explored");

test("deadlock: one order of the locks is proved, two orders wait in a circle", async () => {
  const ordered = await exploring("deadlock", deadlock, [true]);
  assert.is(ordered.result, "holds");
  assert.equal(ordered.outcomes.map(({ value }) => value), [[100, 100]]);
  const { failure } = await exploring("deadlock", deadlock, [false]);
  assert.is(failure!.kind, "deadlock");
  assert.is(failure!.preemptions, 1);
  const circle = failure!.waits.filter(({ operation }) => operation === "acquire")
    .map(({ object, holder }) => `${object}, ${holder}`);
  assert.equal(circle, ["lock B, Thread-2 (transfer)", "lock A, Thread-1 (transfer)"]);
});

test("condition: while is proved; if fails, woken together or one by one", async () => {
  for (const all of [true, false]) {
    assert.is((await exploring("condition", condition, [true, all])).result, "holds");
    const { result, failure } = await exploring("condition", condition, [false, all]);
    assert.is(result, "fails");
    assert.is(failure!.error!.name, "AssertionError");
  }
});

test("semaphore: as many as there are places, and not one more", async () => {
  assert.is((await exploring("semaphore", semaphore, [1, 1])).result, "holds");
  const two = await exploring("semaphore", semaphore, [2, 2], { preemptions: 1 });
  assert.equal([two.result, two.preemptions, two.failure], ["open", 1, null]);
  const fewer = await exploring("semaphore", semaphore, [2, 1]);
  assert.equal([fewer.result, fewer.failure!.preemptions], ["fails", 1], "two do come in");
  const none = await exploring("semaphore", semaphore, [null, 2]);
  assert.equal([none.result, none.failure!.preemptions], ["fails", 2]);
});

test("barrier: nobody is behind in any order; without it one begins early, unforced", async () => {
  assert.is((await exploring("barrier", barrier, [true])).result, "holds");
  const { result, failure } = await exploring("barrier", barrier, [false]);
  assert.equal([result, failure!.preemptions], ["fails", 0]);
});

test("atomic: add and compareExchange are proved; += loses, and look and take sells twice", async () => {
  for (const what of ["count", "sell"] as const) {
    assert.is((await exploring("atomic", atomic, [what, true])).result, "holds");
    const broken = await exploring("atomic", atomic, [what, false]);
    assert.equal([broken.result, broken.failure!.preemptions], ["fails", 1]);
  }
});

test.run();
