/** What is said about the lesson of two locks in two orders. */

import { counted, declare, lines, seconds, type Span, toggle, whole } from "../../lib/lesson.ts";

interface Facts {
  /** Does each thread hold the lock that the other one waits for? */
  stuck: boolean;
  seconds: number;
  /** What main saw: two steps for each transfer, odd while only the first lock is held. */
  seen: { at: number; progress: number[] }[];
  /** The finished transfers of each thread. */
  done: number[];
  balances: number[];
}

const ACCOUNTS = ["A", "B"];

export const say = lines({
  en: {
    name: (who: number) => ["Ann", "Bob"][who]!,
    holds: (who: number, account: number) =>
      `${["Ann", "Bob"][who]} holds lock ${ACCOUNTS[account]}, now needs ${ACCOUNTS[1 - account]}`,
    waits: (who: number) =>
      `stuck: ${["Ann", "Bob"][who]} waits for ${ACCOUNTS[1 - who]}, held by ` +
      `${["Ann", "Bob"][1 - who]}`,
  },
  zh: {
    name: (who) => ["小安", "小波"][who]!,
    holds: (who, account) =>
      `${["小安", "小波"][who]}持有锁 ${ACCOUNTS[account]}，还要锁 ${ACCOUNTS[1 - account]}`,
    waits: (who) =>
      `卡住：${["小安", "小波"][who]}在等锁 ${ACCOUNTS[1 - who]}，它在${
        ["小安", "小波"][1 - who]
      }手里`,
  },
});

export const about = declare({
  name: "deadlock",
  title: { en: "Two locks, two orders", zh: "死锁：两把锁" },
  about: {
    en: "Two threads need the same two locks: taken in one order, or each in its own.",
    zh: "两个线程都需要同样的两把锁：按同一个顺序去拿，或者各按各的顺序。",
  },
  parameters: {
    transfers: whole(10, 1, 100, { en: "transfers of each thread", zh: "每个线程转账的次数" }),
    delay: seconds(0.1, {
      en: "seconds between the first lock and the second",
      zh: "拿到第一把锁之后，去拿第二把之前的秒数",
    }),
    order: toggle(true, { en: "everybody takes lock A first", zh: "所有线程都先拿锁 A" }),
  },
  explore: { transfers: 1, delay: 0 },
  prediction: {
    question: ({ transfers, order }) => ({
      en:
        `Ann moves money from A to B, Bob from B to A, ${counted(transfers, "time")} each. Both ` +
        `need both locks; ${
          order ? "both take A first" : "Ann takes A first, Bob takes B first"
        }. How does it end?`,
      zh:
        `小安从账户 A 转钱到 B，小波从 B 转到 A，各 ${transfers} 次。每个账户有一把锁，转账要拿两把；${
          order ? "两人都先拿锁 A" : "小安先拿锁 A，小波先拿锁 B"
        }。结果会怎样？`,
    }),
    choices: () => ({
      done: { en: "all transfers are done", zh: "全部转完" },
      wrong: { en: "it ends, and money is missing", zh: "转完了，但钱数不对" },
      stuck: { en: "it never ends", zh: "永远不会结束" },
    }),
    answer: ({ stuck, balances }: Facts) =>
      stuck ? "stuck" : balances.every((money) => money === 100) ? "done" : "wrong",
  },
  invariant: () => ({
    en: "all transfers are done, and no money is lost",
    zh: "所有转账都完成，钱一分不少",
  }),
  held: ({ stuck, done, balances }: Facts, { transfers }) =>
    !stuck && done.every((n) => n === transfers) && balances.every((money) => money === 100),
  breaks: ({ order }) => !order,
  picture: ({ stuck, seen, seconds }: Facts, { transfers, order }) => {
    if (!stuck && seen.length < transfers) return undefined; // too fast to be seen
    const start = seen[1]?.at ?? 0; // before that the threads were being started
    const lanes = [0, 1].map((who) => ({
      name: say("name", who),
      spans: seen.flatMap(({ at, progress }, i): Span[] => {
        const to = (seen[i + 1]?.at ?? seconds) - start;
        const mark = ACCOUNTS[order ? 0 : who]!;
        return progress[who]! % 2 === 0 ? [] : [{ from: at - start, to, mark }];
      }),
    }));
    const legend = {
      en: "The letter is the lock that somebody holds while they need the other one.",
      zh: "字母表示：手里拿着这把锁，同时还需要另一把。",
    };
    return { lanes, legend };
  },
  closing: ({ stuck, done }: Facts, { order }) => {
    const all = done[0]! + done[1]!;
    if (stuck) {
      return {
        en: `After ${counted(all, "transfer")} both stood still for ever (main noticed it and ` +
          `ended the program): Ann holds A and waits for B, Bob holds B and waits for A. Neither lets go of what the other needs, and waiting ` +
          `longer would not help. Try --order; or --no-order --delay 0, where luck ` +
          `decides how far they get.`,
        zh:
          `完成 ${all} 次转账之后，两个线程永远停住了（主线程发现后结束了程序）：小安拿着 A 等 B，小波拿着 B 等 A。` +
          `谁也不放开对方需要的那把锁，再等下去也没有用。试试 --order；或者 ` +
          `--no-order --delay 0，能走多远全看运气。`,
      };
    }
    return order
      ? {
        en: `All ${counted(all, "transfer")} are done. Only the one who holds A can ask for B, ` +
          `so nobody ever waits in a circle: one order for all locks is enough. Try --no-order.`,
        zh: `${all} 次转账全部完成。只有拿到 A 的线程才会去拿 B，所以不会出现互相等待的圈：` +
          `所有线程按同一个顺序拿锁就够了。试试 --no-order。`,
      }
      : {
        en: `All ${counted(all, "transfer")} are done, and that was luck: Ann and Bob never held ` +
          `their first lock at the same moment. A program like this can run for weeks before it ` +
          `stands still. Try it again, or --no-order --delay 0.1.`,
        zh: `${all} 次转账都完成了，但这只是运气：两人恰好没有同时拿着各自的第一把锁。` +
          `这样的程序可能运行几个星期才卡住一次。再运行一次，或者试试 --no-order --delay 0.1。`,
      };
  },
});
