/** What is said about the lesson of waiting and computing in four ways. */

import { counted, declare, inSeconds, lines, seconds, toggle, whole } from "../../lib/lesson.ts";

export type Kind = "wait" | "compute";
export type Way = "alone" | "async" | "threads" | "processes";

/** What a job does: it waits or computes so much, and gives a number. */
export type Job = (amount: number) => number;

/** Has a job done with each of these amounts. */
export type Doing = (job: Job, amounts: number[]) => number[] | Promise<number[]>;

/** All jobs of one kind, done in one way. */
export interface Cell {
  kind: Kind;
  way: Way;
  /** Seconds until all of them were done. */
  time: number;
  /** Each gave what it gives by itself. */
  same: boolean;
}

interface Facts {
  cells: Cell[];
  /** The most asynchronous jobs that were between their begin and their end at once. */
  waiting: number;
  computing: number;
  cores: number;
}

const ENGLISH = {
  alone: "one after another",
  async: "asynchronous",
  threads: "threads",
  processes: "processes",
};
const CHINESE = { alone: "逐个执行", async: "异步", threads: "线程", processes: "进程" };

export const say = lines({
  en: {
    pools: (jobs: number) =>
      `started two pools: ${counted(jobs, "thread")}, ${counted(jobs, "process", "processes")}`,
    kind: (kind: Kind, jobs: number) =>
      `${counted(jobs, "job")}, and ${kind === "wait" ? "they wait" : "they compute"}`,
    way: (way: Way, time: number) => `  ${ENGLISH[way]}: ${inSeconds(time)}`,
    lane: (kind: Kind, way: Way) =>
      `${kind}: ${way === "alone" ? "in turn" : way === "async" ? "async" : way}`,
  },
  zh: {
    pools: (jobs) => `已启动：${jobs} 个线程，${jobs} 个进程`,
    kind: (kind, jobs) => `${jobs} 个任务，都在${kind === "wait" ? "等待" : "计算"}`,
    way: (way, time) => `  ${CHINESE[way]}：${inSeconds(time)}`,
    lane: (kind, way) => `${kind === "wait" ? "等待" : "计算"}：${CHINESE[way]}`,
  },
});

const timeOf = ({ cells }: Facts, kind: Kind, way: Way) =>
  cells.find((cell) => cell.kind === kind && cell.way === way)!.time;

/** Were asynchronous jobs clearly sooner than one after another? */
const helped = (facts: Facts, kind: Kind) =>
  timeOf(facts, kind, "async") * 1.3 < timeOf(facts, kind, "alone");

export const about = declare({
  name: "io_or_cpu",
  title: { en: "Waiting or computing", zh: "等待还是计算" },
  about: {
    en: "One after another, asynchronous, threads, processes: which is fast for what?",
    zh: "逐个执行、异步、线程、进程：等待时谁最快？计算时谁最快？",
  },
  parameters: {
    jobs: whole(4, 1, 16, { en: "how many jobs", zh: "任务个数" }),
    wait: seconds(0.2, { en: "seconds that a job waits", zh: "每个任务等待的秒数" }),
    work: seconds(0.2, { en: "seconds that a job computes", zh: "每个任务计算的秒数" }),
    block: toggle(false, {
      en: "asynchronous jobs wait with a call that blocks",
      zh: "异步任务用阻塞的调用来等待",
    }),
  },
  prediction: {
    question: ({ jobs, wait, work, block }) => ({
      en:
        `${
          counted(jobs, "job")
        } wait ${wait} s each, or compute ${work} s each. Which of the two gets ` +
        `faster when done asynchronously instead of one after another${
          block ? ", if they wait with a call that blocks" : ""
        }?`,
      zh: `${jobs} 个任务，各等待 ${wait} 秒，或者各计算 ${work} 秒。${
        block ? "如果用阻塞的调用来等待，" : ""
      }写成异步，哪些会比逐个执行更快？`,
    }),
    choices: ({ jobs, wait, work }) =>
      jobs === 1 || wait === 0 || work === 0 ? {} : ({
        both: { en: "both", zh: "两种都更快" },
        wait: { en: "only the waiting", zh: "只有等待" },
        compute: { en: "only the computing", zh: "只有计算" },
        neither: { en: "neither", zh: "都不会" },
      }),
    answer: (facts: Facts) => {
      const waiting = helped(facts, "wait"), computing = helped(facts, "compute");
      return waiting ? (computing ? "both" : "wait") : computing ? "compute" : "neither";
    },
  },
  invariant: () => ({
    en: "asynchronous jobs all wait at once, but compute one at a time; all results are right",
    zh: "异步任务可以同时等待，但一次只有一个在计算；所有结果都正确",
  }),
  held: ({ cells, waiting, computing }: Facts, { jobs }) =>
    cells.length === 8 && cells.every(({ same }) => same) && waiting === jobs && computing === 1,
  breaks: ({ jobs, block }) => block && jobs > 1,
  picture: ({ cells }: Facts) => ({
    lanes: cells.map(({ kind, way, time }) => ({
      name: say("lane", kind, way),
      spans: [{ from: 0, to: time }],
    })),
  }),
  closing: (facts: Facts, { jobs, block }) => {
    const time = (kind: Kind, way: Way) => inSeconds(timeOf(facts, kind, way));
    if (block && jobs > 1) {
      return {
        en:
          `The asynchronous jobs waited with a call that blocks and took ${
            time("wait", "async")
          }; one after another took ${time("wait", "alone")}, threads ${
            time("wait", "threads")
          }. Such a call stops the whole thread, and with it every job on it: of ${jobs} never ` +
          `more than ${facts.waiting} waited at the same time. Try --no-block.`,
        zh:
          `异步任务用阻塞的调用来等待，一共用了 ${time("wait", "async")}；逐个执行用了 ${
            time("wait", "alone")
          }，线程用了 ${time("wait", "threads")}。阻塞的调用让整个线程停住，` +
          `线程上的所有任务也跟着停住：${jobs} 个任务中，同时在等待的最多只有 ${facts.waiting} 个。` +
          `试试 --no-block。`,
      };
    }
    const next = jobs === 1 ? "--jobs 4" : "--block";
    const all = (kind: Kind) => ({
      en: `${time(kind, "alone")} one after another, ${time(kind, "async")} asynchronously, ${
        time(kind, "threads")
      } in threads, ${time(kind, "processes")} in processes`,
      zh: `逐个执行 ${time(kind, "alone")}，异步 ${time(kind, "async")}，线程 ${
        time(kind, "threads")
      }，进程 ${time(kind, "processes")}`,
    });
    return {
      en: `Waiting took ${all("wait").en}: waiting needs no processor, so one thread is ` +
        `enough for all. Computing took ${
          all("compute").en
        }. Asynchronous jobs share one thread, ` +
        `which computes one thing at a time; threads and processes can use at most the ` +
        `${counted(facts.cores, "processor")} of this machine. Try ${next}.`,
      zh:
        `等待：${all("wait").zh}；等待不需要处理器，一个线程就够所有任务用。计算：${
          all("compute").zh
        }。异步任务共用一个线程，而一个线程一次只能计算一件事；线程和进程再多，` +
        `也只能用这台机器的 ${facts.cores} 个处理器核心。试试 ${next}。`,
    };
  },
});
