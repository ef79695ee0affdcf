/** What is said about the lesson of tasks that overdraw an account on one thread. */

import { counted, declare, lines, seconds, toggle, whole } from "../../lib/lesson.ts";

interface Facts {
  /** What each clerk paid out, and the seconds between the check and the end. */
  visits: { clerk: number; paid: number; from: number; to: number }[];
  balance: number;
  /** The threads that ran any of it. */
  threads: string[];
}

export const say = lines({
  en: {
    name: (clerk: number) => `clerk ${clerk}`,
    asks: (clerk: number, balance: number) =>
      `clerk ${clerk} sees ${balance}: enough; fetches the money`,
    paid: (clerk: number, balance: number) => `clerk ${clerk} pays; balance ${balance}`,
    refused: (clerk: number, balance: number) => `clerk ${clerk} sees ${balance}: refuses`,
    left: (balance: number) => `balance in the end: ${balance}`,
  },
  zh: {
    name: (clerk) => `柜员 ${clerk}`,
    asks: (clerk, balance) => `柜员 ${clerk} 看到余额 ${balance}，够，去拿现金`,
    paid: (clerk, balance) => `柜员 ${clerk} 付出现金，余额 ${balance}`,
    refused: (clerk, balance) => `柜员 ${clerk} 看到余额 ${balance}，拒绝`,
    left: (balance) => `最后的余额：${balance}`,
  },
});

/** Values with which it goes wrong every time. */
const BROKEN = "--no-lock --gap --clerks 5 --balance 100 --amount 60";

/** What should be left: as many are paid as the money is enough for. */
const sound = (clerks: number, balance: number, amount: number) =>
  balance - amount * Math.min(clerks, Math.floor(balance / amount));

export const about = declare({
  name: "async_race",
  title: { en: "A race on one thread", zh: "单线程也有竞态" },
  about: {
    en: "Look, await, act: asynchronous tasks on one thread overdraw an account.",
    zh: "先检查，await，再修改：只有一个线程，异步任务也会把余额取成负数。",
  },
  parameters: {
    clerks: whole(5, 1, 100, { en: "how many clerks (tasks)", zh: "柜员（任务）个数" }),
    balance: whole(100, 0, 1_000_000, { en: "money in the account", zh: "账户里的钱" }),
    amount: whole(60, 1, 1_000_000, { en: "what each clerk pays out", zh: "每个柜员要付出的钱" }),
    delay: seconds(0.2, { en: "seconds between look and act", zh: "检查和修改之间的秒数" }),
    lock: toggle(true, { en: "hold a lock from look to act", zh: "从检查到修改一直持有锁" }),
    gap: toggle(true, { en: "an await between look and act", zh: "检查和修改之间有 await" }),
  },
  explore: { clerks: 2, delay: 0 },
  prediction: {
    question: ({ clerks, balance, amount, lock, gap }) => ({
      en: `One thread, ${counted(clerks, "task")}: each pays ${amount} if ` +
        `the balance, ${balance}, is enough${
          gap ? ", with an await between the check and the payment" : ""
        }; ${lock ? "with a lock" : "without a lock"}. What is the balance in the end?`,
      zh: `只有一个线程。${clerks} 个任务各自检查余额（${balance}）够不够，够就付出 ${amount}${
        gap ? "，检查和修改之间有 await" : ""
      }；${lock ? "有锁" : "没有锁"}。最后的余额是？`,
    }),
    choices: ({ clerks, balance, amount }) => {
      const right = sound(clerks, balance, amount), all = balance - clerks * amount;
      return right === all ? {} : ({
        right: {
          en: `${right}: one thread does one thing at a time`,
          zh: `${right}：一个线程一次只做一件事`,
        },
        all: { en: `${all}: all of them pay`, zh: `${all}：每个任务都付出了钱` },
        chance: { en: "something else each time", zh: "每次都不一样" },
      });
    },
    answer: ({ visits, balance }: Facts, values) =>
      balance === sound(values.clerks, values.balance, values.amount)
        ? "right"
        : visits.every(({ paid }) => paid > 0)
        ? "all"
        : "chance",
  },
  outcome: {
    about: { en: "The balance in the end", zh: "最后的余额" },
    of: ({ balance }: Facts) => balance,
  },
  invariant: () => ({ en: "the balance never falls below 0", zh: "余额永远不会小于 0" }),
  held: ({ balance }: Facts) => balance >= 0,
  breaks: ({ clerks, balance, amount, lock, gap }) =>
    !lock && gap && balance >= amount && clerks * amount > balance,
  picture: ({ visits }: Facts, { gap }) =>
    gap
      ? {
        lanes: visits.map(({ clerk, paid, from, to }) => ({
          name: say("name", clerk),
          spans: [{ from, to, mark: paid > 0 ? "$" : "-" }],
        })),
        legend: {
          en: "From the look to the payment ($) or the refusal (-).",
          zh: "从检查到付出（$）或拒绝（-）。",
        },
      }
      : undefined,
  closing: ({ visits, balance, threads }: Facts, { lock, gap }) => {
    const paid = visits.filter((visit) => visit.paid > 0).length;
    if (balance < 0) {
      return {
        en:
          `${counted(paid, "task")} paid, on ${
            counted(threads.length, "thread")
          }, and the balance ` +
          `is ${balance}. All of them looked before the first one paid: at await a task gives the ` +
          `thread to the others, and what it saw may not be true any more when it goes on. ` +
          `Try --lock; or --no-lock --no-gap.`,
        zh: `只有 ${threads.length} 个线程，${paid} 个任务却都付出了钱，余额是 ${balance}。` +
          `第一笔付出之前，所有任务都已经检查过余额：任务在 await 处把线程让给别人，` +
          `等它继续时，刚才看到的可能已经不对了。试试 --lock；或者 --no-lock --no-gap。`,
      };
    }
    if (lock) {
      return {
        en:
          `${paid} of ${
            counted(visits.length, "task")
          } paid, and the balance is ${balance}. The lock is ` +
          `held from the look to the payment, so each task sees what the one before has left over${
            gap
              ? "; but they wait for each other"
              : ". Without an await between look and act the lock changes nothing: nobody could come between"
          }. Try ${BROKEN}: it goes wrong every time.`,
        zh:
          `${visits.length} 个任务中有 ${paid} 个付出了钱，还剩 ${balance}。从检查到付出一直持有锁，` +
          `所以每个任务看到的都是前一个任务留下的余额${
            gap
              ? "；代价是它们要互相等待"
              : "。检查和修改之间没有 await 时，别的任务本来就插不进来，有没有锁都一样"
          }。` +
          `试试 ${BROKEN}：每次都会出错。`,
      };
    }
    return {
      en:
        `${paid} of ${
          counted(visits.length, "task")
        } paid, and the balance is ${balance}, without a ` +
        `lock. ${
          gap
            ? "The money was enough for all of them, or for none."
            : "With no await between look and act nobody else can run there: no lock is needed."
        } Try ${BROKEN}.`,
      zh: `没有锁，${visits.length} 个任务中有 ${paid} 个付出了钱，还剩 ${balance}。${
        gap
          ? paid === 0
            ? "谁也没有看到足够的钱。"
            : visits.length === 1
            ? "只有一个任务，没有谁会插进来。"
            : "这次钱够所有任务付。"
          : "检查和修改之间没有 await，别的任务插不进来，所以不需要锁。"
      }试试 ${BROKEN}。`,
    };
  },
});
