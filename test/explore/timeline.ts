/** Schedules of the explorer, drawn by the renderer of timelines: who ran, who waited for what and whom. */
// deadline: 300 s

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { columns as width } from "../../lib/columns.ts";
import { explore, type ExploreOptions, replay, type Step } from "../../lib/explore.ts";
import { drawnOf, drawSchedule, type Schedule } from "../../lib/repl/exploring/timeline.ts";
import { scenario as notReleased } from "../../scripts/puzzles/not_released.ts";
import * as scenarios from "../fixtures/explored.ts";
import * as waits from "../fixtures/explored_waits.ts";
import { within } from "../kit.ts";

const test = suite("timelines of schedules");
const here = new URL("../fixtures/explored.ts", import.meta.url);
const ofWaits = { module: new URL("../fixtures/explored_waits.ts", import.meta.url) };

/** The smallest failure; without one, the schedule of an outcome. */
async function scheduleOf<A extends unknown[], R>(
  scenario: (...args: A) => R,
  args: A,
  options: ExploreOptions<A> = {},
): Promise<Schedule> {
  const { module = here } = options;
  const { failure, outcomes } = await within(
    60_000,
    explore(scenario, { ...options, module, args }),
  );
  return failure ?? await replay(scenario, outcomes[0]!.schedule, { module, args });
}

