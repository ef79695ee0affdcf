/** What is said about the lesson of two processes that talk through a pipe. */

import {
  counted,
  declare,
  inSeconds,
  lines,
  seconds,
  type Span,
  toggle,
  whole,
} from "../../lib/lesson.ts";

interface Facts {
  parent: number;
  /** What the child was answered, when it waited for that, and when it began and ended. */
  asked: { pid: number; answers: unknown[]; waits: Span[]; began: number; ended: number };
  /** When the parent waited in recv(); the last time for the end of the file. */
  waits: Span[];
  /** The end of the file came only when the parent had closed the copy that it had kept. */
  stuck: boolean;
}

export const say = lines({
  en: {
    asks: (pid: number, n: number) => `process ${pid} asks: the square of ${n}?`,
    answers: (pid: number, n: number, square: number) =>
      `process ${pid} answers: ${n} x ${n} = ${square}`,
    closes: (pid: number) => `process ${pid} closes its end of the pipe`,
    end: (pid: number) => `process ${pid} receives EOFError: nobody has the other end`,
    stuck: (pid: number) => `process ${pid} still waits: it has a copy of the other end itself`,
    childLane: "child",
    parentLane: "parent",
  },
  zh: {
    asks: (pid, n) => `进程 ${pid} 提问：${n} 的平方是多少？`,
    answers: (pid, n, square) => `进程 ${pid} 回答：${n} x ${n} = ${square}`,
    closes: (pid) => `进程 ${pid} 关闭管道中自己的一端`,
    end: (pid) => `进程 ${pid} 收到 EOFError：没有谁还拿着另一端`,
    stuck: (pid) => `进程 ${pid} 还在等：它自己手里就有另一端的副本`,
    childLane: "子进程",
    parentLane: "父进程",
  },
});

const squares = (questions: number) => Array.from({ length: questions }, (_, i) => (i + 1) ** 2);

/** Milliseconds from a question to its answer, on average. */
function onTheWay({ asked: { waits } }: Facts): number {
  return waits.reduce((sum, { from, to }) => sum + to - from, 0) / waits.length;
}

export const about = declare({
  name: "pipe",
  title: { en: "A pipe, and its end", zh: "管道与 EOF" },
  about: {
    en: "Two processes talk through a pipe; it is over when every copy of one end is closed.",
    zh: "两个进程通过管道对话；一端的所有副本都关闭了，另一端才知道对话结束。",
  },
  parameters: {
    questions: whole(3, 1, 1000, { en: "questions the child asks", zh: "子进程提问的次数" }),
    delay: seconds(0.3, { en: "seconds before each question", zh: "每次提问前的秒数" }),
    close: toggle(true, {
      en: "the parent closes its copy of the child's end",
      zh: "父进程手里也有子进程那一端，关闭它",
    }),
  },
  prediction: {
    question: ({ questions, close }) => ({
      en: `The child asks ${counted(questions, "question")}, closes its end and is gone. ` +
        `The parent has ${
          close ? "closed" : "kept"
        } its copy of that end. What does its next recv() do?`,
      zh:
        `子进程提问 ${questions} 次，关闭自己的一端，然后结束。那一端在父进程里也有一个副本，父进程${
          close ? "已经" : "还没有"
        }把它关闭。父进程的下一次 recv() 会怎样？`,
    }),
    choices: () => ({
      end: { en: "it throws EOFError", zh: "抛出 EOFError" },
      waits: { en: "it waits for ever", zh: "永远等下去" },
      nothing: { en: "it returns undefined", zh: "返回 undefined" },
    }),
    answer: ({ stuck }: Facts) => stuck ? "waits" : "end",
  },
  invariant: () => ({
    en: "each question gets its answer, and the pipe ends when the child has closed its end",
    zh: "每个问题都得到自己的回答，子进程关闭它的一端之后管道就结束",
  }),
  held: ({ asked, parent, stuck }: Facts, { questions }) =>
    !stuck && asked.pid !== parent && asked.answers.join() === squares(questions).join(),
  breaks: ({ close }) => !close,
  picture: ({ asked, waits }: Facts) => {
    const start = Math.min(asked.began, waits[0]!.from);
    const lane = (name: string, spans: Span[]) => ({
      name,
      spans: spans.map((span) => ({
        ...span,
        from: (span.from - start) / 1000,
        to: (span.to - start) / 1000,
      })),
    });
    const light = (spans: Span[]) => spans.map((span) => ({ ...span, mark: "░" }));
    const last = waits.at(-1)!.to;
    return {
      lanes: [
        lane(say("childLane"), [{ from: asked.began, to: asked.ended }, ...light(asked.waits)]),
        lane(say("parentLane"), [
          ...light(waits),
          ...waits.slice(0, -1).map(({ to }) => ({ from: to, to })), // it answers at once
          { from: last, to: last, mark: "E" },
        ]),
      ],
      legend: {
        en: "Dark: thinks or answers. Light: waits for a message. E: the end of file.",
        zh: "深色：思考或回答；浅色：等消息；E：EOF（文件结束）。",
      },
    };
  },
  closing: (facts: Facts, { questions, close }) => {
    const { asked, waits, stuck } = facts;
    const way = onTheWay(facts).toFixed(1);
    const late = inSeconds(Math.max(0, waits.at(-1)!.to - asked.ended) / 1000);
    if (stuck) {
      return {
        en: `The child was gone, and the parent waited ${late} more for the end of file. The ` +
          `parent itself was the cause: it still had a copy of the other end. The end of file came as soon as ` +
          `that copy was closed; without that, the program would wait for ever. Try --close.`,
        zh:
          `子进程已经结束，父进程又等了 ${late}。挡住 EOF（文件结束）的正是它自己：另一端的副本还在它手里。` +
          `一关闭这个副本，EOF 就到了；否则程序会永远等下去。试试 --close。`,
      };
    }
    if (!close) {
      return {
        en: "The end of file came although the parent had kept its copy. That should not happen. " +
          "Try it again, or --close.",
        zh: "父进程还留着副本，EOF 却到了，这不应该发生。再运行一次，或者试试 --close。",
      };
    }
    return {
      en: `${counted(questions, "question")} and ${counted(asked.answers.length, "answer")} went ` +
        `through one pipe, ${way} ms there and back on average. Unlike a socket it carries whole messages; ` +
        `either process may send. It ended because nobody had the child's end any more: the child ` +
        `had closed it, and the parent its copy. Try --no-close.`,
      zh:
        `${questions} 个问题和 ${asked.answers.length} 个回答走的是同一个管道，一来一回平均 ${way} ms。` +
        `这里的管道传的是完整的消息，不像套接字只传字节；两个进程都可以发送。` +
        `管道能结束，是因为没有谁还拿着子进程的那一端：子进程关闭了它，父进程也关闭了副本。` +
        `试试 --no-close。`,
    };
  },
});
