/** Executes one schedule again, and shows it. */

import { attempt } from "./attempt.ts";
import { circle } from "./circle.ts";
import type { Scenario } from "./contract.ts";
import { record, type Recorded } from "./record.ts";
import { differs, following, lettersOf, onwards, readSchedule, takingTurns } from "./schedule.ts";
import { isSilent } from "./turns.ts";
import { turningOf } from "./turning.ts";
import type { Execution, Failure, Step } from "./types.ts";

/** Executes `schedule`; an ExploreError if the program does not do it. */
export function replayed<R>(scenario: Scenario, schedule: string): Execution<R> {
  const { choices, steps, early, spurious, fair, letters } = readSchedule(schedule);
  const then = fair ? takingTurns() : onwards;
  const recorded = record({ ...scenario, early, spurious }, following(choices, then));
  const whole = recorded.steps.length === steps; // what is endless has as many as were allowed
  if (!whole && recorded.ending?.kind !== "endless") {
    throw differs(`it has ${steps} steps, but the program did ${recorded.steps.length}`);
  }
  const mark = whole ? recorded.ending?.mark : undefined;
  if (letters !== undefined && mark !== undefined && letters !== lettersOf(mark)) {
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

/** A way of so many steps into a circle is one that somebody else had to wait for the limit of steps. */
const LONG = 200;

/** So many beginnings of it are tried. */
const BEGINNINGS = 32;

/**
 * The search lets one thread go on as long as it can: so threads that move for ever come to their circle only
 * at the limit of steps. Most come to it soon where they take turns. This answers the shortest beginning of
 * an endless schedule behind which they do, by executing them; the schedule itself if there is none, or
 * `stop` says so.
 */
export function soonest<R>(
  scenario: Scenario,
  execution: Execution<R>,
  stop: () => boolean,
): Execution<R> {
  const { failure } = execution;
  if (failure?.kind !== "endless" || failure.steps.length <= LONG) return execution;
  const { choices } = readSchedule(failure.schedule), silent = { ...scenario, output: false };
  for (let many = 0; many <= Math.min(choices.length, BEGINNINGS) && !stop(); many++) {
    const begin = choices.slice(0, many);
    const { found } = attempt(silent, following(begin, takingTurns()), begin);
    if (found?.ending.kind !== "endless") continue;
    const seen = replayed<R>(silent, found.schedule);
    if (seen.steps.length <= LONG) return seen;
  }
  return execution;
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
