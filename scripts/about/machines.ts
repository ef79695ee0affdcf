/** What the lesson of a pool over several machines says in both languages, what it takes, and what it makes of its facts. */

import {
  counted,
  declare,
  inSeconds,
  lines,
  missingRedis,
  rounded,
  seconds,
  type Span,
  toggle,
  whole,
} from "../../lib/lesson.ts";
import type { MachineRun } from "../../lib/lesson_machines.ts";

interface Facts {
  machines: readonly string[];
  /** What the tasks wrote down themselves, whatever became of their results. */
  runs: MachineRun[];
  /** What the caller got, by task: "result", or the error in words. */
  answers: string[];
  killed?: { machine: string; at: number } | undefined;
  /** When task 1 was begun again, or its caller heard that it is lost. */
  noticed: number;
}

export const say = lines({
  en: {
    ready: (tasks: number, machines: readonly string[]) =>
      `${counted(tasks, "task")} for machines ${machines.join(", ")}`,
    began: (num: number, machine: string) => `task ${num} begins on machine ${machine}`,
    ended: (num: number, machine: string) => `task ${num} ends   on machine ${machine}`,
    killed: (machine: string) => `machine ${machine} loses power`,
  },
  zh: {
    ready: (tasks, machines) => `${tasks} 个任务，机器有 ${machines.join("、")}`,
    began: (num, machine) => `任务 ${num} 开始执行，机器 ${machine}`,
    ended: (num, machine) => `任务 ${num} 执行结束，机器 ${machine}`,
    killed: (machine) => `机器 ${machine} 突然断电`,
  },
});

const firstOf = (runs: readonly MachineRun[]) => Math.min(...runs.map(({ from }) => from));

const runsOf = ({ runs }: Facts, num: number) => runs.filter(({ task }) => task === num);

/** The most tasks that one machine did. */
const rounds = ({ machines, runs }: Facts) =>
  Math.max(...machines.map((name) => runs.filter(({ machine }) => machine === name).length));

