/**
 * Which step made a failure inevitable: before it some schedule still ends well, behind it none does.
 *
 * Found from the end of the failing schedule: at its last choice, then at the one before, whatever else
 * could have been chosen is followed to all its ends, until one ends well. What was seen to end badly is
 * not followed again from a choice before (states.ts says when two positions are the same), so all of it
 * costs no more than going once through what can follow the step that is found.
 */

import { type Attempt, attempt, Known, nothingFound } from "./attempt.ts";
import type { Policy, Scenario } from "./contract.ts";
import { canImagine, Imagination } from "./imagine.ts";
import { Unclear } from "./places.ts";
import { following, onwards } from "./schedule.ts";
import { lengthOf, type Prefix } from "./pending.ts";
import { branch, KEPT, tryOut, turns } from "./search.ts";
import { Loops } from "./spins.ts";

/** The number of the step, and a schedule that is the same before it and ends well, if there is one. */
export interface Turning {
  readonly step: number;
  readonly passing: string | null;
}

/** So many schedules are followed, and so many executed, or so many steps of them: then it is left open. */
const FOLLOWED = 20_000, LEARNT = 500, STEPS = 20_000;

/** Thrown where it is left open. */
class Open {}

/** The step that made the failure of the schedule that begins with `choices` inevitable; null if it is left open. */
export async function turningOf(
  scenario: Scenario,
  choices: readonly number[],
  stop: () => boolean,
): Promise<Turning | null> {
  const minds = canImagine(scenario) ? [new Imagination(scenario), undefined] : [undefined];
  for (const mind of minds) {
    try {
      return await new Turn(scenario, mind, stop).find(choices);
    } catch (cannot) {
      if (cannot instanceof Open) return null;
      if (!(cannot instanceof Unclear)) throw cannot;
    }
  }
  return null;
}

class Turn {
  readonly #scenario: Scenario;
  readonly #mind: Imagination | undefined;
  readonly #stop: () => boolean;
  readonly #loops: Loops;
  readonly #others = turns();
  /** Positions from which nothing ends well, or that are still to be gone on from. */
  readonly #seen = new Set<string>();
  #followed = 0;
  #steps = 0;

  constructor(scenario: Scenario, mind: Imagination | undefined, stop: () => boolean) {
    this.#scenario = scenario;
    this.#mind = mind;
    this.#stop = stop;
    this.#loops = new Loops(scenario);
  }

  async find(begins: readonly number[]): Promise<Turning> {
    const follow = following(begins, onwards), steps: number[] = [];
    let done = 0;
    const { decisions, choices } = attempt(this.#scenario, (decision) => {
      if (decision.enabled.length > 1) steps.push(done);
      done++;
      return follow(decision);
    });
    for (let at = decisions.length - 1; at >= 0; at--) {
      const { enabled, own } = decisions[at]!;
      const others = enabled.filter((other) => other !== choices[at]);
      const free = others.filter((other) => own.includes(other)); // first what forces no switch
      for (const other of new Set([...free, ...others])) {
        const passing = await this.#passing({ of: choices, at, other });
        if (passing !== undefined) return { step: steps[at]!, passing };
      }
    }
    return { step: 0, passing: null };
  }

  /** A schedule that begins so and ends well. */
  async #passing(begins: Prefix): Promise<string | undefined> {
    const open = [begins];
    if (this.#mind) this.#mind.mayKeep = () => open.length < KEPT;
    for (let prefix = open.pop(); prefix; prefix = open.pop()) {
      await this.#others();
      const { found, spins, ...tried } = this.#try(prefix);
      if (found?.ending.kind === "returned") return found.schedule;
      if (found?.overran || !this.#loops.onlyLook(spins, this.#stop)) throw new Open();
      branch({ found, spins, ...tried }, lengthOf(prefix), (next) => open.push(next));
    }
    return undefined;
  }

  #try(prefix: Prefix): Attempt {
    const much = this.#mind
      ? ++this.#followed > FOLLOWED || this.#mind.executions > LEARNT
      : this.#steps > STEPS;
    if (much || this.#stop()) throw new Open();
    const then: Policy = (decision) => {
      const state = decision.state(false);
      if (state !== undefined && this.#seen.has(state)) throw new Known();
      if (state !== undefined) this.#seen.add(state);
      return onwards(decision);
    };
    const tried = tryOut(this.#scenario, prefix, then, nothingFound(), this.#mind);
    this.#steps += tried.found?.steps ?? tried.decisions.length;
    return tried;
  }
}
