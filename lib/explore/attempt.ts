/** Executes one schedule, and takes notice of how it ended. */

import { isDeepStrictEqual } from "node:util";
import {
  type Again,
  type Course,
  type Ending,
  type Fork,
  type Policy,
  preempts,
  type Scenario,
  type Spin,
  type Spins,
  type Spun,
} from "./contract.ts";
import { execute } from "./control.ts";
import type { Imagination } from "./imagine.ts";
import { record } from "./record.ts";
import { following, onwards, shorten, writeSchedule } from "./schedule.ts";
import { Stuck } from "./turns.ts";
import { loopOf, spinName } from "./standing.ts";

/** A schedule that was executed, and how it ended. */
export interface Found {
  readonly ending: Ending;
  readonly choices: readonly number[];
  readonly steps: number;
  readonly preemptions: number;
  readonly schedule: string;
  /** Was the limit of steps passed? */
  readonly overran: boolean;
}

/** What the scenario returned in some schedules. */
export interface OutcomeCount {
  readonly value: unknown;
  count: bigint;
  readonly schedule: string;
}

/** What a search came to know. */
export interface Findings {
  /** Schedules that were followed, one after the other. */
  executions: number;
  /** So many of them were not executed: see imagine.ts. */
  spared: number;
  /** How much of the search is done: see estimate.ts. */
  share: number;
  /** Rounds that were done whole, less one. */
  covered: number;
  complete: boolean;
  /** Was every execution followed to its end? */
  followed: boolean;
  /** Was one of them too long for that? */
  overran: boolean;
  /** Where threads were put back since they spun. */
  readonly spins: Map<string, Spin>;
  /** How many schedules there are, where all were counted. */
  schedules: bigint | null;
  failing: bigint;
  smallest: Found | null;
  /** The failure with the fewest steps. */
  nearest: Found | null;
  readonly outcomes: OutcomeCount[];
  /** What was learnt of the scenario, if its schedules can be followed without executing them. */
  mind?: Imagination | undefined;
}

/** An empty record. */
export function nothingFound(): Findings {
  return {
    executions: 0,
    spared: 0,
    share: 0,
    covered: -1,
    complete: false,
    followed: true,
    overran: false,
    spins: new Map(),
    schedules: null,
    failing: 0n,
    smallest: null,
    nearest: null,
    outcomes: [],
  };
}

/** Thrown by a policy where an execution need not go on: what follows is known. */
export class Known {}

/** What was tried; `found` is missing where the execution was left. */
export interface Attempt {
  readonly found: Found | undefined;
  readonly choices: readonly number[];
  readonly decisions: readonly Fork[];
  /** How to go on from them, by the number of the choice. */
  readonly agains?: ReadonlyMap<number, Again>;
  readonly spins: Spins;
  /** Or was it followed without? See imagine.ts. */
  readonly executed: boolean;
}

/**
 * Executes one schedule and takes down what could have been chosen.
 *
 * @param turns the choices behind which `choose` lets everybody take turns, if it does
 */
export function attempt(scenario: Scenario, choose: Policy, turns?: readonly number[]): Attempt {
  const decisions: Fork[] = [], choices: number[] = [];
  let preemptions = 0;
  const policy: Policy = (decision) => {
    const chosen = choose(decision);
    if (preempts(decision.own, chosen)) preemptions++;
    if (decision.enabled.length > 1) {
      const { enabled, own, mark } = decision; // what else it holds would hold the whole execution
      decisions.push({ enabled, own, mark });
      choices.push(chosen);
    }
    return chosen;
  };
  const spins = new Map<string, Spin>();
  const spun: Spun = (thread, history) => {
    const name = spinName(thread, history);
    if (!spins.has(name)) spins.set(name, { loop: loopOf(thread), choices: [...choices] });
  };
  let ending: Ending & Course;
  try {
    ending = execute(scenario, policy, undefined, spun);
  } catch (known) {
    if (known instanceof Stuck) record(scenario, following(choices, onwards)); // says where
    if (!(known instanceof Known)) throw known;
    return { found: undefined, choices, decisions, spins, executed: true };
  }
  const { steps, overran, mark } = ending;
  const told = turns
    ? { choices: turns, fair: true, steps, mark }
    : { choices: shorten(choices, decisions), steps, mark };
  const schedule = writeSchedule({ ...scenario, ...told });
  const found = { ending, choices, steps, preemptions, schedule, overran };
  return { found, choices, decisions, spins, executed: true };
}

/** How many schedules were executed: others were only followed. */
export function executionsOf({ executions, spared }: Findings): number {
  return executions - spared;
}

/** How likely it is to meet an attempt, or what begins with it, if all its choices are drawn. */
export function shareOf({ decisions }: Pick<Attempt, "decisions">): number {
  return decisions.reduce((share, { enabled }) => share / enabled.length, 1);
}

/** Takes notice of how a schedule ended. */
export function note(findings: Findings, tried: Attempt): void {
  const { found, spins } = tried;
  findings.executions++;
  findings.share += shareOf(tried);
  for (const [name, spin] of spins) {
    if (!findings.spins.has(name)) findings.spins.set(name, spin);
  }
  if (!found) return;
  if (found.overran) Object.assign(findings, { followed: false, overran: true });
  if (found.ending.kind === "returned") {
    outcomeOf(findings, found).count++;
    return;
  }
  findings.failing++;
  if (!findings.nearest || found.steps < findings.nearest.steps) findings.nearest = found;
  const best = findings.smallest;
  if (!best || isSmaller(found, best)) findings.smallest = found;
}

/** The record of what the scenario returned. */
export function outcomeOf({ outcomes }: Findings, { ending, schedule }: Found): OutcomeCount {
  const { value } = ending as Extract<Ending, { kind: "returned" }>;
  let outcome = outcomes.find((known) => isDeepStrictEqual(known.value, value));
  if (!outcome) outcomes.push(outcome = { value, count: 0n, schedule });
  return outcome;
}

/** Fewer preemptions, then fewer steps, then the older threads first. */
function isSmaller(one: Found, other: Found): boolean {
  if (one.preemptions !== other.preemptions) return one.preemptions < other.preemptions;
  if (one.steps !== other.steps) return one.steps < other.steps;
  const at = one.choices.findIndex((thread, i) => thread !== other.choices[i]);
  return at >= 0 && one.choices[at]! < other.choices[at]!;
}
