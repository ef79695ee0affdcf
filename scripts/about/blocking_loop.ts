/** What is said about the lesson of a task that computes and stops all timers. */

import { counted, declare, inSeconds, lines, seconds, toggle } from "../../lib/lesson.ts";

/** Where it is computed: on the loop, plainly or as an async function; in a thread; in a process. */
export type Where = "loop" | "async" | "thread" | "process";

interface Part {
  where: Where;
  /** How often the clock ticked while it was computed. */
  during: number;
  /** When it was computed, and when the clock ticked, in seconds after the part began. */
  from: number;
  to: number;
  ticks: number[];
}

interface Facts {
  parts: Part[];
}

export const say = lines({
  en: {
    begins: (where: Where) =>
      ({
        loop: "on the loop: a function that computes",
        async: "on the loop again: the same, as an async function",
        thread: "in a thread",
        process: "in a child process",
      })[where],
    tick: (n: number) => `  tick ${n}`,
    during: (_where: Where, ticks: number) => `  ticks while it computed: ${ticks}`,
    lane: (where: Where) => where as string,
    clock: "  clock",
  },
  zh: {
    begins: (where) =>
      ({
        loop: "在事件循环上：一个一直计算的函数",
        async: "还在事件循环上：同样的函数，写成 async",
        thread: "在另一个线程里",
        process: "在子进程里",
      })[where],
    tick: (n) => `  滴答 ${n}`,
    during: (_where, ticks) => `  计算期间：${ticks} 次滴答`,
    lane: (where) =>
      ({ loop: "事件循环", async: "async", thread: "线程", process: "子进程" })[where],
    clock: "  时钟",
  },
});

const last = ({ parts }: Facts) => parts.at(-1)!;

export const about = declare({
  name: "blocking_loop",
  title: { en: "A task without a wait", zh: "阻塞事件循环" },
  about: {
    en: "One task that computes stops every timer of its thread. Where should that work go?",
    zh: "一个一直计算的任务会让同一线程的所有定时器停住。该把它放到哪里？",
  },
  parameters: {
    work: seconds(1, { en: "seconds of computing", zh: "计算的秒数" }),
    tick: seconds(0.2, { en: "seconds between ticks", zh: "两次滴答之间的秒数" }),
    away: toggle(true, {
      en: "compute in a thread and in a process, too",
      zh: "再放到线程和子进程里计算",
    }),
  },
  blocks: true,
  prediction: {
    question: ({ work, tick }) => ({
      en: `A clock ticks every ${tick} s. On the same thread a function computes for ${work} s. ` +
        `How often does the clock tick meanwhile?`,
      zh: `一个时钟每 ${tick} 秒滴答一次。同一个线程上，有个函数要计算 ${work} 秒。` +
        `这期间时钟滴答几次？`,
    }),
    choices: ({ work, tick }) =>
      tick === 0 || work < 3 * tick ? {} : ({
        all: {
          en: `about ${Math.round(work / tick)} times: timers go by themselves`,
          zh: `约 ${Math.round(work / tick)} 次：定时器自己会走`,
        },
        fewer: { en: "less often: they share the thread", zh: "少一些：它们共用一个线程" },
        never: { en: "never", zh: "一次也没有" },
      }),
    answer: ({ parts }: Facts, { work, tick }) => {
      const { during } = parts[0]!;
      return during === 0 ? "never" : during < work / tick - 1 ? "fewer" : "all";
    },
  },
  invariant: ({ away }) =>
    away
      ? {
        en: "no tick while the loop computes; ticks while a thread or a process does",
        zh: "在事件循环上计算时没有滴答；线程或子进程计算时照常滴答",
      }
      : {
        en: "the clock ticks while the async function computes",
        zh: "async 函数计算时，时钟照常滴答",
      },
  // One tick is asked for where five could be, and on a busy machine not of the shortest times.
  held: ({ parts }: Facts, { work, tick }) =>
    parts.every((part) => {
      if (part.where === "loop") return part.during === 0;
      if (part.where === "async") return part.during > 0;
      const long = part.to - part.from >= 0.1 && work >= 5 * tick;
      return !long || part.during > 0;
    }),
  breaks: ({ away }) => !away,
  picture: ({ parts }: Facts) => ({
    lanes: parts.flatMap(({ where, from, to, ticks }) => [
      { name: say("lane", where), spans: [{ from, to }] },
      { name: say("clock"), spans: ticks.map((at) => ({ from: at, to: at, mark: "t" })) },
    ]),
    legend: {
      en: "The bar is the computing, each t a tick of the clock beside it.",
      zh: "长条是计算，它下面的每个 t 是时钟的一次滴答。",
    },
  }),
  closing: (facts: Facts, { away }) => {
    const [first] = facts.parts, time = inSeconds(first!.to - first!.from);
    if (!away) {
      const { during, from, to } = last(facts);
      return {
        en:
          `Called plainly, the function computed for ${time} with ${
            counted(first!.during, "tick")
          } ` +
          `meanwhile; as an async function, for ${inSeconds(to - from)} with ${during}. ` +
          `The word async moves nothing: only at an await does the thread become free for others, ` +
          `and there is none here. Try --away.`,
        zh:
          `直接调用，计算了 ${time}，期间滴答 ${first!.during} 次；写成 async 函数，计算了 ${
            inSeconds(to - from)
          }，期间滴答 ${during} 次。async 这个词不会把计算搬到别处：` +
          `只有在 await 处线程才让给别人，而这里没有 await。试试 --away。`,
      };
    }
    const ticks = (where: Where) => facts.parts.find((part) => part.where === where)!.during;
    return {
      en:
        `While the loop itself computed for ${time}, the clock ticked ${
          counted(first!.during, "time")
        }: a timer only says when a task may run; the task runs when the thread is free. ` +
        `While a thread computed, the clock ticked ${counted(ticks("thread"), "time")}, and ${
          ticks("process")
        } while a process did. Try --no-away: does the word async help?`,
      zh: `在事件循环上计算了 ${time}，期间时钟滴答 ${first!.during} 次：` +
        `定时器只决定任务最早什么时候可以执行，真正执行要等线程空下来。` +
        `另一个线程计算时滴答了 ${ticks("thread")} 次，子进程计算时滴答了 ${
          ticks("process")
        } 次。` +
        `试试 --no-away：写成 async 有用吗？`,
    };
  },
});
