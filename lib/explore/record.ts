/** Executes one schedule and takes down each step: who did what, on which object, in which line. */

import type { Course, Decision, Ending, Observer, Policy, Scenario } from "./contract.ts";
import { execute } from "./control.ts";
import { choiceOf, type Position, Positions, waitOf } from "./positions.ts";
import { canGo } from "./standing.ts";
import { Stuck, threadName } from "./turns.ts";
import type { Step, Wait } from "./types.ts";

/** What was seen of one execution. */
export interface Recorded {
  /** Null if the policy halted it. */
  readonly ending: Ending & Course | null;
  /** Where its threads stood at the end. */
  readonly standing: readonly Position[];
  readonly steps: readonly Step[];
  readonly waits: readonly Wait[];
  readonly preemptions: number;
}

/** Thrown by a policy that wants to see where the threads stand. */
export class Halt {
  readonly decision: Decision;

  constructor(decision: Decision) {
    this.decision = decision;
  }
}

/** Executes what `policy` chooses. */
export function record(scenario: Scenario, policy: Policy): Recorded {
  const positions = new Positions(), steps: Step[] = [];
  let preemptions = 0;
  let standing: readonly Position[] = [];
  let ending: Ending & Course | null = null;
  const observer: Observer = {
    stopped: (thread, details) => positions.stopped(thread, details),
    stepped(thread, preempted) {
      const choices = positions.all().map((position) =>
        choiceOf(position, position.number === thread || canGo(position.number))
      );
      steps.push(positions.step(thread, preempted, choices));
      if (preempted) preemptions++;
    },
    ending: () => standing = positions.all(),
  };
  try {
    ending = execute(scenario, policy, observer);
  } catch (halt) {
    if (halt instanceof Stuck) throw stuckAfter(halt, steps);
    if (!(halt instanceof Halt)) throw halt;
  }
  const waiting = ending && "waiting" in ending ? ending.waiting : [];
  const waits = standing.filter(({ number }) => waiting.includes(number)).map(waitOf);
  // Of a deadlock beside which others go on for ever, only the way there is told.
  const told = ending?.kind === "deadlock" ? steps.slice(0, ending.steps) : steps;
  return { ending, standing, steps: told, waits, preemptions };
}

/** The same, with the last step of that thread. */
function stuckAfter({ thread }: Stuck, steps: readonly Step[]): Stuck {
  const name = threadName(thread), last = steps.findLast((step) => step.thread === name);
  const where = last && ` (its last step: ${last.operation} ${last.object ?? ""} at ${last.where})`;
  return new Stuck(thread, name, where ?? " (before its first step)");
}
