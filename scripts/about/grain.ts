/** What is said about the lesson of tasks that are too small, and how it finds where they begin to pay. */

import { counted, declare, lines, signs, whole } from "../../lib/lesson.ts";

/** Tasks of one size, and what one of them took. */
export interface Size {
  steps: number;
  /** Microseconds a task: one after the other here, and by the pool. */
  alone: number;
  pooled: number;
  /** The pool gave the same results, in the same order. */
  same: boolean;
}

interface Facts {
  sizes: Size[];
}

/** Powers of ten, and the largest. */
export function sizesUpTo(largest: number): number[] {
  const sizes = [];
  for (let steps = 1; steps < largest; steps *= 10) sizes.push(steps);
  return [...sizes, largest];
}

/**
 * Microseconds that a task takes where loop and pool are equal: 0 where the pool was faster with all
 * of them, null where it was with none. It lies between the last size that did not pay and the next.
 */
export function crossover(sizes: readonly Size[]): number | null {
  const last = sizes.findLastIndex(({ alone, pooled }) => pooled >= alone);
  const before = sizes[last], after = sizes[last + 1];
  if (!before) return 0;
  if (!after) return null;
  // In between the ratio of the two is taken for a straight line, both scales being logarithmic.
  const [low, high] = [before, after].map(({ alone, pooled }) => Math.log(pooled / alone));
  const part = low! / (low! - high!);
  return before.alone * (after.alone / before.alone) ** part;
}

/** A time in microseconds, also where it is long: so that rows can be compared. */
const inMicro = (time: number) => `${time.toFixed(1)} ${signs().micro}`;

/** A time as a person reads it, given in microseconds. */
function micro(time: number): string {
  if (time < 9.95) return `${time.toFixed(time < 0.095 ? 3 : 1)} ${signs().micro}`;
  return time < 9950 ? `${Math.round(time)} ${signs().micro}` : `${Math.round(time / 1000)} ms`;
}

const times = (n: number) => n < 0.095 ? n.toPrecision(1) : n < 0.95 ? n.toFixed(2) : n.toFixed(1);

/** How fast the pool was, in English: "was 1.9 times as fast", "took 12 times as long". */
function asFast({ alone, pooled }: Size): string {
  if (pooled <= alone) return `was ${times(alone / pooled)} times as fast`;
  return `took ${
    pooled < 10 * alone ? times(pooled / alone) : Math.round(pooled / alone)
  } times as long`;
}

/** The same in Chinese: "速度是自己做的 1.9 倍", "用时是自己做的 12 倍". */
function asFastInChinese({ alone, pooled }: Size): string {
  if (pooled <= alone) return `速度是自己做的 ${times(alone / pooled)} 倍`;
  return `用时是自己做的 ${
    pooled < 10 * alone ? times(pooled / alone) : Math.round(pooled / alone)
  } 倍`;
}

export const say = lines({
  en: {
    size: (steps: number, alone: number, pooled: number) =>
      `${counted(steps, "step")}: a task takes ${inMicro(alone)} here, ${
        inMicro(pooled)
      } in the pool`,
  },
  zh: {
    size: (steps, alone, pooled) =>
      `循环 ${steps} 次的任务：自己做，每个 ${inMicro(alone)}；交给进程池，每个 ${inMicro(pooled)}`,
  },
});

/** Percent: how many times as fast the pool was. 100 is as fast as here. */
const speed = ({ alone, pooled }: Size) => Math.round(100 * alone / pooled);

/** What can be answered, by the crossover in microseconds up to which it is true. */
const ANSWERS = {
  always: 0,
  micro: 10,
  middle: 1000,
  long: Infinity,
} as const;

