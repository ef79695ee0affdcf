/** What is said about the lesson of changes in one step. */

import { counted, declare, lines, toggle, whole } from "../../lib/lesson.ts";

interface Facts {
  /** What was counted, and what should have been. */
  total: number;
  expected: number;
  /** The seats that each thread sold, and those that are left: below 0, if too many were sold. */
  sold: number[];
  left: number;
}

export const say = lines({
  en: {
    counted: (total: number, expected: number) => `counted: ${total} of ${expected}`,
    sold: (sold: number, seats: number) => `sold: ${sold} of ${seats} seats`,
  },
  zh: {
    counted: (total, expected) => `计数：${total}，应为 ${expected}`,
    sold: (sold, seats) => `售出：${sold} 个座位，应为 ${seats} 个`,
  },
});

const soldBy = ({ sold }: Facts) => sold.reduce((sum, n) => sum + n, 0);

export const about = declare({
  name: "atomic",
  title: { en: "One step or two", zh: "原子操作：一步还是两步" },
  about: {
    en: "Counting and selling without a lock: add and compareExchange are one step, += is two.",
    zh: "不用锁的计数和售票：add 和 compareExchange 是一步，+= 是两步。",
  },
  parameters: {
    threads: whole(4, 1, 12, { en: "how many threads", zh: "线程个数" }),
    times: whole(50_000, 1, 1_000_000, {
      en: "times each thread counts",
      zh: "每个线程计数的次数",
    }),
    seats: whole(20_000, 1, 1_000_000, { en: "seats for sale", zh: "要卖的座位数" }),
    atomic: toggle(true, {
      en: "add() and compareExchange() instead of += and look-then-take",
      zh: "用 add() 和 compareExchange()，而不用 += 和“先看再取”",
    }),
  },
  explore: { threads: 2, times: 1, seats: 1 },
  prediction: {
    question: ({ threads, times, atomic }) => ({
      en: `${counted(threads, "thread")}: each one runs ${
        atomic ? "total.add(1)" : "total.value += 1"
      }, ${counted(times, "time")}, without a lock. What is the total?`,
      zh: `${threads} 个线程各执行 ${times} 次 ${
        atomic ? "total.add(1)" : "total.value += 1"
      }，没有锁。总数是？`,
    }),
    choices: ({ threads, times }) => ({
      exact: { en: `exactly ${threads * times}`, zh: `正好是 ${threads * times}` },
      less: { en: "less", zh: "更少" },
      more: { en: "more", zh: "更多" },
    }),
    answer: ({ total, expected }: Facts) =>
      total === expected ? "exact" : total < expected ? "less" : "more",
  },
  outcome: {
    about: { en: "What the counter is off by", zh: "计数和应有的数差多少" },
    of: ({ total, expected }: Facts) => total - expected,
  },
  speed: { workers: ["threads"], work: ({ threads, times }) => threads * times },
  invariant: ({ threads, times, seats }) => ({
    en: `the total is ${threads * times}, and ${counted(seats, "seat")} are sold, no more, no less`,
    zh: `总数等于 ${threads * times}，恰好卖出 ${seats} 个座位`,
  }),
  held: (facts: Facts, { seats }) => facts.total === facts.expected && soldBy(facts) === seats,
  breaks: ({ atomic, threads }) => !atomic && threads > 1,
  picture: ({ sold }: Facts) => ({
    lanes: sold.map((many, i) => ({
      name: `${i + 1}`,
      spans: many > 0 ? [{ from: 0, to: many }] : [],
    })),
    turns: true,
    legend: { en: "How many seats each thread sold.", zh: "每个线程卖出的座位数。" },
  }),
  closing: (facts: Facts, { atomic, threads, seats }) => {
    const lost = facts.expected - facts.total, over = soldBy(facts) - seats;
    if (threads === 1) {
      return {
        en: "One thread alone has nobody who comes between its steps. Try --threads 4 --no-atomic.",
        zh: "只有一个线程，步骤之间没有谁会插进来。试试 --threads 4 --no-atomic。",
      };
    }
    if (atomic) {
      return {
        en:
          `${facts.expected} counted and ${seats} sold, none too many or too few, without a lock: ` +
          `add() is one step, ` +
          `and compareExchange() takes a seat only if the number is still the one that was seen. ` +
          `As soon as two values have to fit together, a lock is needed again. Try --no-atomic.`,
        zh: `没有锁，${facts.expected} 次计数一次不少，${seats} 个座位恰好卖完：add() 是一步；` +
          `compareExchange() 只有在数字还和刚才看到的一样时才取走座位。` +
          `一旦有两个值必须一起改，就又需要锁了。试试 --no-atomic。`,
      };
    }
    if (lost > 0 || over > 0) {
      return {
        en: `${lost} of ${facts.expected} counts were lost, and ${counted(over, "seat")} too ` +
          `many ${
            over === 1 ? "was" : "were"
          } sold. Every single read, write and add() was atomic; but between two of them another ` +
          `thread came and changed the number. Try --atomic, or --no-atomic --threads 2.`,
        zh: `${facts.expected} 次计数丢了 ${lost} 次，座位多卖了 ${over} 个。` +
          `每一次读、写和 add() 都是原子的，但两步之间别的线程插进来改了数字。` +
          `试试 --atomic，或者 --no-atomic --threads 2。`,
      };
    }
    return {
      en: `Nothing was lost this time, and that proves nothing: the threads happened not to meet ` +
        `between two steps. Try it again, or --no-atomic --threads 8 --times 500000.`,
      zh: `这次什么也没丢，但这不能证明程序正确：两步之间恰好没有别的线程插进来。` +
        `再运行一次，或者试试 --no-atomic --threads 8 --times 500000。`,
    };
  },
});
