/** Solution: two doors count visitors, and one visitor is lost. Every visitor must be counted. */

import assert from "node:assert/strict";
import { Thread, Value } from "../../../lib/threading.ts";

export function door(visitors: Value): void {
  visitors.add(1); // reading and writing are one step
}

export function scenario(): number {
  const visitors = new Value("int32", 0, { name: "visitors" });
  const doors = [1, 2].map(() => new Thread({ target: door, args: [visitors] }));
  for (const each of doors) each.start();
  for (const each of doors) each.joinSync();
  assert.equal(visitors.value, 2, "two visitors came in");
  return visitors.value;
}
