/**
 * Goes through all schedules: those without preemptions first, then those with one, and so on.
 *
 * Each execution follows a prefix of choices and then goes on without preemptions. What else could
 * have been chosen behind the prefix makes new prefixes, of this round if that is no preemption, of
 * the next one if it is. So each schedule is executed exactly once: it is the one prefix up to its last
 * choice that differs from going on, and nothing is left out. (The rounds are those of iterative
 * context bounding: Musuvathi and Qadeer, PLDI 2007.)
 */

import { setTimeout } from "../runtime/clock.ts";
import { isDeepStrictEqual } from "node:util";
import { type Decision, type Ending, type Policy, preempts, type Scenario } from "./contract.ts";
import { execute } from "./control.ts";
import { following, onwards, writeSchedule } from "./schedule.ts";

/** A schedule that was executed, and how it ended. */
export interface Found {
  readonly ending: Ending;
  readonly choices: readonly number[];
  readonly steps: number;
  readonly preemptions: number;
  readonly schedule: string;
  /** Was a thread put back that spun? */
  readonly putBack: boolean;
}

/** What the scenario returned in some schedules. */
export interface OutcomeCount {
  readonly value: unknown;
  count: bigint;
  readonly schedule: string;
}

/** Where the search ends, if it does not come to its end. */
export interface Limits {
  readonly preemptions: number;
  readonly executions: number;
  /** Is it to go on behind a failure? */
  readonly all: boolean;
  /** Ends the search now; called before each execution. */
  stop(executions: number, preemptions: number): boolean;
}

/** What a search came to know. */
export interface Findings {
  executions: number;
  /** Rounds that were done whole, less one. */
  covered: number;
  complete: boolean;
  /** Was every thread followed, also where it spun? */
  followed: boolean;
  failing: bigint;
  smallest: Found | null;
  /** The failure with the fewest steps. */
  nearest: Found | null;
  readonly outcomes: OutcomeCount[];
}

/** An empty record. */
export function nothingFound(): Findings {
  return {
    executions: 0,
    covered: -1,
    complete: false,
    followed: true,
    failing: 0n,
    smallest: null,
    nearest: null,
    outcomes: [],
  };
}

/** Executes one schedule and takes down what could have been chosen. */
export function attempt(
  scenario: Scenario,
  choose: Policy,
): { found: Found; decisions: Decision[] } {
  const decisions: Decision[] = [], choices: number[] = [];
  let preemptions = 0;
  const ending = execute(scenario, (decision) => {
    const chosen = choose(decision);
    if (preempts(decision, chosen)) preemptions++;
    if (decision.enabled.length > 1) {
      decisions.push(decision);
      choices.push(chosen);
    }
    return chosen;
  });
  const { steps, putBack } = ending;
  let told = choices.length; // what going on chooses by itself need not be told
  while (told > 0 && choices[told - 1] === onwards(decisions[told - 1]!)) told--;
  const schedule = writeSchedule({ ...scenario, choices: choices.slice(0, told), steps });
  return { found: { ending, choices, steps, preemptions, schedule, putBack }, decisions };
}

/** Takes notice of how a schedule ended. */
export function note(findings: Findings, found: Found): void {
  findings.executions++;
  if (found.putBack) findings.followed = false;
  if (found.ending.kind === "returned") {
    const { value } = found.ending;
    const known = findings.outcomes.find((outcome) => isDeepStrictEqual(outcome.value, value));
    if (known) known.count++;
    else findings.outcomes.push({ value, count: 1n, schedule: found.schedule });
    return;
  }
  findings.failing++;
  if (!findings.nearest || found.steps < findings.nearest.steps) findings.nearest = found;
  const best = findings.smallest;
  if (!best || isSmaller(found, best)) findings.smallest = found;
}

/** Fewer preemptions, then fewer steps, then the older threads first. */
function isSmaller(one: Found, other: Found): boolean {
  if (one.preemptions !== other.preemptions) return one.preemptions < other.preemptions;
  if (one.steps !== other.steps) return one.steps < other.steps;
  const at = one.choices.findIndex((thread, i) => thread !== other.choices[i]);
  return at >= 0 && one.choices[at]! < other.choices[at]!;
}

/** Searches within `limits` what begins with the choices `begin`. Lets other code of this thread run now and then. */
export async function search(
  scenario: Scenario,
  limits: Limits,
  begin: readonly number[] = [],
): Promise<Findings> {
  const findings = nothingFound();
  let round: number[][] = [[...begin]];
  for (let bound = 0; round.length > 0; bound++) {
    if (bound > limits.preemptions) return findings;
    const next: number[][] = [];
    while (round.length > 0) {
      if (findings.executions >= limits.executions) return findings;
      if (limits.stop(findings.executions, bound)) return findings;
      if (findings.executions % 16 === 15) await turn();
      const prefix = round.pop()!;
      const { found, decisions } = attempt(scenario, following(prefix, onwards));
      note(findings, found);
      for (let at = prefix.length; at < decisions.length; at++) {
        const decision = decisions[at]!;
        for (const other of decision.enabled) {
          if (other === found.choices[at]) continue;
          (preempts(decision, other) ? next : round).push([...found.choices.slice(0, at), other]);
        }
      }
    }
    if (findings.followed) findings.covered = bound;
    if (findings.smallest && !limits.all) return findings;
    round = next;
  }
  findings.complete = findings.followed;
  if (findings.complete) findings.covered = Infinity;
  return findings;
}

/** Executes `many` schedules in which each choice is drawn, the same ones for the same seed. */
export async function draw(
  scenario: Scenario,
  many: number,
  seed: number,
  limits: Limits,
): Promise<Findings> {
  const findings = nothingFound();
  let state = seed | 0;
  const random = (below: number) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor(((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32 * below);
  };
  while (findings.executions < many && !limits.stop(findings.executions, -1)) {
    if (findings.executions % 16 === 15) await turn();
    note(
      findings,
      attempt(scenario, ({ enabled }) => enabled[random(enabled.length)]!).found,
    );
  }
  return findings;
}

function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
