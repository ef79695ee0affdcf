/** What a program waits for beside the library: timers are virtual, wherever they come from; the rest is refused. */
// deadline: 300 s

import * as assert from "uvu/assert";
import { suite } from "uvu";
import { explore, ExploreError } from "../../lib/explore.ts";
import * as scenarios from "../fixtures/explored_outside.ts";
import { hasGap, within } from "../kit.ts";

const module = new URL("../fixtures/explored_outside.ts", import.meta.url);
const test = suite("outside");

async function outcomes(scenario: () => unknown): Promise<unknown[]> {
  const { result, failure, outcomes } = await within(60_000, explore(scenario, { module }));
  assert.equal([result, failure], ["holds", null]);
  return outcomes.map(({ value }) => value);
}

test("timers of node:timers/promises are virtual: no deadlock", async () => {
  assert.equal(await outcomes(scenarios.released), [20]);
});

test("whoever is due first comes first, whichever timer it has", async () => {
  assert.equal(await outcomes(scenarios.inOrder), ["short,nap,delay,sleep"]);
});

test("AbortSignal.timeout ends a wait in virtual time", async () => {
  assert.equal(await outcomes(scenarios.aborted), ["TimeoutError 100"]);
  assert.equal(await outcomes(scenarios.abortedDelay), ["AbortError 10"]);
});

test("a deadlock is none while somebody may call from outside: refused, with its step", async () => {
  const refused = await within(60_000, explore(scenarios.listening, { module }).catch((e) => e));
  if (hasGap("eventLoopsTellNothing")) {
    return assert.is(refused.failure?.kind, "deadlock");
  }
  assert.instance(refused, ExploreError);
  assert.match(refused.message, /its last step: acquire door at explored_outside\.ts:\d+/);
});

test("where nothing can come it is a deadlock", async () => {
  const { failure } = await within(60_000, explore(scenarios.deadlocked, { module }));
  assert.is(failure?.kind, "deadlock");
});

test.run();
