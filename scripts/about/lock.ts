/** What the lesson of one number that ten threads change says in both languages, what it takes, and what it makes of its facts. */

import { counted, declare, lines, toggle, whole } from "../../lib/lesson.ts";

interface Facts {
  initial: number;
  final: number;
  /** What the number is off by. */
  difference: number;
  /** Additions and subtractions together. */
  updates: number;
}

export const say = lines({
  en: {
    starting: (threads: number, iterations: number) =>
      threads === 1
        ? `1 thread adds and takes away ${counted(iterations, "time")}`
        : `${threads} threads, each adds and takes away ${counted(iterations, "time")}`,
    score: (value: number) => `global_score: ${value}`,
  },
  zh: {
    starting: (threads, iterations) => `${threads} 个线程，每个线程加减各 ${iterations} 次`,
    score: (value) => `global_score 值：${value}`,
  },
});

export const about = declare({
  name: "lock",
  title: { en: "Ten threads, a number", zh: "锁：十个线程改一个数" },
  about: {
    en:
      "Threads add to one shared number, global_score, and take away again, with a lock or without.",
    zh: "多个线程对同一个共享变量反复加减，有锁和没有锁各是什么结果。",
  },
  parameters: {
    threads: whole(10, 1, 64, { en: "how many threads", zh: "线程个数" }),
    iterations: whole(200_000, 1, 1_000_000, {
      en: "times each thread adds and takes away",
      zh: "每个线程加减的次数",
    }),
    initial: whole(100, -1_000_000_000, 1_000_000_000, {
      en: "the number at the start",
      zh: "变量的初始值",
    }),
    lock: toggle(true, { en: "hold the lock during each change", zh: "修改时持有锁" }),
  },
  explore: { threads: 2, iterations: 1 },
  prediction: {
    question: ({ initial, lock }) => ({
      en: `The number starts at ${initial}, and what is added is taken away again. ` +
        `What is it in the end, ${lock ? "with" : "without"} the lock?`,
      zh: `变量初始值是 ${initial}，加上多少就减去多少。${
        lock ? "有锁" : "没有锁"
      }时，最后的值是？`,
    }),
    choices: ({ initial }) => ({
      same: { en: `exactly ${initial}`, zh: `正好是 ${initial}` },
      other: { en: "some other number", zh: "别的数" },
    }),
    answer: ({ initial, final }: Facts) => initial === final ? "same" : "other",
  },
  outcome: {
    about: { en: "What the number is off by", zh: "变量和应有的值差多少" },
    of: ({ difference }: Facts) => difference,
  },
  speed: { workers: ["threads"], work: ({ threads, iterations }) => threads * iterations },
  invariant: ({ initial }) => ({
    en: `the number ends as it began, at ${initial}`,
    zh: `变量的最终值等于初始值 ${initial}`,
  }),
  held: ({ initial, final }: Facts) => final === initial,
  breaks: ({ lock, threads }) => !lock && threads > 1,
  closing: ({ difference, updates }: Facts, { lock, threads }) => {
    if (lock) {
      return {
        en:
          `${updates} updates (additions and subtractions), and not one was lost. A thread holds the lock from its read to ` +
          `its write, so nobody comes between them. Try --no-lock.`,
        zh: `一共 ${updates} 次修改，一次也没有丢。线程从读取到写回一直持有锁，` +
          `别的线程插不进来。试试 --no-lock。`,
      };
    }
    if (difference !== 0) {
      return {
        en:
          `The number is off by ${difference}: some of the ${updates} updates were lost. Two threads ` +
          `read the same value, and the one that wrote last wiped out what the other had written. ` +
          `Try it again: it is off by a different number each time; then try --lock.`,
        zh: `结果差了 ${difference}：${updates} 次修改中有一部分丢失了。两个线程读到同一个值，` +
          `后写的把先写的覆盖掉了。再运行一次，差多少每次都不一样；然后试试 --lock。`,
      };
    }
    return threads === 1
      ? {
        en:
          "One thread alone has nobody to disturb it, so it needs no lock. Nothing was lost, and " +
          "nothing could be. Try --threads 2 --no-lock.",
        zh: "只有一个线程，没有谁来打扰，不用锁也不会丢。试试 --threads 2 --no-lock。",
      }
      : {
        en:
          "Nothing was lost this time, and that proves nothing: a right answer without a lock is " +
          "luck. The threads happened not to meet between reading and writing. Try it again, or " +
          "with more --iterations.",
        zh: "这次碰巧没有丢，但结果正确并不能证明程序正确：没有锁，对了也只是运气。" +
          "读取和写回之间，恰好没有别的线程插进来。再运行一次，或者加大 --iterations。",
      };
  },
});
