/** What explore refuses to judge, and says so: programs that change, schedules of others, waits that nobody can end. */
// deadline: 300 s

import * as assert from "uvu/assert";
import { suite } from "uvu";
import { explore, ExploreError, replay } from "../../lib/explore.ts";
import * as scenarios from "../fixtures/explored_unsteered.ts";
import { runtime, within } from "../kit.ts";

const module = new URL("../fixtures/explored_unsteered.ts", import.meta.url);
const test = suite("refusals");

/** The error with which exploring `scenario` is refused. */
async function refusal(
  scenario: () => unknown,
  options: { count?: boolean } = {},
): Promise<string> {
  const refused = await within(
    60_000,
    explore(scenario, { ...options, module }).catch((error) => error),
  );
  assert.instance(refused, ExploreError, JSON.stringify(refused.result));
  return refused.message;
}

for (const count of [false, true]) {
  const how = count ? "counted" : "searched";
  test(`${how}: whoever writes what is kept in a module is named, with its step`, async () => {
    const message = await refusal(scenarios.inTurn, { count });
    assert.match(message, /^Cannot explore: the program does not do the same each time: /);
    assert.match(
      message,
      /by step \d+ \(Thread-\d \(write\): write [vw] at explored_unsteered\.ts:17\)/,
    );
    assert.match(message, /state kept in a module/);
  });

  test(`${how}: a result that is kept in a module`, async () => {
    assert.match(await refusal(scenarios.counting, { count }), /with another result/);
  });

  test(`${how}: chance that is not Math.random`, async () => {
    assert.match(await refusal(scenarios.byChance, { count }), /does not do the same each time/);
  });

  test(`${how}: more steps each time`, async () => {
    assert.match(await refusal(scenarios.growing, { count }), /does not do the same each time/);
  });
}

test("a schedule of another program of the same form is refused, not misplayed", async () => {
  const { outcomes } = await explore(scenarios.older, { module });
  for (const { schedule } of outcomes) {
    assert.ok((await replay(scenarios.older, schedule, { module })).outcome);
    const other = await replay(scenarios.newer, schedule, { module }).catch((error) => error);
    assert.instance(other, ExploreError);
    assert.match(other.message, "other operations, or on other objects");
  }
});

test("a promise that nobody settles: named, with the last step before it", async () => {
  const message = await refusal(scenarios.never);
  assert.match(
    message,
    /^Cannot explore: thread 'MainThread' waits for something that is not explored/,
  );
  assert.match(message, "(its last step: acquire door at explored_unsteered.ts:55)");
});

test("a socket at which nobody calls", async () => {
  assert.match(await refusal(scenarios.listens), "waits for something that is not explored");
});

// On Deno a program does not end any more when a worker that computes for ever was terminated.
if (runtime !== "deno") {
  test("a thread that computes for ever is a failure of the program", async () => {
    const { result, failure } = await within(90_000, explore(scenarios.computes, { module }));
    assert.equal([result, failure?.kind], ["fails", "error"]);
    assert.match(failure!.error!.message, "did not come to its next step within 10 seconds");
  });
}

test("the limits of the explorer are no failure of the program", async () => {
  assert.match(await refusal(scenarios.crowd), "more than 21 threads");
  assert.match(
    await refusal(scenarios.swallowsCrowd),
    "more than 21 threads",
    "though it is caught",
  );
  assert.match(await refusal(scenarios.swallowsProcess), /^Cannot explore: a process cannot be/);
  for (const outside of [scenarios.startsProcess, scenarios.usesPool, scenarios.usesThreadPool]) {
    assert.match(await refusal(outside), /^Cannot explore: a (process|pool) cannot be steered/);
  }
});

test("after all this the next exploration begins clean", async () => {
  const { result, outcomes } = await explore(scenarios.older, { module });
  assert.equal([result, outcomes.length], ["holds", 1]);
});

test.run();