/** What must hold of every picture, in any width. */
function sound(schedule: Schedule): void {
  const { lanes, events, duration } = drawnOf(schedule);
  const steps = [...schedule.steps, ...schedule.cycle ?? []];
  for (const [at, { thread }] of steps.entries()) {
    const runs = lanes.filter(({ spans }) =>
      spans.some(({ state, from, to }) => state === "running" && from <= at && at < to)
    );
    assert.equal(runs.map(({ name }) => name), [thread], `step ${at + 1}`);
  }
  for (const { spans } of lanes) {
    for (const [at, { from, to }] of spans.entries()) {
      assert.ok(to > from && to <= duration && (at === 0 || spans[at - 1]!.to <= from));
    }
  }
  for (const { cause, lane, time } of events) {
    if (cause === undefined) continue;
    assert.ok(events[cause]!.time < time && events[cause]!.lane !== lane, "by another, before");
  }
  for (const columns of [20, 40, 80, 120]) {
    for (const language of ["en", "zh"] as const) {
      const lines = drawSchedule(schedule, { columns, language });
      for (const line of lines) assert.ok(width(line) <= columns, `${columns}: ${line}`);
      const ascii = drawSchedule(schedule, { columns, ascii: true, language: "en" }).join("\n");
      // deno-lint-ignore no-control-regex
      assert.match(ascii, /^[\x0a\x20-\x7e]*$/);
      // deno-lint-ignore no-control-regex
      assert.not.match(lines.join("\n"), /\x1b/);
    }
  }
  const coloured = drawSchedule(schedule, { columns: 80, colour: true }).join("\n");
  assert.is(
    // deno-lint-ignore no-control-regex
    coloured.replace(/\x1b\[\d+m/g, ""),
    drawSchedule(schedule, { columns: 80 }).join("\n"),
  );
}

test("a lost update: who was held up between its read and its write is seen", async () => {
  const schedule = await scheduleOf(scenarios.addBoth, [2, 1, 2]);
  sound(schedule);
  assert.is(
    drawSchedule(schedule, { columns: 120 }).join("\n"),
    `
MainThread     │░░░░░░░░░░░░░░░░████
Thread-1 (add) │████········████
Thread-2 (add) │····████████
          step  1   2   3   4   5

█ running  · not its turn  ░ waiting
MainThread waited 4 steps for Thread-1 (add)`.trim(),
  );
  assert.is(
    drawSchedule(schedule, { columns: 40, ascii: true, language: "zh" }).join("\n"),
    `
MainThread |................####
Thread-1   |####________####
Thread-2   |____########
        步  1   2   3   4   5

# 运行  _ 还没轮到  . 等待
MainThread 等待 Thread-1 (add) 共 4 步`.trim(),
  );
});

test("a deadlock: who waits for what and whom, for ever, behind the last step", async () => {
  const schedule = await scheduleOf(scenarios.philosophers, [2, false]);
  sound(schedule);
  assert.is(
    drawSchedule(schedule, { columns: 80 }).join("\n"),
    `
MainThread      │░░░░░░░░░░░░
Thread-1 (dine) │████····░░░░
Thread-2 (dine) │····████░░░░
           step  1   2

█ running  · not its turn  ░ waiting
Thread-1 (dine) waits for ever for fork 1, held by Thread-2 (dine)
Thread-2 (dine) waits for ever for fork 0, held by Thread-1 (dine)`.trim(),
  );
  assert.match(
    drawSchedule(schedule, { columns: 40, language: "zh" }).join(" "),
    /Thread-1 \(dine\) 永远等待 fork 1（由\s+Thread-2 \(dine\) 持有）/,
  );
});

test("who waits for ever waits for who holds the lock in the end, not for who held it first", async () => {
  const puzzle = new URL("../../scripts/puzzles/not_released.ts", import.meta.url);
  const schedule = await scheduleOf(notReleased, [], { module: puzzle });
  sound(schedule);
  const [wait] = schedule.waits!.filter(({ object }) => object === "lock");
  assert.equal([wait!.thread, wait!.holder], ["Thread-3 (person)", "Thread-2 (person)"]);
  const picture = drawSchedule(schedule, { columns: 120 }).join("\n");
  assert.match(picture, "Thread-3 (person) waits for ever for lock, held by Thread-2 (person)");
});

test("a condition: the wait gives the lock back, is notified, and has to wait for the lock", async () => {
  const schedule = await scheduleOf(scenarios.woken, [true]);
  sound(schedule);
  const { lanes, events } = drawnOf(schedule);
  const waits = lanes.find(({ name }) => name === "Thread-1 (goOn)")!.spans
    .filter(({ state }) => state === "waiting");
  const names = lanes.map(({ name }) => name);
  assert.equal(
    waits.map(({ object, holder }) => [object, holder === undefined ? null : names[holder]]),
    [["Condition-1", null], ["lock", "Thread-2 (announce)"]],
  );
  const woken = events.filter(({ kind, lane }) =>
    kind === "woken" && names[lane] === "Thread-1 (goOn)"
  );
  const by = schedule.steps[woken.at(-1)!.cause!]!;
  assert.equal([by.thread, by.operation], ["Thread-2 (announce)", "release"]);
  assert.match(drawSchedule(schedule, { columns: 80 }).join("\n"), /░◆█[^]*◆ handed over/);
});

test("who was woken has the lock again: others wait for it", async () => {
  const schedule = await scheduleOf(waits.wokenAmongOthers, [], ofWaits);
  sound(schedule);
  const { lanes } = drawnOf(schedule);
  const last = lanes[3]!.spans.filter(({ state }) => state === "waiting").at(-1)!;
  assert.equal([last.object, lanes[last.holder!]!.name], ["lock", "Thread-1 (goOn)"]);
});

test("a queue: who waits for an item is handed it by the put", async () => {
  const schedule = await scheduleOf(scenarios.queued, []);
  sound(schedule);
  const { lanes, events } = drawnOf(schedule);
  const got = events.find(({ kind, object }) => kind === "woken" && object === "LifoQueue-1")!;
  assert.is(lanes[got.lane]!.name, "Thread-1 (fetch)");
  assert.equal([schedule.steps[got.cause!]!.operation, schedule.steps[got.time]!.operation], [
    "put",
    "get",
  ]);
  assert.match(
    drawSchedule(schedule, { columns: 80 }).join("\n"),
    "Thread-1 (fetch) waited 1 step for LifoQueue-1",
  );
});

test("whatever is drawn: calls, sleepers, spinners, timeouts, circles", async () => {
  sound(await scheduleOf(scenarios.asynchronous, [false]));
  sound(await scheduleOf(scenarios.asynchronous, [true]));
  sound(await scheduleOf(scenarios.spinning, []));
  sound(await scheduleOf(scenarios.hasty, []));
  const alone = await scheduleOf(scenarios.endless, [], { steps: 100 });
  sound(alone);
  assert.match(drawSchedule(alone, { columns: 40 })[1]!, /^Thread-1 {3}│████$/);
  assert.equal(drawSchedule({ steps: [] }, {}), []);
});

test("a wait that gave up was not handed anything", async () => {
  const schedule = await scheduleOf(waits.inVain, [], ofWaits);
  sound(schedule);
  const { lanes, events } = drawnOf(schedule);
  assert.equal(lanes[0]!.spans.map(({ state }) => state), ["waiting", "running"]);
  assert.equal(events.filter(({ kind }) => kind === "woken"), []);
});

/** `many` steps of two threads in turn, of which each could always have gone on. */
function inTurn(many: number): Step[] {
  const names = ["a", "b"];
  return Array.from({ length: many }, (_, at) => ({
    thread: names[at % 2]!,
    operation: "read",
    object: "x",
    where: "x.ts:1",
    preempted: at > 0,
    choices: names.map((thread) => ({
      thread,
      operation: "read",
      object: "x",
      where: "x.ts:1",
      enabled: true,
      waitsFor: null,
    })),
  }));
}

test("steps are as wide as fit and numbered; where there are too many, whoever ran is seen", () => {
  const wide = drawSchedule({ steps: inTurn(3) }, { columns: 40 });
  assert.equal(wide.slice(0, 3), ["a    │████····████", "b    │····████····", "step  1   2   3"]);
  const close = drawSchedule({ steps: inTurn(30) }, { columns: 40 });
  assert.is(close[0], `a    │${"█·".repeat(15)}`);
  assert.is(close[2], "step  1   5    10   15   20   25   30");
  const many = drawSchedule({ steps: inTurn(3000) }, { columns: 40 });
  assert.is(many[0], `a    │${"█".repeat(33)}`);
  for (const numbers of [7, 12, 99, 100, 777, 3000]) {
    const [, , axis] = drawSchedule({ steps: inTurn(numbers) }, { columns: 60 });
    const shown = axis!.trim().split(/\s+/).slice(1).map(Number);
    assert.equal(shown, [...shown].sort((a, b) => a - b));
    assert.ok(shown.length > 1 && shown[0] === 1 && shown.at(-1)! <= numbers, axis);
  }
});

test.run();
