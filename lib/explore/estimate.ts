/**
 * How far a search is, and how many schedules there are, as estimates. If at each choice one drew who
 * goes on, an attempt would be met with the product of one over how many could: over all attempts of a
 * search these add up to 1, those that were left in a known state included. The part that is done says
 * how long the rest takes (the weighted backtrack estimator of Kilby, Slaney, Thiebaux and Walsh, AAAI
 * 2006); the mean of the inverse, over drawn schedules, is how many schedules there are (Knuth,
 * Mathematics of Computation 29, 1975). Both can be far off where the tree is uneven.
 */

import { attempt, shareOf } from "./attempt.ts";
import type { Scenario } from "./contract.ts";
import { drawing } from "./schedule.ts";

/** How long the rest takes, in ms, if it goes on as it did; null as long as that cannot be said. */
export function timeLeft(share: number, elapsed: number): number | null {
  return share > 0 && share <= 1 ? elapsed * (1 - share) / share : null;
}

/** So many schedules are drawn. */
const DRAWN = 16;

/** How many schedules there probably are; null where one did not come to its end. */
export function likelySchedules(scenario: Scenario): number | null {
  const choose = drawing(1);
  let sum = 0;
  for (let drawn = 0; drawn < DRAWN; drawn++) {
    const tried = attempt(scenario, choose);
    if (!tried.found || tried.found.overran) return null;
    sum += 1 / shareOf(tried);
  }
  return Math.round(sum / DRAWN);
}
