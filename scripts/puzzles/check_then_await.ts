/** Puzzle: one thread, two tasks, one account of 100. It must never be overdrawn. */

import assert from "node:assert/strict";
import { sleep, Value } from "../../lib/threading.ts";

async function withdraw(balance: Value, amount: number): Promise<number> {
  if (balance.value < amount) return 0;
  await sleep(10); // the bank is asked, and answers
  balance.value -= amount;
  return amount;
}

export async function scenario(): Promise<number[]> {
  const balance = new Value("int32", 100, { name: "balance" });
  const paid = await Promise.all([withdraw(balance, 80), withdraw(balance, 80)]);
  assert.ok(balance.value >= 0, "the account is overdrawn");
  assert.equal(balance.value, 100 - paid[0]! - paid[1]!, "what was paid was not taken off");
  return paid;
}