export const about = declare({
  name: "machines",
  title: { en: "A pool over machines", zh: "多台机器上的进程池" },
  about: {
    en:
      "A pool's tasks go to several machines (here: processes) through a Redis server; one may die.",
    zh:
      "进程池的任务通过 Redis（存放任务队列的服务器）分到多台机器（这里用进程代替）；其中一台可能中途断电。",
  },
  parameters: {
    machines: whole(3, 2, 6, { en: "how many machines", zh: "机器台数" }),
    tasks: whole(5, 1, 50, { en: "how many tasks", zh: "任务个数" }),
    delay: seconds(1, { en: "seconds that a task takes", zh: "每个任务所需的秒数" }),
    retries: whole(0, 0, 3, {
      en: "how often a lost task is run again",
      zh: "丢失的任务最多重新执行的次数",
    }),
    kill: toggle(false, {
      en: "the machine of task 1 dies in the middle of it",
      zh: "执行任务 1 的机器在中途断电",
    }),
  },
  missing: missingRedis,
  inPython: {
    en:
      "In Python this is Celery: @app.task marks the function, celery -A tasks worker runs on each " +
      "machine, and group(square.s(n) for n in numbers)() is the map. A task is acknowledged before " +
      "it runs, so the one of a dead machine is not run again, and its caller waits in vain. With " +
      "acks_late=True, as with --retries 1 here, it is given out again after visibility_timeout.",
    zh: "在 Python 里这是 Celery：函数加上 @app.task，每台机器运行 celery -A tasks worker，" +
      "group(square.s(n) for n in numbers)() 就是这里的 map。工作者还没执行就先确认收到任务，所以断电机器上的任务" +
      "不会重新执行，调用者白等。用 acks_late=True 就像这里的 --retries 1：沉默超过 visibility_timeout，任务会再发一次。",
  },
  prediction: {
    question: ({ machines, tasks, delay, retries, kill }) =>
      kill
        ? {
          en: `The machine that runs task 1 dies in the middle of it; ` +
            `${
              retries === 0 ? "a lost task is not run again" : "a lost task is run again"
            }. How often does task 1 run, and what does its caller get?`,
          zh: `执行任务 1 的机器中途断电；${
            retries === 0 ? "丢失的任务不重新执行" : "丢失的任务会重新执行"
          }。任务 1 会执行几次，调用者得到什么？`,
        }
        : {
          en: `${counted(tasks, "task")} of ${delay} s, one at a time on each of ${machines} ` +
            `machines. How long will they take?`,
          zh:
            `${tasks} 个任务，每个 ${delay} 秒，${machines} 台机器，每台同时只执行一个。一共要多久？`,
        },
    choices: ({ machines, tasks, delay, kill }) => {
      if (kill) {
        return {
          "1 result": { en: "once, and its result", zh: "一次，得到结果" },
          "1 error": { en: "once, and an error", zh: "一次，得到错误" },
          "2 result": { en: "twice, and a result", zh: "两次，得到结果" },
        };
      }
      const times = delay === 0 ? [] : new Set([1, Math.ceil(tasks / machines), tasks]);
      return Object.fromEntries(
        [...times].map((n) => [n, rounded(n * delay)] as const)
          .map(([n, time]) => [`${n}`, { en: `about ${time} s`, zh: `约 ${time} 秒` }]),
      );
    },
    answer: (facts: Facts, { kill }) =>
      kill
        ? `${runsOf(facts, 1).length} ${facts.answers[0] === "result" ? "result" : "error"}`
        : `${rounds(facts)}`,
  },
  invariant: () => ({
    en: "each task runs exactly once, and its caller gets its result",
    zh: "每个任务恰好执行一次，调用者都得到结果",
  }),
  held: (facts: Facts, { tasks }) =>
    facts.answers.length === tasks &&
    facts.answers.every((answer, i) => answer === "result" && runsOf(facts, i + 1).length === 1),
  breaks: ({ kill }) => kill,
  picture: ({ machines, runs, killed }: Facts) => {
    const start = firstOf(runs);
    const lanes = machines.map((name) => {
      const dead = name === killed?.machine ? killed.at - start : undefined;
      const spans = runs.filter(({ machine }) => machine === name).map(
        ({ task, from, to }): Span => ({
          from: from - start,
          to: to === undefined ? dead ?? from - start : to - start,
          mark: `${task % 10}`,
        }),
      );
      if (dead !== undefined) spans.push({ from: dead, to: dead, mark: "x" });
      return { name, spans };
    });
    const legend = {
      en: `Each row is a machine; the digits are its tasks${killed ? ", x is where it died" : ""}.`,
      zh: `每行是一台机器，数字是它执行的任务编号${killed ? "，x 处断电" : ""}。`,
    };
    return { lanes, legend };
  },
  closing: (facts: Facts) => {
    const { machines, runs, answers, killed, noticed } = facts;
    if (!killed) {
      const used = new Set(runs.map(({ machine }) => machine)).size;
      const time = inSeconds(Math.max(...runs.map(({ to = 0 }) => to)) - firstOf(runs));
      return {
        en: `${counted(answers.length, "task")} ran on ${used} of ${machines.length} machines in ` +
          `${time}. The calls are those of a pool of processes: only the import differs, and you ` +
          `give the address of a Redis server. What is new is that a machine can vanish: try --kill, ` +
          `then --kill --retries 1.`,
        zh: `${answers.length} 个任务在 ${machines.length} 台机器中的 ${used} 台上执行，用了 ` +
          `${time}。调用方法和进程池完全一样：只换了 import，再给出 Redis 的地址。新问题是机器` +
          `可能突然失联：试试 --kill，再试试 --kill --retries 1。`,
      };
    }
    const { machine, at } = killed, after = inSeconds(noticed - at);
    const times = runsOf(facts, 1).length, again = runsOf(facts, 1).at(-1)!.machine;
    const others = answers.slice(1).filter((answer) => answer === "result").length;
    if (times === 1) {
      return {
        en:
          `Machine ${machine} died in the middle of task 1. After ${after} of silence, its caller ` +
          `got a WorkerLostError; ${
            counted(others, "other task")
          } gave results. Task 1 ran once, and ` +
          `nobody can know how much of it was done: if it had to post a letter, that may be posted, or not. ` +
          `Try --kill --retries 1.`,
        zh: `机器 ${machine} 在执行任务 1 的中途断电，沉默了 ${after}；调用者收到 ` +
          `WorkerLostError；另外 ${others} 个任务都有结果。任务 1 执行了一次，但谁也不知道它做到了` +
          `哪一步：假如它要寄一封信，信也许已经寄出，也许没有。试试 --kill --retries 1。`,
      };
    }
    return {
      en: `Machine ${machine} died in the middle of task 1. After ${after} of silence, machine ` +
        `${again} began it again, and a result came; but the task ran ${times} times: if it had ` +
        `to post a letter, it may have posted two. At most once, or at least once: exactly once ` +
        `cannot be guaranteed, so a task that may run again should be idempotent: twice has the effect of once. Try --kill --retries 0.`,
      zh: `机器 ${machine} 在执行任务 1 的中途断电，沉默了 ${after}；机器 ${again} 把任务 1 ` +
        `重新执行一遍，结果有了；但任务执行了 ${times} 次：假如它要寄一封信，信就可能寄了两遍。要么最多一次，要么` +
        `至少一次，“恰好一次”做不到；所以可能重新执行的任务应当是幂等的（做几次都和做一次一样）。试试 --kill --retries 0。`,
    };
  },
});
