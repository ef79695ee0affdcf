/** What is said of a failure is so: who waits for what and whom, what was done last, and once. */
// deadline: 300 s

import * as assert from "uvu/assert";
import { suite } from "uvu";
import { type Choice, explore, format, replay, walk } from "../../lib/explore.ts";
import { drawnOf } from "../../lib/repl/exploring/timeline.ts";
import { show } from "../../lib/show.ts";
import * as scenarios from "../fixtures/explored_reports.ts";
import { spawnScript, within } from "../kit.ts";

const module = new URL("../fixtures/explored_reports.ts", import.meta.url);
const test = suite("reports");

/** The failure that is found, and that a replay shows just so. */
async function failureOf(scenario: () => unknown) {
  const { failure } = await within(30_000, explore(scenario, { module }));
  const again = await within(30_000, replay(scenario, failure!.schedule, { module }));
  assert.equal(again.failure!.waits, failure!.waits);
  return failure!;
}

async function waitsOf(scenario: () => unknown): Promise<(string | null)[][]> {
  const { kind, waits } = await failureOf(scenario);
  assert.is(kind, "deadlock");
  return waits.map(({ thread, operation, object, holder }) => [thread, operation, object, holder]);
}

const brief = (choices: readonly Choice[]) =>
  choices.map(({ thread, operation, object, enabled, waitsFor }) =>
    `${thread}: ${operation} ${object}${enabled ? "" : ` waits for ${waitsFor}`}`
  );

test("a queue is joined: that is a step, and no thread is waited for", async () => {
  const waits = [["MainThread", "join", "jobs", null]];
  assert.equal(await waitsOf(scenarios.joinForEver), waits);
  assert.equal(await waitsOf(scenarios.joinForEverLater), waits);
  const { outcomes } = await explore(scenarios.joinEmpty, { module });
  const { steps, outcome } = await replay(scenarios.joinEmpty, outcomes[0]!.schedule, { module });
  assert.equal(steps.map(({ operation, object }) => [operation, object]), [["join", "jobs"]]);
  assert.equal(outcome, { value: "joined" });
});

test("a picture shows whose taskDone lets a join go on", async () => {
  const { outcomes } = await explore(scenarios.joinOther, { module });
  const run = await replay(scenarios.joinOther, outcomes[0]!.schedule, { module });
  const { events } = drawnOf(run);
  const wait = events.find(({ kind, object }) => kind === "waiting" && object === "jobs")!;
  assert.is(wait.type, undefined);
  const woken = events.find(({ kind, object }) => kind === "woken" && object === "jobs")!;
  assert.is(run.steps[woken.cause!]!.operation, "taskDone");
});

test("what is done is not waited for: the calls of a thread that rests are its positions", async () => {
  assert.equal(await waitsOf(scenarios.acquireTwice), [[
    "MainThread",
    "acquire",
    "l",
    "MainThread",
  ]]);
  const steps = await walk(scenarios.acquireTwice, { module });
  await steps.take("MainThread");
  assert.equal(brief(steps.choices), ["MainThread: write v"]);
  await steps.close();
});

test("sleeping uses no object", async () => {
  const steps = await walk(scenarios.sleepBeside, { module });
  await steps.take("MainThread");
  const choices = steps.choices.map(({ operation, object, enabled, waitsFor }) => [
    operation,
    object,
    enabled,
    waitsFor,
  ]);
  assert.equal(choices, [["sleep", null, false, null], ["acquire", "l", true, null]]);
  await steps.close();
});

test("two locks of one name have a holder each", async () => {
  const waits = await waitsOf(scenarios.sameNames);
  assert.equal(waits.slice(1), [["A", "acquire", "x", "B"], ["B", "acquire", "x", "A"]]);
});

test("an RLock that was released once of two times has its owner still", async () => {
  const waits = await waitsOf(scenarios.reentered);
  assert.equal(waits.at(-1), ["B", "acquire", "r", "A"]);
});

test("who was notified waits for the lock, and for whoever holds it", async () => {
  const steps = await walk(scenarios.keptLock, { module });
  for (const thread of ["A", "A", "B"]) await steps.take(thread);
  assert.equal(brief(steps.choices).slice(1), ["A: wait c waits for c", "B: notify c"]);
  await steps.take("B");
  assert.equal(brief(steps.choices).slice(1), ["A: acquire L waits for B", "B: notify c"]);
  await steps.take("B");
  const [, wait] = steps.ended!.failure!.waits;
  assert.equal([wait!.operation, wait!.object, wait!.holder], ["acquire", "L", "B"]);
  await steps.close();
});

test("a semaphore has no holder", async () => {
  assert.equal(await waitsOf(scenarios.tooFewPermits), [["MainThread", "acquire", "s", null]]);
});

