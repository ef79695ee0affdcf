/** Puzzle: money goes from one account to the other and back at the same time. Nobody may wait for ever. */

import assert from "node:assert/strict";
import { Lock, Thread, Value } from "../../lib/threading.ts";

export function transfer(balances: Value[], locks: Lock[], from: number, to: number): void {
  locks[from]!.acquireSync();
  locks[to]!.acquireSync();
  balances[from]!.value -= 10;
  balances[to]!.value += 10;
  locks[to]!.release();
  locks[from]!.release();
}

export function scenario(): number[] {
  const balances = ["a", "b"].map((name) => new Value("int32", 100, { name: `balance ${name}` }));
  const locks = ["a", "b"].map((name) => new Lock({ name: `lock ${name}` }));
  const people = [
    new Thread({ target: transfer, args: [balances, locks, 0, 1] }),
    new Thread({ target: transfer, args: [balances, locks, 1, 0] }),
    new Thread({ target: transfer, args: [balances, locks, 0, 1] }),
  ];
  for (const person of people) person.start();
  for (const person of people) person.joinSync();
  const ended = balances.map((balance) => balance.value);
  assert.deepEqual(ended, [90, 110], "10 was not moved twice there and once back");
  return ended;
}
