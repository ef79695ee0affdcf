/** What the lesson of a pool of processes says in both languages, what it takes, and what it makes of its facts. */

import { counted, declare, inSeconds, lines, rounded, seconds, whole } from "../../lib/lesson.ts";

interface Facts {
  tasks: { task: number; pid: number; from: number; to: number }[];
  pids: number[];
  /** The most tasks at work at one moment, and the most that one process did. */
  peak: number;
  rounds: number;
  /** How many tasks were done when join() returned. */
  doneAtJoin: number;
  seconds: number;
}

export const say = lines({
  en: {
    created: (tasks: number, pool: number) =>
      `${counted(tasks, "task")} for a pool of ${counted(pool, "process", "processes")}`,
    began: (num: string, pid: number) => `task ${num} begins in process ${pid}`,
    ended: (num: string, pid: number) => `task ${num} ends   in process ${pid}`,
    done: "the main process has ended",
  },
  zh: {
    created: (tasks, pool) => `创建 ${tasks} 个任务，进程池中有 ${pool} 个进程`,
    began: (num, pid) => `任务 ${num} 开始执行，进程 ${pid}`,
    ended: (num, pid) => `任务 ${num} 执行结束，进程 ${pid}`,
    done: "主进程执行完毕！",
  },
});

/** The most spans that overlap at one moment; one that ends as another begins does not. */
export function most(spans: readonly { from: number; to: number }[]): number {
  const moments = spans
    .flatMap(({ from, to }) => [{ at: from, by: 1 }, { at: Math.max(to, from), by: -1 }])
    .sort((a, b) => a.at - b.at || a.by - b.by);
  let now = 0, peak = 0;
  for (const { by } of moments) peak = Math.max(peak, now += by);
  return peak;
}

export const about = declare({
  name: "pool",
  title: { en: "A pool of processes", zh: "进程池" },
  about: {
    en: "More tasks than processes: whichever process is free gets the next task.",
    zh: "任务比进程多：哪个进程空了，进程池就把下一个任务交给它。",
  },
  parameters: {
    pool: whole(3, 1, 16, { en: "processes in the pool", zh: "进程池中的进程个数" }),
    tasks: whole(5, 1, 200, { en: "how many tasks", zh: "任务个数" }),
    delay: seconds(5, { en: "seconds that a task takes", zh: "每个任务所需的秒数" }),
  },
  prediction: {
    question: ({ pool, tasks, delay }) => ({
      en: `${tasks} tasks of ${delay} s, ${pool} at a time. How long will they take?`,
      zh: `${tasks} 个任务，每个 ${delay} 秒，最多同时执行 ${pool} 个。一共要多久？`,
    }),
    choices: ({ pool, tasks, delay }) => {
      const times = delay === 0 ? [] : new Set([1, Math.ceil(tasks / pool), tasks]);
      return Object.fromEntries(
        [...times].map((n) => [n, rounded(n * delay)] as const)
          .map(([n, time]) => [`${n}`, { en: `about ${time} s`, zh: `约 ${time} 秒` }]),
      );
    },
    answer: ({ rounds }: Facts) => `${rounds}`,
  },
  speed: { workers: ["pool"], work: ({ tasks }) => tasks },
  invariant: ({ pool }) => ({
    en: `never more than ${pool} at once, and every task is done when join() returns`,
    zh: `同时执行的任务不超过 ${pool} 个，join() 返回时所有任务都已完成`,
  }),
  held: ({ tasks, peak, pids, doneAtJoin }: Facts, values) =>
    peak <= values.pool && pids.length <= values.pool && doneAtJoin === values.tasks &&
    tasks.every(({ task }, i) => task === i),
  picture: ({ tasks, pids }: Facts) => {
    const start = Math.min(...tasks.map(({ from }) => from));
    return {
      lanes: pids.map((pid) => ({
        name: `${pid}`,
        spans: tasks.filter((task) => task.pid === pid).map(({ task, from, to }) => ({
          from: (from - start) / 1000,
          to: (to - start) / 1000,
          mark: `${task % 10}`,
        })),
      })),
      legend: {
        en: "Each row is a process; the digits are its tasks.",
        zh: "每行是一个进程，数字是它执行的任务编号。",
      },
    };
  },
  closing: ({ peak, rounds, seconds, tasks, pids }: Facts, { pool }) => ({
    en: `At most ${peak} of ${counted(tasks.length, "task")} ran at once, in ` +
      `${counted(pids.length, "process", "processes")}; the busiest did ${rounds}. It took ` +
      `${
        inSeconds(seconds)
      } in all, with the start of the processes. A pool starts them once and ` +
      `hands them task after task; after close() it takes no more, and join() waits for the rest. ` +
      `Try --pool ${pool < 16 ? pool + 1 : 8} or --tasks ${
        pool * 3
      }: how many tasks does the busiest do then?`,
    zh: `${tasks.length} 个任务最多同时执行了 ${peak} 个，用了 ${pids.length} 个进程；` +
      `最忙的进程执行了 ${rounds} 个。连同启动进程，一共用了 ${
        inSeconds(seconds)
      }。进程池只启动一次进程，` +
      `然后把任务一个接一个交给它们；close() 之后不再接收任务，join() 等剩下的任务做完。` +
      `试试 --pool ${pool < 16 ? pool + 1 : 8} 或 --tasks ${pool * 3}：最忙的进程那时要做几个？`,
  }),
});
