/** Solution: a function that holds a lock calls another one that takes it, too. Nobody may wait for ever. */

import assert from "node:assert/strict";
import { RLock, Thread, Value } from "../../../lib/threading.ts";

export function note(entries: Value, lock: RLock): void {
  lock.acquireSync();
  entries.value += 1;
  lock.release();
}

export function deposit(balance: Value, entries: Value, lock: RLock): void {
  lock.acquireSync();
  balance.value += 10;
  note(entries, lock);
  lock.release();
}

export function scenario(): number[] {
  const balance = new Value("int32", 0, { name: "balance" });
  const entries = new Value("int32", 0, { name: "entries" });
  const lock = new RLock({ name: "lock" }); // its owner may take it again
  const people = [1, 2].map(() => new Thread({ target: deposit, args: [balance, entries, lock] }));
  for (const person of people) person.start();
  note(entries, lock);
  for (const person of people) person.joinSync();
  assert.deepEqual([balance.value, entries.value], [20, 3], "not two deposits and three notes");
  return [balance.value, entries.value];
}
