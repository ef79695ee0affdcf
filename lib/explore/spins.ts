/**
 * Threads that spin: they come back to a place, and nothing has changed meanwhile. They are put back until something
 * changes. That leaves nothing out if the loop only looks: whoever looks once more sees the same. A
 * loop that counts its turns would come to an end. So each such loop is tried, with nobody else to
 * disturb it: if it still stands in its place after very many turns, it is taken for one that only looks.
 *
 * Whether a loop counts may depend on the thread, and on what it has seen before (how often it may look,
 * say). So the same loop is tried again, for fewer turns, for each thread and history with which it is met.
 */

import { Root, Turn } from "../memory/slots.ts";
import { memory } from "../system/shared.ts";
import { Known } from "./attempt.ts";
import type { Scenario, Spins } from "./contract.ts";
import { execute } from "./control.ts";
import { following, onwards } from "./schedule.ts";
import { couldGo, hostOf, root, spinName, spins } from "./standing.ts";
import { count, give, isOver } from "./turns.ts";

/** So many turns a loop of a thread is tried the first time, or twice as many as a schedule may have steps. */
const MANY = 20_000;

/** And so many with each other history. */
const AGAIN = 200;

/** Remembers which loops of a scenario only look. */
export class Loops {
  readonly #scenario: Scenario;
  readonly #many: number;
  /** By their names, and by their loops. */
  readonly #known = new Map<string, boolean>();

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    this.#many = Math.max(MANY, 2 * scenario.steps);
  }

  /** Do all of them only look, as far as that is found out before `stop` says so? */
  onlyLook(spins: Spins, stop: () => boolean): boolean {
    for (const [name, { loop, choices }] of spins) {
      let looks = this.#known.get(name);
      if (looks === undefined) {
        if (stop()) return false;
        looks = this.#known.get(loop) ?? true;
        if (looks) looks = this.#try(name, choices, this.#known.has(loop) ? AGAIN : this.#many);
        this.#known.set(name, looks).set(loop, looks);
      }
      if (!looks) return false;
    }
    return true;
  }

  #try(name: string, choices: readonly number[], many: number): boolean {
    let looks = false;
    try {
      execute(this.#scenario, following(choices, onwards), undefined, (thread, history) => {
        if (spinName(thread, history) !== name) return;
        looks = staysIn(thread, many);
        throw new Known();
      });
    } catch (known) {
      if (!(known instanceof Known)) throw known;
    } finally {
      memory[root + Root.alone] = 0;
    }
    return looks;
  }
}

/** Most turns the thread takes by itself, without being given them: see steering.ts. */
function staysIn(thread: number, many: number): boolean {
  const host = hostOf(thread);
  memory[root + Root.alone] = many;
  for (let next: number | undefined = thread; memory[root + Root.alone]! > 0;) {
    memory[root + Root.alone]!--;
    if (!give(next, Turn.go) || isOver(host)) return false;
    next = spinningOf(host);
    if (next === undefined) return false;
  }
  return true;
}

/** The thread itself, or the call of it, that spins. */
function spinningOf(host: number): number | undefined {
  for (let thread = 0; thread < count(); thread++) {
    if (hostOf(thread) === host && spins(thread) && couldGo(thread)) return thread;
  }
  return undefined;
}
