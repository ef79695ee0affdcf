/** What is said about the lesson of phases. */

import { counted, declare, inSeconds, lines, seconds, toggle, whole } from "../../lib/lesson.ts";

interface Facts {
  workers: {
    name: string;
    /** Of each phase: how many threads were behind when it began, and its times. */
    spans: { phase: number; behind: number; from: number; to: number }[];
  }[];
}

export const say = lines({
  en: {
    name: (i: number) => `worker ${i}`,
    ended: (name: string, phase: number) => `${name} has ended phase ${phase}`,
  },
  zh: {
    name: (i) => `线程 ${i}`,
    ended: (name, phase) => `${name} 完成了第 ${phase} 阶段`,
  },
});

/** How many phases were begun while somebody was behind. */
const early = ({ workers }: Facts) =>
  workers.flatMap(({ spans }) => spans).filter(({ behind }) => behind > 0).length;

/** Seconds that the threads waited for each other, all together. */
const waited = ({ workers }: Facts) =>
  workers.flatMap(({ spans }) => spans.slice(1).map(({ from }, i) => from - spans[i]!.to))
    .reduce((sum, time) => sum + time, 0) / 1000;

export const about = declare({
  name: "barrier",
  title: { en: "Phase by phase", zh: "屏障：一个阶段一个阶段" },
  about: {
    en:
      "Threads of different speed work in phases; a barrier lets nobody begin the next one early.",
    zh: "快慢不同的线程分阶段工作，屏障（barrier）不让任何线程提前进入下一个阶段。",
  },
  parameters: {
    threads: whole(3, 1, 12, { en: "how many threads", zh: "线程个数" }),
    phases: whole(3, 1, 50, { en: "how many phases", zh: "阶段数" }),
    delay: seconds(0.3, {
      en: "seconds that the slowest needs for a phase",
      zh: "最慢的线程完成一个阶段所需的秒数",
    }),
    barrier: toggle(true, {
      en: "wait for each other after every phase",
      zh: "每个阶段之后互相等待",
    }),
  },
  explore: { threads: 2, phases: 2, delay: 0 },
  prediction: {
    question: ({ threads, barrier }) => ({
      en: `${counted(threads, "thread")}, some faster than others, ${
        barrier ? "with a barrier" : "without a barrier"
      } after each phase. When does the fastest one begin phase 2?`,
      zh: `${threads} 个线程有快有慢，每个阶段之后${
        barrier ? "有屏障" : "没有屏障"
      }。最快的线程什么时候开始第 2 阶段？`,
    }),
    choices: ({ threads, phases }) =>
      threads === 1 || phases === 1 ? {} : ({
        itself: { en: "when it is done with phase 1 itself", zh: "自己完成第 1 阶段之后" },
        all: { en: "when all are done with phase 1", zh: "所有线程都完成第 1 阶段之后" },
      }),
    answer: ({ workers }: Facts) =>
      workers.some(({ spans }) => (spans[1]?.behind ?? 0) > 0) ? "itself" : "all",
  },
  speed: { workers: ["threads"], work: ({ threads, phases }) => threads * phases },
  invariant: () => ({
    en: "nobody begins a phase before all have ended the one before",
    zh: "所有线程都完成上一个阶段之前，谁也不开始下一个阶段",
  }),
  held: (facts: Facts) => early(facts) === 0,
  breaks: ({ barrier, threads, phases }) => !barrier && threads > 1 && phases > 1,
  picture: ({ workers }: Facts) => {
    const start = Math.min(...workers.map(({ spans }) => spans[0]!.from));
    return {
      lanes: workers.map(({ name, spans }) => ({
        name,
        spans: spans.flatMap(({ phase, from, to }, i) => [
          { from: (from - start) / 1000, to: (to - start) / 1000, mark: `${phase % 10}` },
          ...spans.slice(i + 1, i + 2).filter((next) => next.from > to).map((next) => ({
            from: (to - start) / 1000,
            to: (next.from - start) / 1000,
            mark: "░",
          })),
        ]),
      })),
      legend: {
        en: "The digits are the phases. Light: waits for the others.",
        zh: "数字是第几阶段；浅色：在等别的线程。",
      },
    };
  },
  closing: (facts: Facts, { threads, phases, barrier }) => {
    const begun = threads * (phases - 1), wait = inSeconds(waited(facts));
    if (early(facts) > 0) {
      return {
        en:
          `Threads went on to their next phase ${counted(begun, "time")}, ${
            early(facts)
          } of these while ` +
          `somebody was still in an earlier one. A lock does not fix that: it keeps ` +
          `threads from being somewhere at the same time, but does not say who comes after whom. Try --barrier.`,
        zh:
          `各线程进入下一阶段一共 ${begun} 次，其中 ${
            early(facts)
          } 次进入时，还有线程没完成上一阶段。` +
          `加锁解决不了这个问题：锁只保证不同时持有，不规定先后。试试 --barrier。`,
      };
    }
    if (!barrier && threads > 1 && phases > 1) {
      return {
        en: `No phase began early, by luck: all were about equally fast. Nothing in the program ` +
          `asked for it. Try --no-barrier --delay 0.3.`,
        zh: `没有谁提前开始，但这只是碰巧：大家差不多一样快，程序并没有要求互相等待。` +
          `试试 --no-barrier --delay 0.3。`,
      };
    }
    if (threads === 1) {
      return {
        en:
          `One thread alone has nobody to wait for: its barrier opens right away. Try --threads 3.`,
        zh: `只有一个线程，不用等谁，屏障马上就打开。试试 --threads 3。`,
      };
    }
    if (phases === 1) {
      return {
        en: `With one phase there is no next one to begin early. Try --phases 3.`,
        zh: `只有一个阶段，谈不上提前开始下一个。试试 --phases 3。`,
      };
    }
    return {
      en:
        `Threads went on to their next phase ${
          counted(begun, "time")
        }, never too early. The price: ` +
        `the threads waited ${wait} for each other, all added up, because everybody goes as slowly ` +
        `as the slowest. Try --no-barrier, then --threads ${threads === 8 ? 12 : 8}.`,
      zh:
        `各线程进入下一阶段一共 ${begun} 次，没有一次提前。代价是：所有线程互相等待的时间加起来有 ` +
        `${wait}，因为大家只能和最慢的一样快。试试 --no-barrier，然后试试 --threads ${
          threads === 8 ? 12 : 8
        }。`,
    };
  },
});
