/** Solution: one thread, two tasks, one account of 100. It must never be overdrawn. */

import assert from "node:assert/strict";
import { Lock, sleep, Value } from "../../../lib/threading.ts";

async function withdraw(balance: Value, amount: number, lock: Lock): Promise<number> {
  using _ = await lock.hold(); // the other task waits here, not behind the check
  if (balance.value < amount) return 0;
  await sleep(10); // the bank is asked, and answers
  balance.value -= amount;
  return amount;
}

export async function scenario(): Promise<number[]> {
  const balance = new Value("int32", 100, { name: "balance" });
  const lock = new Lock({ name: "lock" });
  const paid = await Promise.all([withdraw(balance, 80, lock), withdraw(balance, 80, lock)]);
  assert.ok(balance.value >= 0, "the account is overdrawn");
  assert.equal(balance.value, 100 - paid[0]! - paid[1]!, "what was paid was not taken off");
  return paid;
}
