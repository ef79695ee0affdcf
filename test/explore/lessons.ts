/** What the lessons claim about shared memory, proved or refuted by the functions they run. */
// deadline: 400 s

import * as assert from "uvu/assert";
import { suite } from "uvu";
import { explore } from "../../lib/explore.ts";
import { about as aboutAsyncRace } from "../../scripts/about/async_race.ts";
import { about as aboutAtomic } from "../../scripts/about/atomic.ts";
import { about as aboutBarrier } from "../../scripts/about/barrier.ts";
import { about as aboutCondition } from "../../scripts/about/condition.ts";
import { about as aboutDeadlock } from "../../scripts/about/deadlock.ts";
import { about as aboutLivelock } from "../../scripts/about/livelock.ts";
import { about as aboutLock } from "../../scripts/about/lock.ts";
import { about as aboutPhilosophers } from "../../scripts/about/philosophers.ts";
import { about as aboutRace } from "../../scripts/about/race.ts";
import { about as aboutSemaphore } from "../../scripts/about/semaphore.ts";
import { scenario as asyncRace } from "../../scripts/async_race.ts";
import { scenario as counting, selling } from "../../scripts/atomic.ts";
import { scenario as barrier } from "../../scripts/barrier.ts";
import {
  cancelled,
  lockForBarrier,
  oneDoesNotAsk,
  places,
  twoValues,
} from "../../scripts/claims.ts";
import { scenario as condition } from "../../scripts/condition.ts";
import { scenario as deadlock } from "../../scripts/deadlock.ts";
import { scenario as livelock } from "../../scripts/livelock.ts";
import { scenario as lock } from "../../scripts/lock.ts";
import { scenario as philosophers } from "../../scripts/philosophers.ts";
import { scenario as race } from "../../scripts/race.ts";
import { scenario as semaphore } from "../../scripts/semaphore.ts";
import { within } from "../kit.ts";
import { exploring } from "../tools/exploring.ts";

/** What a closing text claims beside its own program. */
async function claimed<A extends unknown[], R>(scenario: (...args: A) => R, ...args: A) {
  const module = new URL("../../scripts/claims.ts", import.meta.url);
  return await within(90_000, explore(scenario, { module, args }));
}

const test = suite("lessons explored");

test("lock: with it the number ends as it began, without it it does not", async () => {
  assert.is((await exploring(aboutLock, lock, {})).result, "holds");
  assert.is((await exploring(aboutLock, lock, { lock: false })).failure!.kind, "error");
});

test("deadlock: one order of the locks is proved, two orders wait in a circle", async () => {
  const ordered = await exploring(aboutDeadlock, deadlock, {});
  assert.is(ordered.result, "holds");
  assert.equal(ordered.outcomes.map(({ value }) => value), [[100, 100]]);
  const { failure } = await exploring(aboutDeadlock, deadlock, { order: false });
  assert.is(failure!.kind, "deadlock");
  const circle = failure!.waits.filter(({ operation }) => operation === "acquire")
    .map(({ object, holder }) => `${object}, ${holder}`);
  assert.equal(circle, ["lock B, Thread-2 (transfer)", "lock A, Thread-1 (transfer)"]);
});

test("deadlock: with a timeout no order of the steps gets stuck; with one order it is never needed", async () => {
  const retried = await exploring(aboutDeadlock, deadlock, { order: false, timeout: 200 });
  assert.is(retried.result, "holds");
  // Ann is the one who goes back, as Bob waits longer; and not where they do not meet.
  const ends = retried.outcomes.map(({ value }) => `${value}`).sort();
  assert.equal(ends, ["100,100,0,0", "100,100,1,0"]);
  const ordered = await exploring(aboutDeadlock, deadlock, { timeout: 200 });
  assert.is(ordered.result, "holds");
  assert.equal(ordered.outcomes.map(({ value }) => value), [[100, 100, 0, 0]]);
});

test("condition: while is proved; if fails, woken together or one by one", async () => {
  for (const all of [true, false]) {
    assert.is((await exploring(aboutCondition, condition, { all })).result, "holds");
    const { result, failure } = await exploring(aboutCondition, condition, { again: false, all });
    assert.is(result, "fails");
    assert.is(failure!.error!.name, "AssertionError");
  }
});

test("semaphore: as many as there are places, and not one more", async () => {
  assert.is((await exploring(aboutSemaphore, semaphore, {})).result, "holds");
  const fewer = await exploring(aboutSemaphore, semaphore, { places: 2 }, [1]);
  assert.is(fewer.result, "fails", "two do come in");
  assert.is((await exploring(aboutSemaphore, semaphore, { semaphore: false })).result, "fails");
});

