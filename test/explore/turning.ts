/** The step that made a failure inevitable, and a schedule beside it that ends well: as plain enumeration has it. */
// deadline: 400 s

import * as assert from "uvu/assert";
import { suite } from "uvu";
import { explore, format, replay, type Step, walk } from "../../lib/explore.ts";
import { attempt } from "../../lib/explore/attempt.ts";
import type { Scenario } from "../../lib/explore/contract.ts";
import { following, onwards, readSchedule } from "../../lib/explore/schedule.ts";
import { draw, FIRST, scenario as anything } from "../fixtures/explored_random.ts";
import { drawRicher, scenario as richer } from "../fixtures/explored_richer.ts";
import * as scenarios from "../fixtures/explored_turning.ts";
import { within } from "../kit.ts";

const random = new URL("../fixtures/explored_random.ts", import.meta.url);
const handmade = { module: new URL("../fixtures/explored_turning.ts", import.meta.url) };

/** Programs drawn by a seed: of everything that threads share, and of sums that may be lost. */
const kinds = {
  anything: { scenario: anything, module: random },
  richer: { scenario: richer, module: new URL("../fixtures/explored_richer.ts", import.meta.url) },
  sums: { scenario: scenarios.sum, module: handmade.module },
} as const;
type Kind = keyof typeof kinds;
const test = suite("turning");

const MANY = Number(process.env["MANY"] ?? 40);
const MOST = 2_000;

interface End {
  readonly choices: readonly number[];
  readonly well: boolean;
}

const whole = (kind: Kind, args: unknown[]): Scenario => ({
  target: kinds[kind].scenario,
  args,
  module: kinds[kind].module,
  steps: 10_000,
  early: false,
  spurious: false,
  output: false,
});

/** What is chosen in the schedule that begins so, and in which steps. */
function executed(kind: Kind, args: unknown[], begins: readonly number[]) {
  const follow = following(begins, onwards), at: number[] = [];
  let step = 0;
  const { choices } = attempt(whole(kind, args), (decision) => {
    if (decision.enabled.length > 1) at.push(step);
    step++;
    return follow(decision);
  });
  return { choices, at };
}

/** How every schedule ends; undefined if there are too many, or if one goes on too long. */
function everyEnd(kind: Kind, args: unknown[]): End[] | undefined {
  const ends: End[] = [], open: number[][] = [[]];
  for (let begins = open.pop(); begins; begins = open.pop()) {
    const { found, decisions, choices, spins } = attempt(
      whole(kind, args),
      following(begins, onwards),
    );
    if (!found || found.overran || spins.size > 0 || ends.length === MOST) return undefined;
    ends.push({ choices: [...choices], well: found.ending.kind === "returned" });
    for (let at = begins.length; at < decisions.length; at++) {
      for (const other of decisions[at]!.enabled) {
        if (other !== choices[at]) open.push([...choices.slice(0, at), other]);
      }
    }
  }
  return ends;
}

/** At which choice of `failing` the last schedule that ends well leaves it; -1 if none does end well. */
function lastWayOut(failing: readonly number[], ends: readonly End[]): number {
  const shared = ends.filter(({ well }) => well).map(({ choices }) => {
    const at = choices.findIndex((choice, i) => choice !== failing[i]);
    return at < 0 ? choices.length : at;
  });
  return Math.max(-1, ...shared);
}

const told = (steps: readonly Step[]) =>
  steps.map(({ thread, operation, object, where, value }) =>
    `${thread} ${operation} ${object} ${where} ${JSON.stringify(value)}`
  );

