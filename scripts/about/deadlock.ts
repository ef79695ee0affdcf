/** What is said about the lesson of two locks in two orders. */

import {
  counted,
  declare,
  inSeconds,
  lines,
  seconds,
  type Span,
  toggle,
  whole,
} from "../../lib/lesson.ts";

interface Facts {
  /** Does each thread hold the lock that the other one waits for? */
  stuck: boolean;
  seconds: number;
  /**
   * What main saw: of each thread two steps for each transfer, odd while only the first lock is held;
   * then of each how often it gave that lock back.
   */
  seen: { at: number; progress: number[] }[];
  /** The finished transfers of each thread. */
  done: number[];
  /** How often each gave its first lock back. */
  retreats: number[];
  balances: number[];
}

const ACCOUNTS = ["A", "B"];

export const say = lines({
  en: {
    name: (who: number) => ["Ann", "Bob"][who]!,
    holds: (who: number, account: number) =>
      `${["Ann", "Bob"][who]} holds lock ${ACCOUNTS[account]}, now needs ${ACCOUNTS[1 - account]}`,
    retreats: (who: number, account: number) =>
      `${["Ann", "Bob"][who]} gives lock ${ACCOUNTS[account]} back, tries again`,
    waits: (who: number) =>
      `stuck: ${["Ann", "Bob"][who]} waits for ${ACCOUNTS[1 - who]}, held by ` +
      `${["Ann", "Bob"][1 - who]}`,
  },
  zh: {
    name: (who) => ["小安", "小波"][who]!,
    holds: (who, account) =>
      `${["小安", "小波"][who]}持有锁 ${ACCOUNTS[account]}，还要锁 ${ACCOUNTS[1 - account]}`,
    retreats: (who, account) =>
      `${["小安", "小波"][who]}等不到，放开锁 ${ACCOUNTS[account]}，稍后再试`,
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
    en:
      "Two threads need the same two locks: in the same order, in different orders, or with a timeout.",
    zh:
      "两个线程都需要同样的两把锁：按同一个顺序拿、各按各的顺序拿，或者第二把等太久就放开第一把。",
  },
  parameters: {
    transfers: whole(10, 1, 100, { en: "transfers of each thread", zh: "每个线程转账的次数" }),
    delay: seconds(0.1, {
      en: "seconds between the first lock and the second",
      zh: "拿到第一把锁之后，过几秒去拿第二把",
    }),
    order: toggle(true, { en: "everybody takes lock A first", zh: "所有线程都先拿锁 A" }),
    timeout: seconds(0, {
      en: "seconds one thread waits for its second lock, the other twice as long; 0: for ever",
      zh: "一个线程等第二把锁的秒数，另一个等两倍；0 表示一直等",
    }),
  },
  explore: { transfers: 1, delay: 0 },
  prediction: {
    question: ({ transfers, order, timeout }) => ({
      en:
        `Ann moves money from A to B, Bob from B to A, ${counted(transfers, "time")} each. Each ` +
        `needs the locks of both accounts; ${
          order ? "both take lock A first" : "Ann takes lock A first, Bob lock B"
        }. ${
          timeout > 0 ? "Whoever waits too long for the second lock gives the first one back. " : ""
        }How does it end?`,
      zh:
        `小安从账户 A 转钱到 B，小波从 B 转到 A，各 ${transfers} 次。每个账户有一把锁，转账要拿两把；${
          order ? "两人都先拿锁 A" : "小安先拿锁 A，小波先拿锁 B"
        }。${timeout > 0 ? "第二把等太久，就先放开第一把。" : ""}结果会怎样？`,
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
  breaks: ({ order, timeout }) => !order && timeout === 0,
  picture: ({ stuck, seen, seconds, retreats }: Facts, { transfers, order }) => {
    if (!stuck && seen.length < transfers) return undefined; // too fast to be seen
    const start = seen[1]?.at ?? 0; // before that the threads were being started
    const lanes = [0, 1].map((who) => ({
      name: say("name", who),
      spans: seen.flatMap(({ at, progress }, i): Span[] => {
        const to = (seen[i + 1]?.at ?? seconds) - start;
        const mark = ACCOUNTS[order ? 0 : who]!;
        if (progress[who]! % 2 === 1) return [{ from: at - start, to, mark }];
        const gaveBack = i > 0 && progress[2 + who]! > seen[i - 1]!.progress[2 + who]!;
        return gaveBack ? [{ from: at - start, to, mark: "x" }] : [];
      }),
    }));
    const any = retreats.some((n) => n > 0);
    const legend = {
      en: "The letter is the lock that somebody holds while they need the other one." +
        (any ? " x: they gave it back and wait before they try again." : ""),
      zh: "字母表示：手里拿着这把锁，同时还需要另一把。" +
        (any ? "x 表示：放开了它，过一会儿再试。" : ""),
    };
    return { lanes, legend };
  },
  closing: ({ stuck, done, retreats, seconds }: Facts, { order, timeout }) => {
    const all = done[0]! + done[1]!, back = retreats[0]! + retreats[1]!;
    if (stuck) {
      return {
        en: `After ${counted(all, "transfer")} both stood still for ever (main noticed it and ` +
          `ended the program): Ann holds A and waits for B, Bob holds B and waits for A. Neither lets go of what the other needs, and waiting ` +
          `longer would not help. Try --order, or --no-order --timeout 0.2; or ` +
          `--no-order --delay 0, where luck decides how far they get.`,
        zh:
          `完成 ${all} 次转账之后，两个线程永远停住了（主线程发现后结束了程序）：小安拿着 A 等 B，小波拿着 B 等 A。` +
          `谁也不放开对方需要的那把锁，再等下去也没有用。试试 --order，或者 --no-order --timeout 0.2；` +
          `也可以试试 --no-order --delay 0，能转几次全看运气。`,
      };
    }
    if (!order && timeout > 0) {
      return {
        en:
          `All ${counted(all, "transfer")} are done, after ${counted(back, "retreat")} (Ann ${
            retreats[0]
          }, Bob ${retreats[1]}) and ${inSeconds(seconds)}. Nobody waits for ` +
          `ever: whoever gives up lets the other one go on, and begins again. Bob waits twice as long, ` +
          `and both pause for a random time before they begin again, or they could give way to each ` +
          `other for ever, as in livelock. Try --order, which needs no retreat.`,
        zh:
          `${all} 次转账全部完成，中间放开重来 ${back} 次（小安 ${retreats[0]} 次，小波 ${
            retreats[1]
          } 次），用了 ${
            inSeconds(seconds)
          }。没有人会永远互相等待：等不到的先放手，让另一个继续，` +
          `自己再从头来过。小波等的时间是两倍，重试前又各自随机等一会儿，否则两人可能一直同时让步，` +
          `就像 livelock 这一课。试试 --order，它根本不需要重来。`,
      };
    }
    return order
      ? {
        en: `All ${counted(all, "transfer")} are done. Only the one who holds A can ask for B, ` +
          `so nobody ever waits in a circle: one order for all locks is enough${
            timeout > 0 ? `, and the timeout is never needed (${counted(back, "retreat")})` : ""
          }. Try --no-order.`,
        zh: `${all} 次转账全部完成。只有拿到 A 的线程才会去拿 B，所以不会出现互相等待的圈：` +
          `所有线程按同一个顺序拿锁就够了${
            timeout > 0 ? `，超时用不上（重来 ${back} 次）` : ""
          }。试试 --no-order。`,
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
