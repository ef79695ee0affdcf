/**
 * Threads that spin: they come back to a place, and nothing has changed meanwhile. They are put back until something
 * changes. That leaves nothing out if the loop only looks: whoever looks once more sees the same. A
 * loop that counts its turns would come to an end. So each such loop is tried: if it still stands in
 * its place after very many turns, it is taken for one that only looks.
 */

import { Slot, Turn } from "../memory/slots.ts";
import { Known } from "./attempt.ts";
import type { Scenario } from "./contract.ts";
import { execute } from "./control.ts";
import { following, onwards } from "./schedule.ts";
import { hostOf, spins, word } from "./standing.ts";
import { give, isOver } from "./turns.ts";

/** So many turns a loop is tried. */
const MANY = 200;

/** Where threads spin, and the choices that lead there. */
export type Spins = ReadonlyMap<number, readonly number[]>;

/** Remembers which loops of a scenario only look. */
export class Loops {
  readonly #scenario: Scenario;
  readonly #known = new Map<number, boolean>();

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
  }

  /** Do all of them only look? */
  onlyLook(spins: Spins): boolean {
    for (const [place, choices] of spins) {
      let looks = this.#known.get(place);
      if (looks === undefined) this.#known.set(place, looks = this.#try(place, choices));
      if (!looks) return false;
    }
    return true;
  }

  #try(place: number, choices: readonly number[]): boolean {
    let looks = false;
    try {
      execute(this.#scenario, following(choices, onwards), undefined, (thread) => {
        if (word(thread, Slot.place) !== place) return;
        looks = staysIn(thread);
        throw new Known();
      });
    } catch (known) {
      if (!(known instanceof Known)) throw known;
    }
    return looks;
  }
}

function staysIn(thread: number): boolean {
  for (let turn = 0; turn < MANY; turn++) {
    if (!give(thread, Turn.go) || isOver(hostOf(thread)) || !spins(thread)) return false;
  }
  return true;
}
