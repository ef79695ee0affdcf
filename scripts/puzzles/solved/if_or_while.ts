/** Solution: a baker bakes two loaves for two customers. Bread that is not there must not be sold. */

import { Condition, Thread, Value } from "../../../lib/threading.ts";

export function buy(loaves: Value, sold: Value, shelf: Condition): void {
  shelf.acquireSync();
  while (loaves.value === 0) shelf.waitSync(); // woken is not yet served
  if (loaves.value === 0) throw new Error("there is no bread on the shelf");
  loaves.value -= 1;
  sold.value += 1;
  shelf.release();
}

export function bake(loaves: Value, shelf: Condition): void {
  for (let i = 0; i < 2; i++) {
    shelf.acquireSync();
    loaves.value += 1;
    shelf.notify();
    shelf.release();
  }
}

export function scenario(): number {
  const loaves = new Value("int32", 0, { name: "loaves" });
  const sold = new Value("int32", 0, { name: "sold" });
  const shelf = new Condition(undefined, { name: "shelf" });
  const customers = [1, 2].map(() => new Thread({ target: buy, args: [loaves, sold, shelf] }));
  const all = [...customers, new Thread({ target: bake, args: [loaves, shelf] })];
  for (const each of all) each.start();
  for (const each of all) each.joinSync();
  return sold.value;
}
