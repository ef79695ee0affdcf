/** What the lesson of three tasks on one thread says in both languages, what it takes, and what it makes of its facts. */

import { counted, declare, lines, seconds, whole } from "../../lib/lesson.ts";

interface Facts {
  /** The tasks in the order of their steps: [1, 2, 3, 1, 2, 3]. */
  order: number[];
  /** How often the loop went from one task to another. */
  switches: number;
  /** The threads that ran a step. */
  threads: string[];
  results: number[];
}

export const say = lines({
  en: {
    step: (task: string, step: number, of: number) => `${task}: step ${step} of ${of}, then yield*`,
    done: (task: string) => `${task}: has ended`,
    task: (number: number) => `task ${number}`,
  },
  zh: {
    step: (task, step, of) => `${task}：第 ${step} 步（共 ${of} 步），然后 yield* 让出`,
    done: (task) => `${task}：执行完毕`,
    task: (number) => `任务 ${number}`,
  },
});

export const about = declare({
  name: "event_loop",
  title: { en: "Tasks on one thread", zh: "事件循环：轮流执行协程" },
  about: {
    en: "A loop calls send() on the coroutines in turn; each yield is a switch.",
    zh: "事件循环轮流驱动多个协程，协程每次让出线程（yield）都是一个切换点。",
  },
  parameters: {
    tasks: whole(3, 1, 50, { en: "how many coroutines", zh: "任务（协程）个数" }),
    steps: whole(3, 1, 100, { en: "steps each of them takes", zh: "每个协程的步数" }),
    delay: seconds(0.5, { en: "seconds each sleeps after a step", zh: "每步之后睡眠的秒数" }),
  },
  prediction: {
    question: ({ tasks, steps }) => ({
      en: `${tasks} tasks of ${steps} steps each, one thread. In what order do they run?`,
      zh: `${tasks} 个任务，每个 ${steps} 步，只有一个线程。按什么顺序执行？`,
    }),
    // Of one task, or of one step each, there is only one order to be had.
    choices: ({ tasks, steps }) =>
      tasks === 1 || steps === 1 ? {} : ({
        turns: { en: "in turns, as 1 2 3 1 2 3", zh: "轮流，如 1 2 3 1 2 3" },
        blocks: {
          en: "one task after the other, as 1 1 2 2 3 3",
          zh: "一个做完再做下一个，如 1 1 2 2 3 3",
        },
        chance: { en: "differently each time", zh: "每次都不一样" },
      }),
    answer: ({ order, results }: Facts) => inTurns(order, results.length) ? "turns" : "chance",
  },
  invariant: () => ({
    en: "the tasks take turns on one thread: everyone's step 1, then everyone's step 2, and so on",
    zh: "所有任务在同一个线程上轮流执行：先是每个任务的第 1 步，再是每个任务的第 2 步，以此类推",
  }),
  held: ({ order, threads, results }: Facts, { tasks, steps }) =>
    order.length === tasks * steps && inTurns(order, tasks) && threads.length === 1 &&
    results.every((done) => done === steps),
  picture: ({ order, results }: Facts) => ({
    lanes: results.map((_, i) => ({
      name: say("task", i + 1),
      spans: order.flatMap((task, at) =>
        task === i + 1
          ? [{ from: at, to: at + 1, mark: `${Math.floor(at / results.length + 1) % 10}` }]
          : []
      ),
    })),
    turns: true,
    legend: {
      en: "From left to right: who ran when; the digits are the steps.",
      zh: "从左到右：谁在什么时候执行，数字是第几步。",
    },
  }),
  closing: ({ order, switches }: Facts, { tasks, delay }) => ({
    en:
      `One thread ran ${
        counted(order.length, "step")
      }; between them it went from one task to another ` +
      `${counted(switches, "time")}. A coroutine gives up the thread only where it says yield* ` +
      `(Python's await). Between two such places nobody else runs, so no lock is needed there; ` +
      `but a coroutine that never yields ` +
      `holds up all others. Try --tasks ${other(tasks)} or --delay ${
        delay === 0 ? 0.5 : 0
      }: the order stays the same.`,
    zh:
      `一个线程执行了 ${order.length} 步，步与步之间换了 ${switches} 次任务。协程只在写着 yield* 的地方` +
      `让出线程，其余地方别的协程插不进来，不用锁；但只要有一个协程不让出，别的协程就都得等它。` +
      `试试 --tasks ${other(tasks)} 或 --delay ${delay === 0 ? 0.5 : 0}：顺序不变。`,
  }),
});

/** Another number of tasks to try, which the parameter allows. */
function other(tasks: number): number {
  return tasks < 50 ? tasks + 1 : 3;
}

/** Is `order` 1, 2, ... `tasks`, and then the same again to the end? */
function inTurns(order: number[], tasks: number): boolean {
  return order.every((task, at) => task === at % tasks + 1);
}
