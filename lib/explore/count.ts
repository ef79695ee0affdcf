/**
 * Counts all schedules, how many of them fail, and how often each outcome comes, without executing each:
 * schedules that lead into the same state have the same number of ends. So every state is gone on from
 * once, in each direction; then the numbers are added up from the ends.
 */

import type { Imagination } from "./imagine.ts";
import { Unclear } from "./places.ts";
import {
  executionsOf,
  type Findings,
  Known,
  type OutcomeCount,
  outcomeOf,
  shareOf,
} from "./attempt.ts";
import type { Policy, Scenario } from "./contract.ts";
import { onwards } from "./schedule.ts";
import { lengthOf, type Prefix } from "./pending.ts";
import {
  branch,
  KEPT,
  type Limits,
  noteSpins,
  REMEMBERED,
  Spinning,
  tryOut,
  turns,
} from "./search.ts";
import { Loops } from "./spins.ts";

/** How many schedules end in a failure, or in each outcome. */
interface Ends {
  failing: bigint;
  readonly outcomes: Map<OutcomeCount, bigint>;
}

/** A state in which there is a choice. */
class State {
  readonly ways: (State | Ends)[] = [];
  ends: Ends | undefined;
}

/** A direction that has not been taken yet. */
interface Way {
  readonly begins: Prefix;
  readonly from: State;
}

/** Counts into `findings`, unless the limits end it. False if states cannot be compared. */
export async function countAll(
  scenario: Scenario,
  limits: Limits,
  findings: Findings,
): Promise<boolean> {
  let what = scenario, mind = findings.mind;
  for (;;) {
    try {
      return await countInto(what, limits, findings, mind);
    } catch (cannot) {
      if (cannot instanceof Unclear) mind = undefined;
      else if (cannot instanceof Spinning) what = { ...what, spins: true };
      else throw cannot;
    }
  }
}

async function countInto(
  scenario: Scenario,
  limits: Limits,
  findings: Findings,
  mind: Imagination | undefined,
): Promise<boolean> {
  const loops = new Loops(scenario), stop = () => limits.stop(1, Infinity);
  findings.share = 0;
  const states = new Map<string, State>(), origin = new State(), others = turns();
  const open: Way[] = [{ begins: { of: [], at: 0 }, from: origin }];
  if (mind) mind.mayKeep = () => open.length < KEPT;
  for (let way = open.pop(); way; way = open.pop()) {
    if (executionsOf(findings) >= limits.executions) return true;
    if (states.size + open.length > REMEMBERED) return true;
    if (limits.stop(findings.executions, Infinity, findings.share)) return true;
    await others();
    let from = way.from, comparable = true;
    const entered: State[] = [];
    const then: Policy = (decision) => {
      const key = decision.state(false);
      if (key === undefined) comparable = false;
      const known = states.get(key ?? "");
      if (known) from.ways.push(known);
      if (known || !comparable) throw new Known();
      const state = new State();
      states.set(key!, state);
      from.ways.push(state);
      from = state;
      entered.push(state);
      return onwards(decision);
    };
    const tried = tryOut(scenario, way.begins, then, findings, mind), { found, spins } = tried;
    noteSpins(scenario, tried);
    const length = lengthOf(way.begins);
    branch(tried, length, (begins, _, at) => open.push({ begins, from: entered[at - length]! }));
    findings.executions++;
    findings.share += shareOf(tried);
    if (!comparable) return false;
    if (found?.overran || !loops.onlyLook(spins, stop)) return true;
    if (!found) continue;
    const returned = found.ending.kind === "returned";
    from.ways.push({
      failing: returned ? 0n : 1n,
      outcomes: new Map(returned ? [[outcomeOf(findings, found), 1n]] : []),
    });
  }
  const { failing, outcomes } = endsOf(origin);
  findings.failing = findings.schedules = failing;
  for (const outcome of findings.outcomes) {
    outcome.count = outcomes.get(outcome) ?? 0n;
    findings.schedules += outcome.count;
  }
  findings.covered = Infinity;
  return true;
}

/** Adds up from the ends; no recursion, since schedules can be long. */
function endsOf(origin: State): Ends {
  const path = [origin];
  while (path.length > 0) {
    const state = path.at(-1)!;
    const next = state.ways.find((way) => way instanceof State && !way.ends) as State | undefined;
    if (next) {
      path.push(next);
      continue;
    }
    path.pop();
    const sum: Ends = state.ends = { failing: 0n, outcomes: new Map() };
    for (const way of state.ways) {
      const { failing, outcomes } = way instanceof State ? way.ends! : way;
      sum.failing += failing;
      for (const [outcome, count] of outcomes) {
        sum.outcomes.set(outcome, (sum.outcomes.get(outcome) ?? 0n) + count);
      }
    }
  }
  return origin.ends!;
}
