/** What is said about the lesson of how often a race shows. */

import { counted, declare, lab, lines, seconds, toggle, whole } from "../../lib/lesson.ts";

/** The series of runs, in their order. */
type Series = "bare" | "gap" | "lock";

interface Facts {
  /** What each run should count. */
  expected: number;
  /** The total of each run, and how many are not what they should be. */
  series: { name: Series; wrong: number; totals: number[] }[];
}

export const say = lines({
  en: {
    lane: (name: Series, locked: boolean) =>
      ({ bare: "no lock", gap: "+ gap", lock: locked ? "+ lock" : "again" })[name],
    series: (name: Series, locked: boolean, wrong: number, runs: number) =>
      `${
        {
          bare: "no lock, write right after read",
          gap: "no lock, a gap between read and write",
          lock: locked ? "the same gap, and a lock" : "the same gap again, without the lock",
        }[name]
      }: ${wrong} of ${counted(runs, "run")} wrong`,
  },
  zh: {
    lane: (name, locked) =>
      ({ bare: "没有锁", gap: "加间隔", lock: locked ? "加锁" : "再来" })[name],
    series: (name, locked, wrong, runs) =>
      `${
        {
          bare: "没有锁，读完马上写",
          gap: "没有锁，读和写之间有间隔",
          lock: locked ? "同样的间隔，加锁" : "同样的间隔，还是没有锁",
        }[name]
      }：${runs} 次运行中错了 ${wrong} 次`,
  },
});

const find = ({ series }: Facts, name: Series) => series.find((one) => one.name === name)!;

/** The mark of a run in the picture: its total, if one digit is enough for all. */
const mark = (total: number, expected: number) =>
  expected <= 9 ? `${total}` : total === expected ? "=" : "<";

/** The most runs that even a narrow picture gives a column each. */
const APART = 25;

function legend(expected: number, runs: number) {
  const shared = runs > APART
    ? {
      en: " Where several runs share a column, the smallest is shown.",
      zh: "几次挤在一列时，显示最小的。",
    }
    : { en: "", zh: "" };
  return expected <= 9
    ? {
      en: `The totals of all runs, sorted; ${expected} is right.${shared.en}`,
      zh: `所有运行的总数，从小到大排列；${expected} 是对的。${shared.zh}`,
    }
    : {
      en: `All runs, sorted: = is right, < is too little.${shared.en}`,
      zh: `所有运行，从小到大排列：= 是对的，< 是少了。${shared.zh}`,
    };
}