test("barrier: nobody is behind in any order; without it one begins early, unforced", async () => {
  assert.is((await exploring(aboutBarrier, barrier, {})).result, "holds");
  const { result, failure } = await exploring(aboutBarrier, barrier, { barrier: false });
  assert.equal([result, failure!.preemptions], ["fails", 0]);
});

test("atomic: add and compareExchange are proved; += loses, and look and take sells twice", async () => {
  for (const scenario of [counting, selling]) {
    assert.is((await exploring(aboutAtomic, scenario, {})).result, "holds");
    const broken = await exploring(aboutAtomic, scenario, { atomic: false });
    assert.equal([broken.result, broken.failure!.preemptions], ["fails", 1]);
  }
});

test("race: with a lock every run is right; without it some order loses, and 2 is the least of all", async () => {
  assert.is((await exploring(aboutRace, race, {})).result, "holds");
  const broken = await exploring(aboutRace, race, { lock: false });
  assert.equal([broken.result, broken.failure!.preemptions], ["fails", 1]);
  const all = await exploring(aboutRace, race, { lock: false, times: 2 }, [0]);
  assert.equal(all.outcomes.map(({ value }) => (value as number[])[0]).sort(), [2, 3, 4]);
});

test("livelock: without chance nobody gets anywhere, in any order; with it they part", async () => {
  const { result, failure } = await exploring(aboutLivelock, livelock, { backoff: false });
  assert.equal([result, failure!.kind, failure!.preemptions], ["fails", "error", 0]);
  const counted = await exploring(aboutLivelock, livelock, { backoff: false, turns: 1 }, [], {
    count: true,
  });
  assert.equal([counted.result, counted.failing], ["fails", counted.schedules]);
  // The first part of the search; that no order at all fails is proved in lessons_long.ts.
  const parted = await exploring(aboutLivelock, livelock, {}, [], { preemptions: 1 });
  assert.ok(parted.failure === null && parted.preemptions >= 1, parted.result);
});

test("claims: two values that fit together need a lock, however atomic each of them is", async () => {
  const broken = await claimed(twoValues, false);
  assert.equal([broken.result, broken.failure!.preemptions], ["fails", 1]);
  assert.is((await claimed(twoValues, true)).result, "holds");
});

test("claims: a lock instead of a barrier lets a phase begin early, and nobody has to be forced", async () => {
  const { result, failure } = await claimed(lockForBarrier);
  assert.equal([result, failure!.preemptions], ["fails", 0]);
});

test("claims: a semaphore of one place is a lock, one of two is none; one who does not ask is enough", async () => {
  assert.is((await claimed(places, 1)).result, "holds");
  assert.is((await claimed(places, 2)).result, "fails");
  assert.is((await claimed(oneDoesNotAsk)).result, "fails");
  assert.is((await exploring(aboutSemaphore, semaphore, { places: 1 })).result, "holds");
});

test("claims: what is cancelled stops where it waits, and what never waits does not", async () => {
  const { result, outcomes } = await claimed(cancelled);
  assert.is(result, "holds");
  assert.equal(outcomes.map(({ value }) => value), [{ waiting: "stopped", busy: 3 }]);
});

test("async_race: an await between look and act overdraws, a lock or no await does not", async () => {
  assert.is((await exploring(aboutAsyncRace, asyncRace, {})).result, "holds");
  assert.is(
    (await exploring(aboutAsyncRace, asyncRace, { lock: false, gap: false })).result,
    "holds",
  );
  const { failure } = await exploring(aboutAsyncRace, asyncRace, { lock: false });
  assert.match(failure!.error!.message, "-20 are left");
});

test("philosophers: all with the left fork first close a circle; one turned round, or a waiter, do not", async () => {
  const proved = [{ order: true, waiter: false }, { order: false, waiter: true }];
  for (const switches of proved) {
    // The 3 seats that the lab proposes: with a waiter that takes long, see lessons_long.ts.
    const seats = switches.waiter ? 2 : 3;
    const { result } = await exploring(aboutPhilosophers, philosophers, { seats, ...switches });
    assert.is(result, "holds");
  }
  const { failure } = await exploring(aboutPhilosophers, philosophers, { order: false });
  assert.is(failure!.kind, "deadlock");
  const circle = failure!.waits.filter(({ operation }) => operation === "acquire")
    .map(({ object }) => object);
  assert.equal(circle, ["fork 2", "fork 3", "fork 1"]);
});

test.run();
