/** What the lesson of waiting in turn and at once says in both languages, what it takes, and what it makes of its facts. */

import { declare, inSeconds, lines, rounded, seconds, type Span, whole } from "../../lib/lesson.ts";

interface Facts {
  /** Seconds that all the waits took, and all the counting. */
  blocking: number;
  asynchronous: number;
  cpuBlocking: number;
  cpuAsynchronous: number;
  /** When each wait began and ended. */
  blockingWaits: Span[];
  asynchronousWaits: Span[];
}

export const say = lines({
  en: {
    blocking: "blocking: each task waits for the one before it",
    asynchronous: "asynchronous: all tasks wait at the same time",
    counting: "counting primes: work for the processor instead of waiting",
    began: (task: number) => `  task ${task} begins to wait`,
    ended: (task: number, at: number) => `  task ${task} is done after ${inSeconds(at)}`,
    total: (time: number) => `  in all: ${inSeconds(time)}`,
    cpu: (one: number, other: number) =>
      `  one after another: ${inSeconds(one)}; as asynchronous functions: ${inSeconds(other)}`,
    lane: (way: "sync" | "async", task: number) => `${way.padEnd(5)} ${task}`,
  },
  zh: {
    blocking: "同步（阻塞）：每个任务都要等前一个任务结束",
    asynchronous: "异步：所有任务同时等待",
    counting: "数素数：不是等待，而是占用 CPU 的计算",
    began: (task) => `  任务 ${task} 开始等待`,
    ended: (task, at) => `  任务 ${task} 在 ${inSeconds(at)} 时完成`,
    total: (time) => `  总共用时：${inSeconds(time)}`,
    cpu: (one, other) => `  依次执行：${inSeconds(one)}；写成异步函数：${inSeconds(other)}`,
    lane: (way, task) => `${way === "sync" ? "同步" : "异步"} ${task}`,
  },
});

/** No wait begins before the one before it has ended. */
const apart = (waits: Span[]) => waits.every(({ from }, i) => i === 0 || from >= waits[i - 1]!.to);
/** Every wait has begun before the first one ends. */
const together = (waits: Span[]) =>
  Math.max(...waits.map(({ from }) => from)) <= Math.min(...waits.map(({ to }) => to));

export const about = declare({
  name: "sync_async",
  title: { en: "In turn or together", zh: "同步与异步" },
  about: {
    en: "The same waits, blocking and asynchronous; and why computing gets no faster.",
    zh: "同样的等待，分别用阻塞和异步的方式来做；以及 CPU 计算为什么不会因此变快。",
  },
  parameters: {
    tasks: whole(3, 1, 100, { en: "how many tasks", zh: "任务个数" }),
    delay: seconds(1, { en: "seconds that each task waits", zh: "每个任务等待的秒数" }),
  },
  blocks: true,
  prediction: {
    question: ({ tasks, delay }) => ({
      en: `${tasks} asynchronous tasks wait ${delay} s each. How long does that take in all?`,
      zh: `${tasks} 个任务异步执行，各等待 ${delay} 秒，一共要多久？`,
    }),
    choices: ({ tasks, delay }) =>
      tasks === 1 || delay === 0 ? {} : ({
        longest: { en: `about ${delay} s: the longest wait`, zh: `约 ${delay} 秒：最长的那次等待` },
        sum: {
          en: `about ${rounded(tasks * delay)} s: all waits added up`,
          zh: `约 ${rounded(tasks * delay)} 秒：所有等待之和`,
        },
      }),
    answer: ({ asynchronousWaits }: Facts) => together(asynchronousWaits) ? "longest" : "sum",
  },
  invariant: () => ({
    en: "blocking waits never overlap, asynchronous waits all overlap",
    zh: "阻塞的等待互不重叠，异步的等待全部重叠",
  }),
  held: (facts: Facts) => apart(facts.blockingWaits) && together(facts.asynchronousWaits),
  picture: ({ blockingWaits, asynchronousWaits }: Facts) => ({
    lanes: [
      ...blockingWaits.slice(0, 4).map((wait, i) => ({
        name: say("lane", "sync", i + 1),
        spans: [wait],
      })),
      ...asynchronousWaits.slice(0, 4).map((wait, i) => ({
        name: say("lane", "async", i + 1),
        spans: [wait],
      })),
    ],
  }),
  closing: ({ blocking, asynchronous, cpuBlocking, cpuAsynchronous }: Facts, { tasks }) => ({
    en: `Blocking took ${inSeconds(blocking)}, the sum of the waits; asynchronous took ` +
      `${inSeconds(asynchronous)}, the longest of them. While one task waits, the thread is free ` +
      `for the others. But it can count primes for only one task at a time: counting one after another took ${
        inSeconds(cpuBlocking)
      }, as ` +
      `asynchronous functions ${
        inSeconds(cpuAsynchronous)
      }; whatever differs comes from the machine, not from async. Try --tasks ${
        tasks === 10 ? 20 : 10
      }: the blocking waits take longer, the asynchronous ones do not.`,
    zh: `阻塞方式用了 ${inSeconds(blocking)}，是各次等待之和；异步方式用了 ` +
      `${inSeconds(asynchronous)}，只相当于最长的一次等待。一个任务等待时，线程可以去做别的任务；` +
      `但数素数要一直占用线程，一次只能算一个（依次执行 ${inSeconds(cpuBlocking)}，写成异步 ` +
      `${inSeconds(cpuAsynchronous)}；两者的差别来自机器，不来自异步）。试试 --tasks ${
        tasks === 10 ? 20 : 10
      }：阻塞等待的用时变长，异步等待的不变。`,
  }),
});