export const about = declare({
  name: "race",
  title: { en: "How often is it seen?", zh: "竞态多久出现一次" },
  about: {
    en: "The same small race a hundred times: how many of the runs are wrong?",
    zh: "同一个小小的竞态运行一百次：有多少次结果是错的？",
  },
  parameters: {
    threads: whole(2, 1, 16, { en: "how many threads", zh: "线程个数" }),
    times: whole(3, 1, 1000, {
      en: "times each thread counts in a run",
      zh: "每次运行中每个线程计数的次数",
    }),
    runs: whole(100, 1, 5000, { en: "how many runs", zh: "运行的次数" }),
    gap: seconds(0.001, { en: "seconds between read and write", zh: "读和写之间的秒数" }),
    lock: toggle(true, {
      en: "a lock in the last of three series of runs",
      zh: "三组运行中，最后一组加锁",
    }),
  },
  explore: { times: 1, runs: 1, gap: 0 },
  prediction: {
    question: ({ threads, times, runs }) => ({
      en:
        `${counted(threads, "thread")} each count up ${counted(times, "time")}, without a lock: ` +
        `read, then write right away. All of this is run ${
          counted(runs, "time")
        }. How often is the total wrong?`,
      zh: `${threads} 个线程各计数 ${times} 次，没有锁，读完马上写。这样运行 ${runs} 次，` +
        `总数有几次是错的？`,
    }),
    choices: ({ threads, runs }) =>
      threads === 1 || runs === 1 ? {} : ({
        never: { en: "never", zh: "一次也没有" },
        some: { en: "sometimes", zh: "有时候错" },
        always: { en: "every time: there is no lock", zh: "每次都错：因为没有锁" },
      }),
    answer: (facts: Facts, { runs }) => {
      const { wrong } = find(facts, "bare");
      return wrong === 0 ? "never" : wrong === runs ? "always" : "some";
    },
  },
  speed: { workers: ["threads"], work: ({ threads, times, runs }) => threads * times * runs },
  invariant: ({ threads, times, runs }) => ({
    en: `in the last series the total is ${threads * times} in ${
      runs === 1 ? "the one run" : `all ${runs} runs`
    }`,
    zh: `最后一组的 ${runs} 次运行，总数都是 ${threads * times}`,
  }),
  held: (facts: Facts, { threads, times, runs }) => {
    const { totals } = find(facts, "lock");
    return totals.length === runs && totals.every((total) => total === threads * times);
  },
  breaks: ({ lock, threads }) => !lock && threads > 1,
  picture: ({ series, expected }: Facts, { lock, runs }) => ({
    lanes: series.map(({ name, totals }) => ({
      name: say("lane", name, lock),
      spans: [...totals].sort((a, b) => a - b).map((total, i) => ({
        from: i,
        to: i + 1,
        mark: mark(total, expected),
      })),
    })),
    turns: true,
    legend: legend(expected, runs),
  }),
  closing: (facts: Facts, { threads, runs, gap: pause, lock }) => {
    const bare = find(facts, "bare").wrong,
      gap = find(facts, "gap"),
      last = find(facts, "lock").wrong;
    if (threads === 1) {
      return {
        en: "One thread alone has nobody who comes between its read and its write. " +
          "Try --threads 2.",
        zh: "只有一个线程，读和写之间没有谁会插进来。试试 --threads 2。",
      };
    }
    const none = runs === 1 ? "the one run was not" : `none of ${runs} runs was`;
    const apart = pause > 0
      ? { en: `with ${pause} s between read and write`, zh: `读和写之间隔 ${pause} 秒` }
      : { en: "in a second series like it", zh: "同样再运行一组" };
    const differs = pause > 0
      ? { en: "only the chance of meeting differs", zh: "只是别的线程插进来的机会不同" }
      : { en: "only luck differs", zh: "不同的只是运气" };
    const seen = bare === 0 && gap.wrong === 0
      ? {
        en:
          `Without a lock ${none} wrong, ${
            pause > 0 ? "with a gap or without" : "in either series"
          }; and yet the program is wrong: ` +
          `nothing in it keeps two threads from reading the same number.`,
        zh:
          `没有锁时，${
            pause > 0 ? "不管有没有间隔，" : "两组的 "
          }${runs} 次运行一次也没错，但程序仍然是错的：` +
          `两个线程完全可能读到同一个数。`,
      }
      : bare === 0
      ? {
        en: `Without a lock and without a gap ${none} wrong, and yet the program is wrong: ` +
          `${apart.en}, the very same steps went wrong ${counted(gap.wrong, "time")}.`,
        zh: `没有锁也没有间隔时，${runs} 次运行一次也没错，但程序仍然是错的：` +
          `步骤完全相同，${apart.zh}，就错了 ${gap.wrong} 次。`,
      }
      : {
        en: `Without a lock ${bare} of ${counted(runs, "run")} went wrong, and ${gap.wrong} ` +
          `${apart.en}: the steps are the same, ${differs.en}.`,
        zh: `没有锁时，${runs} 次运行错了 ${bare} 次；${apart.zh}，错了 ${gap.wrong} 次：` +
          `步骤完全相同，${differs.zh}。`,
      };
    const least = Math.min(...gap.totals);
    const tail = lock
      ? {
        en: ` A run that passes proves nothing; what a lock promises holds in all runs (${last} ` +
          `wrong). Try --no-lock, or --threads 4 --gap 0.`,
        zh: `一次运行没有出错，什么也证明不了；而锁的保证每次都成立（错 ${last} 次）。` +
          `试试 --no-lock，或者 --threads 4 --gap 0。`,
      }
      : {
        en:
          ` The last series, without its lock, was wrong ${counted(last, "time")}; the smallest ` +
          `total ${
            pause > 0 ? "with a gap" : "of the second series"
          } was ${least}. Try --lock; or let the lab try every order: ` +
          `${lab} explore race --no-lock.`,
        zh:
          `最后一组去掉锁之后错了 ${last} 次；${
            pause > 0 ? "加间隔时" : "第二组"
          }最小的总数是 ${least}。` +
          `试试 --lock；或者用 ${lab} explore race --no-lock 把每一种顺序都试一遍。`,
      };
    return { en: seen.en + tail.en, zh: seen.zh + tail.zh };
  },
});
