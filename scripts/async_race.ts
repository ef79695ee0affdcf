/** Tasks on one thread that check, wait and then act on one account. */

import assert from "node:assert/strict";
import { clock, lesson, type Values } from "../lib/lesson.ts";
import { currentThread, Lock, main, print, sleep } from "../lib/threading.ts";
import { about, say } from "./about/async_race.ts";

type Given = Values<typeof about.parameters>;

const account = { balance: 0 }; // an ordinary object: there is only one thread
const threads = new Set<string>();

async function withdraw(
  clerk: number,
  amount: number,
  delay: number,
  gap: boolean,
  now: () => number,
) {
  threads.add(currentThread().name);
  const from = now();
  if (account.balance < amount) {
    print(say("refused", clerk, account.balance));
    return { clerk, paid: 0, from, to: now() };
  }
  if (gap) {
    print(say("asks", clerk, account.balance));
    await sleep(delay); // meanwhile the others go on, and the check may be out of date
  }
  account.balance -= amount;
  print(say("paid", clerk, account.balance));
  return { clerk, paid: amount, from, to: now() };
}

async function withdrawAlone(lock: Lock, ...args: Parameters<typeof withdraw>) {
  using _ = await lock.hold(); // the others wait here, without stopping the thread
  return await withdraw(...args);
}

function visitAll({ clerks, balance, amount, delay, lock: locked, gap }: Given) {
  account.balance = balance;
  const lock = new Lock(), now = clock();
  return Promise.all(
    Array.from({ length: clerks }, (_, i) => {
      const args = [i + 1, amount, delay, gap, now] as const;
      return locked ? withdrawAlone(lock, ...args) : withdraw(...args);
    }),
  );
}

/** Every interleaving of it: npm start -- explore async_race */
export async function scenario(given: Given): Promise<number> {
  await visitAll(given);
  assert.ok(account.balance >= 0, `${account.balance} are left`);
  return account.balance;
}

const program = lesson(about, async (given) => {
  const visits = await visitAll(given);
  print(say("left", account.balance));
  return { visits, balance: account.balance, threads: [...threads] };
});

main(import.meta, program);
