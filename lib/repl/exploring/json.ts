/** A verdict for other programs: what JSON has no form for is text. */

import type { Step, Verdict } from "../../explore.ts";
import { show } from "../../show.ts";
import type { Target } from "./target.ts";

/** Numbers of schedules are texts, since they can be larger than a number; outcomes are shown as print does. */
export function jsonOf(
  { words, values }: Pick<Target, "words" | "values">,
  verdict: Verdict,
): unknown {
  const { result, complete, executions, preemptions, failure, outcomes } = verdict;
  const number = (count: bigint | null) => count === null ? null : String(count);
  return {
    target: words[0],
    parameters: values,
    result,
    complete,
    preemptions: Number.isFinite(preemptions) ? preemptions : null,
    executions,
    overran: verdict.overran,
    schedules: number(verdict.schedules),
    failing: number(verdict.failing),
    outcomes: outcomes.map(({ value, schedules, schedule }) => ({
      value: show(value),
      schedules: number(schedules),
      schedule,
    })),
    failure: failure && {
      kind: failure.kind,
      error: failure.error && `${failure.error.name}: ${failure.error.message}`,
      schedule: failure.schedule,
      preemptions: failure.preemptions,
      steps: stepsOf(failure.steps),
      cycle: stepsOf(failure.cycle),
      waits: failure.waits,
      inevitable: failure.inevitable,
      passing: failure.passing,
    },
  };
}

/** Without what the other threads stood before: that is for pictures. */
export function stepsOf(steps: readonly Step[]): unknown[] {
  return steps.map(({ choices: _, ...step }) =>
    "value" in step ? { ...step, value: show(step.value) } : step
  );
}
