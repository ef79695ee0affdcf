/** Puzzle: two guests wait for a gate to be opened. Both must get in. */

import { Condition, Thread, Value } from "../../lib/threading.ts";

export function enter(open: Value, inside: Value, gate: Condition): void {
  gate.acquireSync();
  while (open.value === 0) gate.waitSync();
  inside.value += 1;
  gate.release();
}

export function unlock(open: Value, gate: Condition): void {
  gate.acquireSync();
  open.value = 1;
  gate.notify();
  gate.release();
}

export function scenario(): number {
  const open = new Value("int32", 0, { name: "open" });
  const inside = new Value("int32", 0, { name: "inside" });
  const gate = new Condition(undefined, { name: "gate" });
  const all = [
    ...[1, 2].map(() => new Thread({ target: enter, args: [open, inside, gate] })),
    new Thread({ target: unlock, args: [open, gate] }),
  ];
  for (const each of all) each.start();
  for (const each of all) each.joinSync();
  return inside.value;
}