/** What the only outcome's steps are. */
async function stepsOf(scenario: () => unknown): Promise<string[]> {
  const { outcomes } = await within(30_000, explore(scenario, { module }));
  const { steps } = await replay(scenario, outcomes[0]!.schedule, { module });
  return steps.map(({ operation, object, ...step }) =>
    `${operation} ${object}${"value" in step ? ` ${show(step.value)}` : ""}`
  );
}

test("what asks says what it was answered, a queue what went through it, if it is small", async () => {
  assert.equal(await stepsOf(scenarios.asking), [
    "locked l false",
    "acquire l true",
    "locked l true",
    "locked r false",
    "isSet e false",
    "nWaiting b 0",
    "broken b false",
    "empty q true",
    ...["put q text", "put q false", "put q null", "put q 1.5", "put q 7n", "put q"],
    "full q true",
    "qsize q 6",
    ...["get q text", "get q false", "get q null", "get q 1.5", "get q 7n", "get q"],
    "put s 3",
    "qsize s 1",
    "empty s false",
    "get s 3",
  ]);
  const passed = await stepsOf(scenarios.passedOn);
  assert.equal(passed.sort(), ["get q 1", "get q 2", "put q 1", "put q 2"]);
});

test("a circle is one also where each time another item goes through the queue", async () => {
  const { failure } = await explore(scenarios.countForEver, { module, steps: 100 });
  assert.is(failure!.kind, "endless");
  assert.equal(failure!.cycle.map(({ operation }) => operation).sort(), ["get", "put"]);
});

test("the text shows answers with an arrow", async () => {
  const { outcomes } = await explore(scenarios.asking, { module });
  const text = format(await replay(scenarios.asking, outcomes[0]!.schedule, { module }));
  for (const line of ["locked l -> true", "put q 1.5", "get q -> 1.5", "qsize q -> 6"]) {
    assert.match(text, line);
  }
  assert.match(text, /get q {2,}/);
});

test("the lock of an object that has a name is called after it", async () => {
  const names = ["news.lock", "v.lock", "a.lock", "mine", "lock", "lock-2"];
  assert.equal(await stepsOf(scenarios.ownLocks), names.map((name) => `acquire ${name} true`));
});

for (const kind of ["refusals", "misuses"] as const) {
  for (const name of Object.keys(scenarios[kind])) {
    test(`${kind}: ${name} is the last step of the failure`, async () => {
      const args: ["refusals" | "misuses", string] = [kind, name];
      const { failure } = await within(30_000, explore(scenarios.misusing, { module, args }));
      assert.is(failure?.kind, "error");
      const [before, step, ...others] = failure!.steps;
      assert.equal([before!.operation, others.length], ["add", 0], JSON.stringify(failure!.steps));
      const { operation, object, index, refused } = step!;
      const element = index === undefined ? "" : `[${index}]`;
      const value = "value" in step! ? ` ${show(step.value)}` : "";
      assert.is(`${operation} ${object}${element}${value}`, name);
      assert.is(refused, kind === "refusals" ? true : undefined);
      assert.match(step!.where, /^explored_reports\.ts:\d+$/);
      const text = format({ steps: failure!.steps, outcome: null, failure: failure! });
      assert.is(/\^ refused: nothing was done/.test(text), kind === "refusals");
    });
  }
}

test("what is refused changes nothing, in no order", async () => {
  const { result, schedules, outcomes } = await explore(scenarios.refusedBeside, {
    module,
    count: true,
  });
  // Of the ten ways to put two steps between three, those that lose an update.
  const seen = outcomes.map(({ value, schedules }) => [value, schedules]).sort();
  assert.equal([result, schedules, seen], ["holds", 10n, [[1, 8n], [2, 2n]]]);
});

test("a replay that shows the output shows it once", async () => {
  const { code, stdout, stderr } = await spawnScript(module);
  assert.is(code, 0);
  assert.is(stdout, "in the scenario\nin the thread\n");
  assert.is(stderr.split("Error: bang").length - 1, 1, stderr);
});

test("a step that cannot be taken is refused in words that are true", async () => {
  const steps = await walk(scenarios.twins, { module });
  const refused = async (choice: string | Choice) => {
    const error = await steps.take(choice).then(() => undefined, (error) => error);
    assert.is(error?.name, "RuntimeError");
    return error.message;
  };
  const [main, , second] = steps.choices;
  assert.match(await refused("nobody"), "no thread 'nobody' is here. Take one of: twin, twin");
  assert.match(await refused("MainThread"), "thread 'MainThread' cannot go on");
  assert.match(await refused(main!), "thread 'MainThread' cannot go on");
  await steps.take(second!);
  assert.is(steps.choices[2]!.operation, "write", "the second of the two");
  const stale = await refused(second!);
  assert.match(stale, "it belongs to another position");
  assert.not.match(stale, "cannot go on");
  await steps.close();
});

test.run();
