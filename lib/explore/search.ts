/**
 * Goes through all schedules: those without preemptions first, then those with one, and so on.
 *
 * Each execution follows a prefix of choices and then goes on without preemptions. What else could
 * have been chosen behind the prefix makes new prefixes, of this round if that is no preemption, of
 * the next one if it is. So each schedule is executed exactly once: it is the one prefix up to its last
 * choice that differs from going on, and nothing is left out. (The rounds are those of iterative
 * context bounding: Musuvathi and Qadeer, PLDI 2007.)
 *
 * An execution that comes into a state that was seen before is left there: what can follow has been
 * followed, or is among the prefixes. The state was seen in the same round or an earlier one, after as
 * many steps (they are part of what the threads have seen) and with the same thread to go on, so neither
 * a failure nor a smaller one is missed. What makes a state, see states.ts.
 */

import { setImmediate } from "../runtime/clock.ts";
import type { Policy, Scenario } from "./contract.ts";
import { type Attempt, attempt, type Findings, Known, note, nothingFound } from "./attempt.ts";
import { following, onwards } from "./schedule.ts";
import { Loops } from "./spins.ts";
import { preempts } from "./contract.ts";

/** Where the search ends, if it does not come to its end. */
export interface Limits {
  readonly preemptions: number;
  readonly executions: number;
  /** Is it to go on behind a failure? */
  readonly all: boolean;
  /** Are executions to be left that come into a state that was seen before? By default they are. */
  readonly merge?: boolean;
  /** Ends the search now; called before each execution. */
  stop(executions: number, preemptions: number): boolean;
}

/** Thrown where states cannot be compared after all: everything is executed then. */
class Opaque {}

/** Searches within `limits` what begins with the choices `begin`. Lets other code of this thread run now and then. */
export async function search(
  scenario: Scenario,
  limits: Limits,
  begin: readonly number[] = [],
): Promise<Findings> {
  const findings = nothingFound();
  try {
    return await searchInto(findings, scenario, limits, begin);
  } catch (opaque) {
    if (!(opaque instanceof Opaque)) throw opaque;
    const { executions } = findings;
    const all = { ...nothingFound(), executions };
    return await searchInto(all, scenario, { ...limits, merge: false }, begin);
  }
}

async function searchInto(
  findings: Findings,
  scenario: Scenario,
  limits: Limits,
  begin: readonly number[],
): Promise<Findings> {
  const then = limits.merge === false ? onwards : intoTheUnknown();
  const loops = new Loops(scenario);
  let round: number[][] = [[...begin]];
  for (let bound = 0; round.length > 0; bound++) {
    if (bound > limits.preemptions) return findings;
    const next: number[][] = [];
    while (round.length > 0) {
      if (findings.executions >= limits.executions) return findings;
      if (limits.stop(findings.executions, bound)) return findings;
      if (findings.executions % 16 === 15) await turn();
      const prefix = round.pop()!;
      const tried = attempt(scenario, following(prefix, then));
      note(findings, tried);
      branch(tried, prefix.length, (choices, forced) => (forced ? next : round).push(choices));
    }
    findings.followed &&= loops.onlyLook(findings.spins);
    if (findings.followed) findings.covered = bound;
    if (findings.smallest && !limits.all) return findings;
    round = next;
  }
  findings.complete = findings.followed;
  if (findings.complete) findings.covered = Infinity;
  return findings;
}

/** Goes on until it comes into a state that was seen before. */
function intoTheUnknown(): Policy {
  const seen = new Set<string>();
  return (decision) => {
    const state = decision.state(true);
    if (state === undefined) throw new Opaque();
    if (seen.has(state)) throw new Known();
    seen.add(state);
    return onwards(decision);
  };
}

/** What else could have been chosen from the choice `from` on. */
function branch(
  { decisions, choices }: Attempt,
  from: number,
  add: (choices: number[], forced: boolean) => void,
): void {
  for (let at = from; at < decisions.length; at++) {
    const { enabled, own } = decisions[at]!;
    for (const other of enabled) {
      if (other !== choices[at]) add([...choices.slice(0, at), other], preempts(own, other));
    }
  }
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
      attempt(scenario, ({ enabled }) => enabled[random(enabled.length)]!),
    );
  }
  return findings;
}

/** Other code of this thread runs. */
export function turn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
