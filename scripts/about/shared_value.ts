/** What is said about the lesson of a number that several processes change. */

import { counted, declare, lines, seconds, toggle, whole } from "../../lib/lesson.ts";

interface Facts {
  value: number;
  expected: number;
  /** The numbers that each process wrote, in its order. */
  changed: { pid: number; written: number[] }[];
}

export const say = lines({
  en: {
    done: (pid: number, times: number, value: number) =>
      `process ${pid} has added 1, ${counted(times, "time")}; it reads ${value}`,
    value: (value: number, expected: number) => `the main process reads ${value} of ${expected}`,
  },
  zh: {
    done: (pid, times, value) => `进程 ${pid} 加 1 共 ${times} 次；它最后读到 ${value}`,
    value: (value, expected) => `主进程读到的是 ${value}，应为 ${expected}`,
  },
});

/** How many of the numbers the picture shows. */
const SHOWN = 24;

/** Writes of a number that was written before: each of them undid somebody's change. */
function again({ changed }: Facts): number {
  const written = changed.flatMap((child) => child.written);
  return written.length - new Set(written).size;
}

export const about = declare({
  name: "shared_value",
  title: { en: "Processes, one number", zh: "进程共享的数" },
  about: {
    en: "Several processes change one number in shared memory, with its lock and without.",
    zh: "几个进程修改共享内存中的同一个数，用它的锁，或者不用。",
  },
  parameters: {
    processes: whole(3, 1, 12, { en: "how many processes", zh: "进程个数" }),
    times: whole(20, 1, 1000, { en: "times each process adds 1", zh: "每个进程加 1 的次数" }),
    gap: seconds(0.005, {
      en: "seconds between reading and writing",
      zh: "读和写之间相隔的秒数",
    }),
    lock: toggle(true, { en: "hold the lock of the value", zh: "修改时持有这个数的锁" }),
  },
  prediction: {
    question: ({ processes, times, lock }) => ({
      en: `The same Value goes to ${counted(processes, "process", "processes")}. Each adds 1, ` +
        `${counted(times, "time")}, ${
          lock ? "holding the Value's lock" : "without the Value's lock"
        }. ` +
        `What does the main process read then?`,
      zh: `把同一个 Value（共享的数）交给 ${processes} 个进程，每个进程加 ${times} 次 1，${
        lock ? "每次都持有它的锁" : "不用它的锁"
      }。之后主进程读到多少？`,
    }),
    choices: ({ processes, times }) => ({
      exact: { en: `${processes * times}`, zh: `${processes * times}` },
      less: { en: `less than ${processes * times}`, zh: `比 ${processes * times} 少` },
      copy: { en: "0: each process has a copy", zh: "0：每个进程改的是自己的副本" },
    }),
    answer: ({ value, expected }: Facts) =>
      value === expected ? "exact" : value === 0 ? "copy" : "less",
  },
  speed: { workers: ["processes"], work: ({ processes, times }) => processes * times },
  invariant: ({ processes, times }) => ({
    en: `the value is ${processes * times}, and no number was written twice`,
    zh: `最后的数等于 ${processes * times}，没有哪个数被写过两次`,
  }),
  held: (facts: Facts, { processes }) =>
    facts.value === facts.expected && again(facts) === 0 &&
    new Set(facts.changed.map(({ pid }) => pid)).size === processes,
  breaks: ({ lock, processes }) => !lock && processes > 1,
  picture: ({ changed }: Facts) => ({
    lanes: changed.map(({ pid, written }) => ({
      name: `${pid}`,
      spans: written.filter((n) => n <= SHOWN).map((n) => ({
        from: n - 1,
        to: n,
        mark: `${n % 10}`,
      })),
    })),
    turns: true,
    legend: {
      en: `Who wrote which of the numbers from 1 to ${SHOWN}, by their last digits. If two are ` +
        `in a column, both wrote the same number: one change is lost.`,
      zh: `从 1 到 ${SHOWN}，每个数由谁写入（只画末位）：同一列有几个数字，就是同一个数写了几次，` +
        `只有一次修改算数。`,
    },
  }),
  closing: (facts: Facts, { processes, lock, times }) => {
    const { value, expected } = facts, lost = expected - value, twice = again(facts);
    if (processes === 1) {
      return {
        en: `${value}: the main process reads what its child has written, for this number lies ` +
          `in memory that both have. Nobody comes between the reading and the writing of a ` +
          `process that is alone. Try --processes 3 --no-lock.`,
        zh: `${value}：主进程读到的就是子进程写的，因为这个数在两个进程都能访问的内存里。` +
          `只有一个进程在改，读和写之间没有谁会插进来。试试 --processes 3 --no-lock。`,
      };
    }
    if (lock) {
      return {
        en: `${value} of ${expected}: the value that was passed is no copy, all ${processes} ` +
          `processes changed one number. Whoever held its lock could read, wait and write with nobody ` +
          `in between, so no number was written twice. A lock works only if all take it: ` +
          `one process that does not ask is enough to lose changes. Try --no-lock.`,
        zh:
          `应为 ${expected}，读到 ${value}：传过去的 Value 不是副本，${processes} 个进程改的是同一个数。` +
          `谁持有它的锁，谁从读取到写回就不被打断，所以没有哪个数被写过两次。` +
          `锁只对使用它的进程有效：只要有一个进程不用它，修改就可能丢失。试试 --no-lock。`,
      };
    }
    if (lost > 0) {
      return {
        en:
          `${value} of ${expected}: ${counted(lost, "change")} lost. ${
            counted(twice, "time")
          } a process wrote a number that another had written already: both had read the same one ` +
          `before. Shared memory is visible to all, and nothing more: processes race ` +
          `for it as threads do. Try --lock, or --no-lock --gap 0.`,
        zh: `应为 ${expected}，只读到 ${value}：丢了 ${lost} 次修改。有 ${twice} 次` +
          `写入的是别的进程已经写过的数：双方在写之前读到的是同一个数。` +
          `共享内存只保证大家都看得见，别的什么也不保证；进程会像线程一样争抢。` +
          `试试 --lock，或者 --no-lock --gap 0。`,
      };
    }
    return {
      en: "Nothing was lost this time, and that proves nothing: the processes happened not to " +
        `meet between reading and writing. Try it again, or --no-lock --times ${
          times === 1000 ? 500 : 1000
        }.`,
      zh: `这次什么也没丢，但这不能证明程序正确：读和写之间恰好没有别的进程插进来。` +
        `再运行一次，或者试试 --no-lock --times ${times === 1000 ? 500 : 1000}。`,
    };
  },
});
