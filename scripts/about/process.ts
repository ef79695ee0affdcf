/** What the lesson of a child process and its argument says in both languages, what it takes, and what it makes of its facts. */

import { declare, lines, seconds, text, whole } from "../../lib/lesson.ts";

interface Facts {
  parent: number;
  children: { pid: number; received: string; score: number }[];
  sent: string;
  /** The parent's variable before and after the children changed theirs. */
  scoreBefore: number;
  scoreAfter: number;
  /** Seconds after the start at which each child ended. */
  ended: number[];
}

export const say = lines({
  en: {
    parent: (pid: number) => `parent process: ${pid}`,
    child: (pid: number) => `child process: ${pid}`,
    argument: (text: string) => `argument from the parent: ${text}`,
    changed: (score: number) => `global_score in the child: ${score}`,
    kept: (score: number) => `global_score in the parent: ${score}`,
    ended: "the main process has ended",
  },
  zh: {
    parent: (pid) => `父进程 ID：${pid}`,
    child: (pid) => `子进程 ID：${pid}`,
    argument: (text) => `父进程传来的参数：${text}`,
    changed: (score) => `子进程中的 global_score：${score}`,
    kept: (score) => `父进程中的 global_score：${score}`,
    ended: "主进程执行完毕！",
  },
});

/** Every process has a number of its own. */
const distinct = ({ parent, children }: Facts) =>
  new Set([parent, ...children.map(({ pid }) => pid)]).size === children.length + 1;

export const about = declare({
  name: "process",
  title: { en: "A child process", zh: "创建子进程并传递参数" },
  about: {
    en: "A child process gets a message; its memory is not the parent's.",
    zh: "子进程收到父进程的参数；它的内存和父进程的内存互不相干。",
  },
  parameters: {
    processes: whole(1, 1, 16, { en: "how many child processes", zh: "子进程个数" }),
    delay: seconds(10, { en: "seconds a child sleeps first", zh: "子进程先睡眠的秒数" }),
    message: text({ en: "an argument from the main process", zh: "你好，子进程" }, 200, {
      en: "the argument for the children",
      zh: "传给子进程的参数",
    }),
  },
  prediction: {
    question: () => ({
      en: "global_score is 100. The child sets its own to 0. What does the parent see afterwards?",
      zh: "global_score 是 100，子进程把它改成 0。之后父进程看到的是多少？",
    }),
    choices: () => ({
      same: { en: "100: the child has a copy", zh: "100：子进程改的是自己的那一份" },
      changed: { en: "0: it is the same variable", zh: "0：它们是同一个变量" },
    }),
    answer: ({ scoreBefore, scoreAfter }: Facts) => scoreBefore === scoreAfter ? "same" : "changed",
  },
  speed: { workers: ["processes"], work: ({ processes }) => processes },
  invariant: () => ({
    en: "every process has its own id and its own memory, and the argument arrives unchanged",
    zh: "每个进程都有自己的 ID 和自己的内存，参数原样到达",
  }),
  held: (facts: Facts) =>
    distinct(facts) && facts.scoreBefore === facts.scoreAfter &&
    facts.children.every(({ received, score }) => received === facts.sent && score === 0),
  picture: ({ parent, children, ended }: Facts) => ({
    lanes: [
      { name: `${parent}`, spans: [{ from: 0, to: Math.max(...ended), mark: "░" }] },
      ...children.map(({ pid }, i) => ({ name: `${pid}`, spans: [{ from: 0, to: ended[i]! }] })),
    ],
    inTimeline: true,
  }),
  closing: ({ children, scoreAfter }: Facts) => {
    const n = children.length;
    return {
      en: `${n === 1 ? "A child process" : `${n} child processes`} ran the same script with the ` +
        `argument the parent sent. Processes share no memory unless a program asks for it: ${
          n === 1 ? "the child" : "each child"
        } set its global_score to 0, ` +
        `and the parent's is still ${scoreAfter}. Try --processes 3 --delay 1: three children sleep ` +
        `at the same time.`,
      zh:
        `${
          n === 1 ? "子进程" : `${n} 个子进程`
        }用父进程传来的参数执行了同一个脚本。进程之间默认不共享内存：` +
        `子进程把自己的 global_score 改成了 0，父进程里的仍然是 ${scoreAfter}。` +
        `试试 --processes 3 --delay 1：三个子进程同时睡眠。`,
    };
  },
});
