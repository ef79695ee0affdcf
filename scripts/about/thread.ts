/** What the lesson of a thread, its name and its end says in both languages, what it takes, and what it makes of its facts. */

import { counted, declare, lines, seconds, toggle, whole } from "../../lib/lesson.ts";

interface Facts {
  main: string;
  threads: string[];
  /** Seconds after the start at which each thread and main ended. */
  ended: number[];
  mainEnded: number;
  /** How many threads were still at work when main printed its end. */
  aliveAtMainEnd: number;
}

export const say = lines({
  en: {
    name: (i: number, of: number) => of === 1 ? "NewThread" : `NewThread-${i + 1}`,
    started: (name: string) => `thread ${name} is running`,
    current: (name: string) => `current thread: ${name}`,
    ended: (name: string) => `thread ${name} has ended`,
  },
  zh: {
    name: (i, of) => of === 1 ? "新线程" : `新线程-${i + 1}`,
    started: (name) => `${name} 开始运行`,
    current: (name) => `当前线程名称：${name}`,
    ended: (name) => `${name} 执行完毕！`,
  },
});

export const about = declare({
  name: "thread",
  title: { en: "Threads: start, join", zh: "创建线程并等待它结束" },
  about: {
    en: "Create threads, name them, and wait until they end, or do not wait.",
    zh: "创建线程，给它起名字，然后用 join 等它结束，或者不等。",
  },
  parameters: {
    threads: whole(1, 1, 64, { en: "how many threads", zh: "线程个数" }),
    rows: whole(5, 1, 1000, {
      en: "rows each thread pretends to read",
      zh: "每个线程（模拟）读取的行数",
    }),
    delay: seconds(1, { en: "seconds for one row", zh: "读取一行所需的秒数" }),
    join: toggle(true, { en: "main waits for the threads", zh: "主线程用 join 等待其他线程" }),
  },
  prediction: {
    question: ({ join }) => ({
      en: `Who is the first to print that it has ended, ${join ? "with" : "without"} join?`,
      zh: `${join ? "调用" : "不调用"} join 时，谁先打印“执行完毕”？`,
    }),
    choices: () => ({
      main: { en: "MainThread", zh: "主线程 MainThread" },
      thread: { en: "the new thread", zh: "新线程" },
    }),
    answer: ({ aliveAtMainEnd }: Facts) => aliveAtMainEnd > 0 ? "main" : "thread",
  },
  outcome: {
    about: { en: "In which order they ended", zh: "执行完毕的先后次序" },
    of: ({ main, threads, ended, mainEnded }: Facts) => {
      const all = [...threads.map((name, i) => ({ name, at: ended[i]! })), {
        name: main,
        at: mainEnded,
      }];
      const order = all.sort((a, b) => a.at - b.at).map(({ name }) => name);
      return { en: order.join(", "), zh: order.join("、") };
    },
  },
  speed: { workers: ["threads"], work: ({ threads, rows }) => threads * rows },
  invariant: () => ({
    en: "when the main thread says it has ended, all other threads have ended",
    zh: "主线程宣布执行完毕时，其他线程都已经结束",
  }),
  held: ({ aliveAtMainEnd }: Facts) => aliveAtMainEnd === 0,
  breaks: ({ join }) => !join,
  picture: ({ main, mainEnded, threads, ended }: Facts) => ({
    lanes: [
      { name: main, spans: [{ from: 0, to: mainEnded, mark: "░" }] },
      ...threads.map((name, i) => ({ name, spans: [{ from: 0, to: ended[i]! }] })),
    ],
    inTimeline: true,
  }),
  closing: ({ threads, aliveAtMainEnd }: Facts, { join }) => {
    const n = threads.length;
    if (!join && aliveAtMainEnd === 0) {
      return {
        en:
          `Nothing told the main thread to wait, and yet the others were over before it. That was ` +
          `luck: they had next to nothing to do. Try --no-join --delay 1.`,
        zh: `没有谁要求主线程等待，别的线程却都先结束了。这只是碰巧：它们几乎没有事要做。` +
          `试试 --no-join --delay 1。`,
      };
    }
    return join
      ? {
        en:
          `The main thread waited in join() until ${
            n === 1 ? "the thread" : `all ${n} threads`
          } had ` +
          `ended, so its own last line came last. start() only sets a thread going; join() is the ` +
          `place where one thread waits for another. Try --no-join${
            n === 3 ? "." : ", or --threads 3: three threads take no longer than one."
          }`,
        zh:
          `主线程在 join() 处等到${
            n === 1 ? "新线程" : `全部 ${n} 个线程`
          }结束，所以它自己的最后一行` +
          `排在最后。start() 只是让线程开始运行，join() 才是一个线程等待另一个线程的地方。` +
          `试试 --no-join${n === 3 ? "。" : "，或者 --threads 3：三个线程并不比一个线程慢。"}`,
      }
      : {
        en:
          `The main thread was done while ${aliveAtMainEnd} of ${counted(n, "thread")} ${
            aliveAtMainEnd === 1 ? "was" : "were"
          } still working: nothing told it to wait. The program itself ` +
          `ends only after its last thread, as in Python. Try --join to see the order reversed.`,
        zh: `主线程执行完毕时，${n} 个线程中还有 ${aliveAtMainEnd} 个在工作：没有谁要求它等待。` +
          `不过和 Python 一样，整个程序要等最后一个线程结束才会退出。试试 --join，看看顺序怎样反过来。`,
      };
  },
});
