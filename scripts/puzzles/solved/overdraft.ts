/** Solution: two people take 80 from an account of 100. It must never be overdrawn. */

import assert from "node:assert/strict";
import { Lock, Thread, Value } from "../../../lib/threading.ts";

export function withdraw(balance: Value, purse: Value, amount: number, lock: Lock): void {
  using _ = lock.holdSync(); // nobody comes between the question and the act
  if (balance.value >= amount) {
    balance.add(-amount);
    purse.value = amount;
  }
}

export function scenario(): number[] {
  const balance = new Value("int32", 100, { name: "balance" });
  const lock = new Lock({ name: "lock" });
  const purses = ["Ann", "Bob"].map((name) => new Value("int32", 0, { name: `purse of ${name}` }));
  const people = purses.map((purse) =>
    new Thread({ target: withdraw, args: [balance, purse, 80, lock] })
  );
  for (const person of people) person.start();
  for (const person of people) person.joinSync();
  const paid = purses.map((purse) => purse.value);
  assert.ok(balance.value >= 0, "the account is overdrawn");
  assert.equal(balance.value, 100 - paid[0]! - paid[1]!, "what was paid was not taken off");
  return paid;
}