let ways = 0;
for (
  const [kind, threads, steps] of [
    ["anything", 2, 2],
    ["anything", 3, 1],
    ["richer", 2, 2],
    ["sums", 2, 2],
    ["sums", 3, 1],
  ] as const
) {
  const module = kinds[kind].module, scenario: (program: never) => unknown = kinds[kind].scenario;
  test(`${kind}: ${threads} threads of ${steps} acts: the last way out, found by going through all`, async () => {
    let compared = 0;
    for (let seed = FIRST; seed < FIRST + MANY; seed++) {
      const drawn = (kind === "richer" ? drawRicher : draw)(seed * 7919 + threads, threads, steps);
      const program = kind === "sums" ? drawn.map((acts) => acts.map((act) => act % 3)) : drawn;
      const args: [typeof drawn] = [program];
      const { failure } = await within(60_000, explore(scenario, { module, args: args as never }));
      if (!failure || failure.kind === "endless") continue;
      const ends = everyEnd(kind, args);
      if (!ends) continue;
      const what = `seed ${seed}: ${JSON.stringify(program)}`;
      const failing = executed(kind, args, readSchedule(failure.schedule).choices);
      compared++;
      const way = lastWayOut(failing.choices, ends);
      assert.is(failure.inevitable, way < 0 ? 0 : failing.at[way], what);
      assert.is(failure.passing === null, way < 0, what);
      if (failure.passing === null) continue;
      ways++;
      const beside = await replay(scenario, failure.passing, { module, args: args as never });
      assert.ok(beside.outcome, what);
      const same = failure.inevitable!;
      assert.equal(told(beside.steps).slice(0, same), told(failure.steps).slice(0, same), what);
      assert.is.not(beside.steps[same]?.thread, failure.steps[same]?.thread, what);
    }
    assert.ok(compared >= 2, `only ${compared} programs fail and are small enough`);
  });
}

test("some of them had a way out", () => assert.ok(ways >= 5, `${ways}`));

test("a lost update: it is lost when the second has read what the first has", async () => {
  const { failure } = await explore(scenarios.lost, handmade);
  assert.is(failure?.inevitable, 1);
  const { outcome } = await replay(scenarios.lost, failure!.passing!, handmade);
  assert.equal(outcome, { value: 2 });
  const said = format({ steps: failure!.steps, outcome: null, failure: failure! });
  const lines = said.split("\n");
  const after = (step: number) => {
    const at = lines.findIndex((line) => line.startsWith(`  ${step} `));
    return lines.slice(at + 1, lines.findIndex((line) => line.startsWith(`  ${step + 1} `)));
  };
  assert.equal(after(2), [
    "      ^ both have now read 0",
    "      ^ from here on no order can end well",
  ]);
  assert.equal(after(4), ["      ^ overwrites the 1 of Thread-2 without having seen it"]);
  assert.match(said, ` replay ${failure!.passing}  ends well; the steps before 2 are the same`);
});

test("a deadlock: when each has taken one", async () => {
  const { failure } = await explore(scenarios.crossed, handmade);
  assert.equal([failure?.kind, failure?.inevitable], ["deadlock", 1]);
  assert.ok((await replay(scenarios.crossed, failure!.passing!, handmade)).outcome);
});

test("what fails in every order was lost at its first step, and nothing ends well beside it", async () => {
  const { failure } = await explore(scenarios.hopeless, handmade);
  assert.equal([failure?.inevitable, failure?.passing], [0, null]);
  assert.not.match(format({ steps: failure!.steps, outcome: null, failure: failure! }), /end well/);
});

test("what would take too long is left open", async () => {
  const { result, failure } = await within(200_000, explore(scenarios.large, handmade));
  assert.equal([result, failure?.inevitable, failure?.passing], ["fails", null, null]);
});

test("a replay and a walk say it, too", async () => {
  const { failure } = await explore(scenarios.lost, handmade);
  const again = await replay(scenarios.lost, failure!.schedule, handmade);
  assert.equal([again.failure?.inevitable, again.failure?.passing], [1, failure!.passing]);
  const steps = await walk(scenarios.lost, handmade);
  for (const { thread } of failure!.steps) await steps.take(thread);
  assert.is(steps.ended?.failure?.inevitable, 1);
  await steps.close();
});

test("elements of an array are told apart: who writes another one overwrites nothing", async () => {
  const { failure } = await explore(scenarios.elements, handmade);
  const said = format({ steps: failure!.steps, outcome: null, failure: failure! });
  assert.match(said, "read board[0] -> 0");
  assert.match(said, "board[1] = 1");
  assert.not.match(said, /overwrites/);
  assert.equal([...new Set(failure!.steps.map(({ index }) => index))].sort(), [0, 1]);
});

test.run();
