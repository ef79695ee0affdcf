/** Puzzle: two doors count visitors, and one visitor is lost. Every visitor must be counted. */

import assert from "node:assert/strict";
import { Thread, Value } from "../../lib/threading.ts";

export function door(visitors: Value): void {
  visitors.value += 1;
}

export function scenario(many = 2): number {
  const visitors = new Value("int32", 0, { name: "visitors" });
  const doors = Array.from({ length: many }, () => new Thread({ target: door, args: [visitors] }));
  for (const each of doors) each.start();
  for (const each of doors) each.joinSync();
  assert.equal(visitors.value, many, "not every visitor was counted");
  return visitors.value;
}
