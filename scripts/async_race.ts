import { clock, lesson } from "../lib/lesson.ts";
import { currentThread, Lock, main, print, sleep } from "../lib/threading.ts";
import { about, say } from "./about/async_race.ts";

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

const program = lesson(about, async ({ clerks, balance, amount, delay, lock: locked, gap }) => {
  account.balance = balance;
  const lock = new Lock(), now = clock();
  const visits = await Promise.all(
    Array.from({ length: clerks }, (_, i) => {
      const args = [i + 1, amount, delay, gap, now] as const;
      return locked ? withdrawAlone(lock, ...args) : withdraw(...args);
    }),
  );
  print(say("left", account.balance));
  return { visits, balance: account.balance, threads: [...threads] };
});

main(import.meta, program);
