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
 * a failure nor a smaller one is missed. What makes a state, see states.ts; where most executions can
 * be done without, imagine.ts.
 */

import { setImmediate, timeNow } from "../runtime/clock.ts";
import type { Policy, Scenario } from "./contract.ts";
import { canImagine, Imagination } from "./imagine.ts";
import { choicesOf, lengthOf, Pending, type Prefix } from "./pending.ts";
import { Unclear } from "./places.ts";
import {
  type Attempt,
  attempt,
  executionsOf,
  type Findings,
  type Found,
  Known,
  note,
  nothingFound,
} from "./attempt.ts";
import { checkSame } from "./same.ts";
import { drawing, following, onwards, takingTurns } from "./schedule.ts";
import { Loops } from "./spins.ts";
import { tidying } from "./tidy.ts";
import { preempts } from "./contract.ts";

/** Where the search ends, if it does not come to its end. */
export interface Limits {
  readonly preemptions: number;
  readonly executions: number;
  /** Is it to go on behind a failure? */
  readonly all: boolean;
  /** Are executions to be left that come into a state that was seen before? By default they are. */
  readonly merge?: boolean;
  /** Ends the search now; called before each execution. `share` is done: see estimate.ts. */
  stop(executions: number, preemptions: number, share?: number): boolean;
}

/** Thrown where states cannot be compared after all: everything is executed then. */
class Opaque {}

/** Thrown where a thread spins, which makes more states: see states.ts. */
export class Spinning {}

/** Searches within `limits` what begins with the choices `begin`. Lets other code of this thread run now and then. */
export async function search(
  scenario: Scenario,
  limits: Limits,
  begin: readonly number[] = [],
): Promise<Findings> {
  const findings = nothingFound();
  let merge = limits.merge !== false, what = scenario;
  let mind = merge && canImagine(scenario) ? new Imagination(scenario) : undefined;
  for (;;) {
    const { executions, spared } = findings;
    Object.assign(findings, { ...nothingFound(), executions, spared, mind });
    try {
      return await searchInto(findings, what, { ...limits, merge }, begin, mind);
    } catch (cannot) {
      if (cannot instanceof Unclear) mind = undefined;
      else if (cannot instanceof Spinning) what = { ...what, spins: true };
      else if (cannot instanceof Opaque) merge = false;
      else throw cannot;
    }
  }
}

async function searchInto(
  findings: Findings,
  scenario: Scenario,
  limits: Limits,
  begin: readonly number[],
  mind: Imagination | undefined,
): Promise<Findings> {
  const seen = new Set<string>();
  const then = limits.merge === false ? onwards : intoTheUnknown(seen);
  const loops = new Loops(scenario);
  let round = new Pending();
  round.push({ of: begin, at: begin.length });
  const others = turns();
  let fair = limits.all;
  for (let bound = 0; round.size > 0; bound++) {
    if (bound > limits.preemptions) return findings;
    const next = new Pending();
    if (mind) mind.mayKeep = () => round.size + next.size < KEPT;
    while (round.size > 0) {
      if (executionsOf(findings) >= limits.executions) return findings;
      if (round.size + next.size + seen.size > REMEMBERED) return findings;
      if (limits.stop(findings.executions, bound, findings.share)) return findings;
      await others();
      const prefix = round.pop()!;
      const tried = tryOut(scenario, prefix, then, findings, mind);
      note(findings, tried);
      if (bound > 0 && findings.overran && !findings.smallest && !fair) {
        fair = true;
        findings.smallest = movingForEver(scenario, bound);
        if (findings.smallest) return findings;
      }
      if (limits.merge !== false) noteSpins(scenario, tried);
      branch(tried, lengthOf(prefix), (begins, forced) => (forced ? next : round).push(begins));
    }
    findings.followed &&= loops.onlyLook(
      findings.spins,
      () => limits.stop(findings.executions, bound),
    );
    if (findings.followed) findings.covered = bound;
    if (findings.smallest && !limits.all) return findings;
    round = next;
  }
  findings.complete = findings.followed;
  if (findings.complete) findings.covered = Infinity;
  return findings;
}

/**
 * Where one thread overruns the limit of steps while others have to wait, it may be that they all move for
 * ever as soon as they take turns. Without a forced choice that is a smaller failure than all that rounds
 * with forced switches can have; undefined if they end.
 */
function movingForEver(scenario: Scenario, bound: number): Found | null {
  const { found } = attempt(scenario, takingTurns(), []);
  return found?.ending.kind === "endless" ? { ...found, preemptions: bound } : null;
}

/** Threads that spin need more states. */
export function noteSpins({ spins: known }: Scenario, { spins }: Attempt): void {
  if (spins.size > 0 && !known) throw new Spinning();
}

/** Follows one schedule, if it can be without executing it. */
export function tryOut(
  scenario: Scenario,
  prefix: Prefix,
  then: Policy,
  findings: Findings,
  mind: Imagination | undefined,
): Attempt {
  const { again, other, marks = [], at } = prefix;
  if (!mind) {
    const tried = attempt(scenario, following(choicesOf(prefix), then));
    checkSame(scenario, tried, marks, Math.min(marks.length, other === undefined ? at : at + 1));
    return tried;
  }
  const before = mind.executions;
  findings.spared++;
  try {
    if (again) return again(following([other!], then));
    return mind.attempt(following(choicesOf(prefix), then));
  } finally {
    findings.spared -= mind.executions - before;
  }
}

/** Goes on until it comes into a state that was seen before. */
function intoTheUnknown(seen: Set<string>): Policy {
  return (decision) => {
    const state = decision.state(true);
    if (state === undefined) throw new Opaque();
    if (seen.has(state)) throw new Known();
    seen.add(state);
    return onwards(decision);
  };
}

/** So many states and beginnings are remembered at once, some 80 MB: then what is left stays open. */
export const REMEMBERED = 450_000;

/** So many positions are kept at once, to be gone on from; others are come to from the beginning. */
export const KEPT = 2_000;

/** What else could have been chosen from the choice `from` on. */
export function branch(
  { decisions, choices, agains, executed }: Attempt,
  from: number,
  add: (begins: Prefix, forced: boolean, at: number) => void,
): void {
  const marks = executed ? decisions.map(({ mark }) => mark) : undefined;
  for (let at = from; at < decisions.length; at++) {
    const { enabled, own } = decisions[at]!, again = agains?.get(at);
    for (const other of enabled) {
      if (other === choices[at]) continue;
      add({ of: choices, ...(marks && { marks }), at, other, again }, preempts(own, other), at);
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
  const findings = nothingFound(), others = turns(), choose = drawing(seed);
  while (findings.executions < many && !limits.stop(findings.executions, -1)) {
    await others();
    note(
      findings,
      attempt(scenario, choose),
    );
  }
  return findings;
}

/** Other code of this thread runs now and then, and garbage is collected, however fast schedules are followed. */
export function turns(): () => Promise<void> | undefined {
  let last = timeNow();
  const tidy = tidying();
  return () => {
    if (timeNow() - last < OFTEN) return undefined;
    return new Promise((resolve) =>
      void setImmediate(() => {
        tidy();
        last = timeNow();
        resolve();
      })
    );
  };
}

/** So often, in ms. */
const OFTEN = 20;
