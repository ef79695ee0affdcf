/** Executes one schedule again, and shows it. */

import type { Scenario } from "./contract.ts";
import { record, type Recorded } from "./record.ts";
import { differs, following, lettersOf, onwards, readSchedule } from "./schedule.ts";
import { isSilent } from "./turns.ts";
import { turningOf } from "./turning.ts";
import type { Execution, Failure, Step } from "./types.ts";

/** Executes `schedule`; an ExploreError if the program does not do it. */
export function replayed<R>(scenario: Scenario, schedule: string): Execution<R> {
  const { choices, steps, early, spurious, letters } = readSchedule(schedule);
  const recorded = record({ ...scenario, early, spurious }, following(choices, onwards));
  if (recorded.ending?.kind !== "endless" && recorded.steps.length !== steps) {
    throw differs(`it has ${steps} steps, but the program did ${recorded.steps.length}`);
  }
  if (letters !== undefined && recorded.ending && letters !== lettersOf(recorded.ending.mark)) {
    throw differs("the program did other operations, or on other objects");
  }
  return executionOf(recorded, schedule);
}

/** The same with what made its failure inevitable; `stop` leaves that open. */
export async function explained<R>(
  scenario: Scenario,
  execution: Execution<R>,
  stop: () => boolean = () => false,
): Promise<Execution<R>> {
  const { failure } = execution;
  if (!failure || failure.kind === "endless") return execution; // each way out would be tried for 10,000 steps
  if (isSilent(failure.error)) return execution; // and here for ten seconds
  const { choices, early, spurious } = readSchedule(failure.schedule);
  // What is executed from here on finds out something: its output was shown, or is not to be.
  const silent = { ...scenario, early, spurious, output: false };
  const turning = await turningOf(silent, choices, stop);
  if (!turning) return execution;
  const { step: inevitable, passing } = turning;
  // What is shown was executed: not only followed.
  if (passing !== null && !replayed(silent, passing).outcome) return execution;
  return { ...execution, failure: { ...failure, inevitable, passing } };
}

/** What a recorded execution is to its reader. */
export function executionOf<R>(recorded: Recorded, schedule: string): Execution<R> {
  const ending = recorded.ending!;
  if (ending.kind === "returned") {
    return { steps: recorded.steps, outcome: { value: ending.value as R }, failure: null };
  }
  const failure = failureOf(recorded, schedule);
  return { steps: failure.steps, outcome: null, failure };
}

function failureOf(recorded: Recorded, schedule: string): Failure {
  const { waits } = recorded, ending = recorded.ending!;
  const kind = ending.kind as Failure["kind"];
  let { steps, preemptions } = recorded, cycle: readonly Step[] = [];
  if (kind === "endless") {
    ({ steps, cycle } = circle(steps));
    preemptions = steps.filter((step) => step.preempted).length;
  }
  const error = ending.kind === "error" ? ending.error : null;
  return {
    kind,
    error,
    schedule,
    preemptions,
    steps,
    cycle,
    waits: kind === "deadlock" ? waits : [],
    inevitable: null,
    passing: null,
  };
}

/** Steps that end in a circle: the way there, and the circle once. */
interface Circle {
  readonly steps: readonly Step[];
  readonly cycle: readonly Step[];
}

/** Cuts steps that end in a circle. The values in it may be others each time: items that are counted. */
function circle(steps: readonly Step[]): Circle {
  const texts = steps.map(({ thread, operation, object, where }) =>
    `${thread} ${operation} ${object} ${where}`
  );
  const exact = texts.map((text, at) => `${text} ${String(steps[at]!.value)}`);
  return circleIn(steps, exact) ?? circleIn(steps, texts) ?? { steps, cycle: [] };
}

function circleIn(steps: readonly Step[], texts: readonly string[]): Circle | undefined {
  const last = texts.length - 1;
  const repeats = (length: number, at: number) => texts[at] === texts[at - length];
  for (let length = 1; length <= last / 3; length++) {
    let from = last;
    while (from >= length && repeats(length, from)) from--;
    if (last - from < 2 * length) continue;
    const start = from - length + 1;
    return { steps: steps.slice(0, start), cycle: steps.slice(start, start + length) };
  }
  return undefined;
}
