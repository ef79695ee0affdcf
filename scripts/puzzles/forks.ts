/** Puzzle: philosophers at a round table, one fork between two neighbours. Nobody may wait for ever. */

import assert from "node:assert/strict";
import { Lock, Thread, Value } from "../../lib/threading.ts";

export function dine(seat: number, forks: Lock[], meals: Value): void {
  const left = forks[seat]!, right = forks[(seat + 1) % forks.length]!;
  left.acquireSync();
  right.acquireSync();
  meals.value += 1; // safe: with three forks only one eats at a time
  right.release();
  left.release();
}

export function scenario(): number {
  const forks = [0, 1, 2].map((place) => new Lock({ name: `fork ${place}` }));
  const meals = new Value("int32", 0, { name: "meals" });
  const all = forks.map((_, seat) => new Thread({ target: dine, args: [seat, forks, meals] }));
  for (const each of all) each.start();
  for (const each of all) each.joinSync();
  assert.equal(meals.value, 3, "not everybody has eaten once");
  return meals.value;
}