export const about = declare({
  name: "grain",
  title: { en: "Too small to share", zh: "任务多大才划算" },
  about: {
    en: "Handing out a small task takes longer than doing it: from what size on is a pool faster?",
    zh: "任务太小时，交出去比自己做还慢：找出从多大开始，进程池才更快。",
  },
  parameters: {
    workers: whole(2, 1, 16, { en: "processes in the pool", zh: "进程池中的进程个数" }),
    tasks: whole(100, 1, 1000, { en: "tasks of each size", zh: "每种大小的任务个数" }),
    largest: whole(1_000_000, 1, 10_000_000, {
      en: "steps of the largest tasks",
      zh: "最大的任务循环多少次",
    }),
    chunk: whole(1, 1, 1000, {
      en: "tasks sent in one message",
      zh: "一条消息里的任务个数",
    }),
  },
  prediction: {
    question: ({ workers, chunk }) => ({
      en: `A pool of ${counted(workers, "process", "processes")} gets ${
        counted(chunk, "task")
      } per message. How long must a task be for the pool to be faster than doing the tasks one after another here?`,
      zh: `进程池有 ${workers} 个进程，每条消息交给它 ${chunk} 个任务。` +
        `一个任务至少要花多长时间，进程池才比自己逐个做更快？`,
    }),
    choices: () => ({
      always: { en: "the pool is always faster", zh: "进程池总是更快" },
      micro: { en: `10 ${signs().micro} or less is enough`, zh: `不到 10 ${signs().micro} 就够` },
      middle: { en: `10 ${signs().micro} to 1 ms`, zh: `10 ${signs().micro} 到 1 ms` },
      long: { en: "more than 1 ms", zh: "超过 1 ms" },
      never: { en: "the pool is never faster", zh: "进程池从不更快" },
    }),
    answer: ({ sizes }: Facts) => {
      const at = crossover(sizes);
      return at === null ? "never" : Object.entries(ANSWERS).find(([, most]) => at <= most)![0];
    },
  },
  invariant: () => ({
    en: "the pool gives the results of the loop, in the same order, for every size",
    zh: "不管任务多大，进程池给出的结果和顺序都与自己逐个做一样",
  }),
  held: ({ sizes }: Facts) => sizes.every(({ same }) => same),
  picture: ({ sizes }: Facts) => ({
    lanes: sizes.map((size) => ({
      name: `${size.steps}`,
      spans: [{ from: 0, to: speed(size) }, { from: 100, to: 100, mark: "1" }],
    })),
    turns: true,
    legend: {
      en: "Row: the steps of a task. Bar: how fast the pool was. Where it goes beyond the mark 1 " +
        "(as fast as the loop), the pool pays off.",
      zh: "左边是任务循环的次数，横条是进程池有多快。1：和自己做一样快，超过它才划算。",
    },
  }),
  closing: ({ sizes }: Facts, { workers, chunk, tasks, largest }) => {
    const at = crossover(sizes);
    const first = sizes[0]!, last = sizes.at(-1)!;
    const cost = micro(Math.max(0, first.pooled - first.alone));
    const next = workers === 1
      ? "--workers 2"
      : at === null && largest < 1_000_000
      ? "--largest 1000000"
      : `--chunk ${chunk === 1 ? Math.max(2, Math.min(50, Math.floor(tasks / workers))) : 1}`;
    const found = at === null
      ? {
        en: "No size was large enough for the pool to be faster than a loop.",
        zh: "没有哪种大小能让进程池比自己做更快。",
      }
      : at === 0
      ? {
        en: "Every size was large enough for the pool to be faster than a loop.",
        zh: "每种大小都足以让进程池比自己做更快。",
      }
      : {
        en:
          `On this machine pool and loop are equally fast where a task takes about ${micro(at)}: ` +
          `smaller tasks are done sooner in a loop.`,
        zh: `在这台机器上，一个任务约 ${
          micro(at)
        } 时，进程池和自己做一样快：更小的任务，自己做更快。`,
      };
    return {
      en: `${found.en} Handing out a task of the smallest size cost about ${cost}; so with the ` +
        `smallest tasks the pool ${asFast(first)}, with the largest it ${asFast(last)}. ` +
        `${
          chunk === 1
            ? "Many small tasks in one message share its cost."
            : `Each message carried up to ${chunk} tasks, which share its cost.`
        } Try ${next}.`,
      zh: `${found.zh}交出一个最小的任务、拿回结果大约要花 ${cost}；` +
        `所以用进程池，任务最小时${asFastInChinese(first)}，任务最大时${asFastInChinese(last)}。` +
        `${
          chunk === 1
            ? "把许多小任务放进一条消息，就能分摊它的代价。"
            : `每条消息最多装 ${chunk} 个任务，分摊了它的代价。`
        }试试 ${next}。`,
    };
  },
});
