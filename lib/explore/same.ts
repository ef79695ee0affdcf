/**
 * Does the program do the same each time? A search rests on it: the same choices lead to the same steps.
 * So whatever is executed again is compared with what was seen before (trail.ts), and at its end the
 * first schedule is executed a few times more, with what is in the objects and what comes out of it.
 */

import { isDeepStrictEqual } from "node:util";
import type { ExploreError } from "../errors.ts";
import { type Attempt, attempt, Known } from "./attempt.ts";
import type { Ending, Scenario } from "./contract.ts";
import { Halt, record } from "./record.ts";
import { changes, following, onwards } from "./schedule.ts";

/** So many steps of it are looked at. */
const STEPS = 500;

/**
 * It is executed once, and then once more for each of these, after so many executions that are left at
 * once: they only give the threads other workers, each of which has a state of its own in its modules.
 */
const SHUFFLES = [1, 0, 2, 0, 1, 3];

/** Where a failure was found, which is executed once more anyway, or the time is used up: so many of them. */
const FEW = 2;

/** Refuses a program that did something else with the first choices of a schedule than `marks` say. */
export function checkSame(
  scenario: Scenario,
  { choices, decisions }: Attempt,
  marks: ArrayLike<number>,
  many: number,
): void {
  for (let at = 0; at < many; at++) {
    if (decisions[at]?.mark !== marks[at]) throw differed(scenario, choices.slice(0, at));
  }
}

/** Refuses a program that does not do the same, or gives something else, when nothing else is chosen. */
export function checkAgain(scenario: Scenario, soon: boolean): void {
  const first = glance(scenario);
  for (const many of soon ? SHUFFLES.slice(0, FEW) : SHUFFLES) {
    for (let left = many; left > 0; left--) glance(scenario, 0);
    const next = glance(scenario);
    const at = first.marks.findIndex((mark, i) => mark !== next.marks[i]);
    if (at >= 0 || first.marks.length !== next.marks.length) {
      throw differed(scenario, first.choices.slice(0, first.chosen[at]));
    }
    if (!isDeepStrictEqual(first.end, next.end)) {
      throw changes("the same schedule ended in another way, or with another result");
    }
  }
}

/** What is seen of the schedule in which everybody goes on as long as it can. */
function glance(scenario: Scenario, most = STEPS) {
  const marks: string[] = [], chosen: number[] = [];
  const { found, choices } = attempt(scenario, (decision) => {
    if (marks.length === most) throw new Known();
    marks.push(`${decision.mark} ${decision.enabled} ${decision.state(false) ?? ""}`);
    chosen.push((chosen.at(-1) ?? 0) + (decision.enabled.length > 1 ? 1 : 0));
    return onwards(decision);
  });
  if (found) marks.push(found.schedule);
  chosen.push(choices.length);
  return { marks, chosen, choices, end: found && endOf(found.ending) };
}

/** How it ended, as far as that has to be the same; of an error its words may hold an address or a time. */
function endOf(ending: Ending): unknown {
  if (ending.kind === "returned") return [ending.kind, ending.value];
  return [ending.kind, ending.kind === "error" ? ending.error.name : ""];
}

/** Names the step behind the choices `begins`, up to which all was the same before. */
function differed(scenario: Scenario, begins: readonly number[]): ExploreError {
  let left = begins.length;
  const follow = following(begins, (decision) => {
    throw new Halt(decision);
  });
  try {
    const { steps } = record(scenario, (decision) => {
      if (left === 0 && decision.enabled.length > 1) throw new Halt(decision);
      if (decision.enabled.length > 1) left--;
      return follow(decision);
    });
    const step = steps.at(-1);
    if (step) {
      const { thread, operation, object, where } = step;
      return changes(
        `the same schedule gave other steps: by step ${steps.length} (${thread}: ${operation} ` +
          `${object ?? ""} at ${where}) it had done something else the time before`,
      );
    }
  } catch {
    // It does something else once more: the sentence without the step says that, too.
  }
  return changes("the same schedule gave other steps");
}
