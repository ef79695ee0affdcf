/** What the lesson of what distance costs says in both languages, what it takes, and what it makes of its facts. */

import {
  counted,
  declare,
  inSeconds,
  lines,
  missingRedis,
  type Picture,
  toggle,
  whole,
} from "../../lib/lesson.ts";
import type { MachineRun } from "../../lib/lesson_machines.ts";

/** Seconds for all calls: without a message, with one message for each, with one for many. */
interface Messages {
  here: number;
  single: number;
  packed: number;
  /** Were the results all the same, in the same order? */
  same: boolean;
}

/** What became of two tasks while Redis was silent. */
interface Away {
  silence: { from: number; to: number };
  /** How many the caller was told are lost. */
  lost: number;
  runs: MachineRun[];
}

interface Facts {
  machines: readonly string[];
  messages?: Messages;
  away?: Away;
}

export const say = lines({
  en: {
    took: (messages: number, chunk: number, time: number) =>
      `${counted(messages, "message")} of ${counted(chunk, "task")}: ${inSeconds(time)}`,
    began: (num: number, machine: string) => `task ${num} begins on machine ${machine}`,
    ended: (num: number, machine: string) => `task ${num} ends   on machine ${machine}`,
    silent: "Redis is silent; nobody dies",
    back: "Redis answers again",
    here: "no message",
    single: "one task each",
    packed: (chunk: number) => `${chunk} tasks each`,
  },
  zh: {
    took: (messages, chunk, time) => `${messages} 条消息，每条 ${chunk} 个任务：${inSeconds(time)}`,
    began: (num, machine) => `任务 ${num} 开始执行，机器 ${machine}`,
    ended: (num, machine) => `任务 ${num} 执行结束，机器 ${machine}`,
    silent: "Redis 没有回应了；没有机器断电",
    back: "Redis 又有回应了",
    here: "不发消息",
    single: "每条 1 个任务",
    packed: (chunk) => `每条 ${chunk} 个任务`,
  },
});

/** Which of the answers is it? */
function howMuch({ single, packed }: Messages): string {
  const times = single / packed;
  return times < 2 ? "same" : times < 10 ? "few" : "many";
}

/** How many of the two tasks were run more than once. */
const repeated = ({ runs }: Away) =>
  [1, 2].filter((num) => runs.filter(({ task }) => task === num).length > 1).length;

function pictureOfAway(machines: readonly string[], { silence, runs }: Away): Picture {
  const start = Math.min(...runs.map(({ from }) => from));
  const end = Math.max(silence.to, ...runs.map(({ to = 0 }) => to)) - start;
  const from = silence.from - start, to = silence.to - start;
  const used = machines.filter((name) => runs.some(({ machine }) => machine === name));
  return {
    lanes: [
      {
        name: "Redis",
        spans: [{ from: 0, to: from }, { from, to, mark: "░" }, { from: to, to: end }],
      },
      ...used.map((name) => ({
        name,
        spans: runs.filter(({ machine }) => machine === name).map((run) => ({
          from: run.from - start,
          to: (run.to ?? end + start) - start,
          mark: `${run.task}`,
        })),
      })),
    ],
    legend: {
      en: "The digits are the tasks on each machine; the lighter part is the silence of Redis.",
      zh: "数字是各台机器上的任务编号，浅色是 Redis 没有回应的时间。",
    },
  };
}

export const about = declare({
  name: "distance",
  title: { en: "What a message costs", zh: "消息的代价" },
  about: {
    en:
      "Tiny tasks on other machines, one per message or many; what if Redis is silent for a while?",
    zh:
      "把很小的任务交给别的机器：一条消息一个，还是一条消息许多个；以及 Redis 一时没有回应会怎样。",
  },
  parameters: {
    tasks: whole(500, 10, 10_000, { en: "how many tiny tasks", zh: "小任务个数" }),
    chunk: whole(100, 2, 10_000, { en: "tasks in one message", zh: "一条消息中的任务个数" }),
    retries: whole(0, 0, 3, {
      en: "how often a lost task is run again",
      zh: "丢失的任务最多重新执行的次数",
    }),
    away: toggle(false, {
      en: "two long tasks instead, and Redis is silent meanwhile",
      zh: "改为两个长任务，其间 Redis 没有回应",
    }),
  },
  missing: missingRedis,
  inPython: {
    en: "In Python, with plain Redis: redis.Redis().lpush() sends a task, brpop() takes one in a " +
      "worker; a list of a hundred arguments in each message does what --chunk does here. Celery " +
      "has it as square.chunks(args, 100). There visibility_timeout is how long a worker may be " +
      "silent: with acks_late=True a task that takes longer is run twice, though nobody died.",
    zh:
      "在 Python 里直接用 Redis：redis.Redis().lpush() 发一个任务，工作者用 brpop() 取；每条消息放" +
      "一百个参数的列表，就相当于这里的 --chunk。Celery 的写法是 square.chunks(args, 100)。它的 " +
      "visibility_timeout 就是工作者可以沉默多久：用了 acks_late=True，超过这个时间的任务会执行两遍，" +
      "虽然没有机器断电。",
  },
  prediction: {
    question: ({ tasks, chunk, away }) =>
      away
        ? {
          en:
            "Two machines run one long task each, two are idle, and Redis is silent for 6 s. Nobody dies, and no " +
            "data is lost. How many of the two tasks are reported to the caller as lost?",
          zh: "两台机器在工作，两台空闲，Redis 6 秒没有回应。没有机器断电，数据也没有丢。" +
            "调用者会收到几个“任务丢失”的错误？",
        }
        : {
          en: `${tasks} tiny tasks: one per message, or up to ${chunk} per message. ` +
            `How long does the first way take, compared with the second?`,
          zh:
            `${tasks} 个很小的任务：一条消息一个，或者一条消息最多 ${chunk} 个。前者用的时间是后者的多少倍？`,
        },
    choices: ({ away, retries }): Readonly<Record<string, { en: string; zh: string }>> =>
      away
        ? {
          "0 0": { en: "none, each runs once", zh: "一个也没有，各执行一次" },
          "1 0": { en: "one of them", zh: "一个" },
          "2 0": { en: "both of them", zh: "两个都报丢失" },
          ...retries > 0
            ? { "0 2": { en: "none, but both run twice", zh: "一个也没有，但都执行了两次" } }
            : {},
        }
        : {
          same: { en: "about as long", zh: "差不多一样" },
          few: { en: "a few times as long", zh: "几倍" },
          many: { en: "more than ten times as long", zh: "十倍以上" },
        },
    answer: ({ messages, away }: Facts) =>
      away ? `${away.lost} ${repeated(away)}` : howMuch(messages!),
  },
  invariant: ({ away }) =>
    away
      ? {
        en: "nobody dies, so no task is lost and none runs twice",
        zh: "没有机器断电，所以没有任务丢失，也没有任务执行两次",
      }
      : { en: "all results are right and in order", zh: "所有结果都正确，顺序也不变" },
  held: ({ messages, away }: Facts) =>
    away ? away.lost === 0 && repeated(away) === 0 : messages!.same,
  breaks: ({ away }) => away,
  picture: ({ machines, messages, away }: Facts, { chunk, tasks }) => {
    if (away) return pictureOfAway(machines, away);
    const { here, single, packed } = messages!;
    const lane = (name: string, to: number) => ({ name, spans: [{ from: 0, to }] });
    return {
      lanes: [
        lane(say("single"), single),
        lane(say("packed", Math.min(chunk, tasks)), packed),
        lane(say("here"), here),
      ],
    };
  },
  closing: ({ messages, away }: Facts, { tasks, chunk, retries }) => {
    if (!messages) {
      const { silence, lost } = away!, time = inSeconds(silence.to - silence.from);
      const twice = repeated(away!);
      if (lost === 0 && twice === 0) {
        return {
          en:
            `Redis was silent for ${time}, and this time nothing came of it: both tasks ran once, ` +
            `and their results came. That is luck. Try --away again.`,
          zh: `Redis 有 ${time} 没有回应，这次没有造成后果：两个任务各执行一次，结果都有了。` +
            `这只是运气。再试试 --away。`,
        };
      }
      return retries === 0
        ? {
          en: `Redis was silent for ${time}; a machine counts as lost after 3 s. Nobody died and ` +
            `both tasks ran to their ends, yet ${lost} of 2 were reported as lost: from afar, a ` +
            `silent machine and a dead one look the same. A longer limit would notice real deaths ` +
            `later. Try --away --retries 1.`,
          zh:
            `Redis 有 ${time} 没有回应；超过 3 秒，机器就算失联。没有机器断电，两个任务都执行到底，` +
            `却有 ${lost} 个被报告为丢失：从远处看，沉默的机器和断电的机器一模一样。把这个时限放长，` +
            `真正断电时也就知道得更晚。试试 --away --retries 1。`,
        }
        : {
          en:
            `Redis was silent for ${time}; a machine counts as lost after 3 s. Nobody died, yet ` +
            `${twice} of 2 tasks were begun again on another machine while the first run went on: ` +
            `the caller got its results, and part of the work was done twice for nothing. ` +
            `Try --away --retries 0.`,
          zh: `Redis 有 ${time} 没有回应；超过 3 秒，机器就算失联。没有机器断电，却有 ${twice} 个` +
            `任务在另一台机器上重新执行，而原来的那次还在继续：调用者得到了结果，但有一部分工作白白做了两遍。` +
            `试试 --away --retries 0。`,
        };
    }
    const { here, single, packed } = messages;
    const times = (single / packed).toFixed(1), carried = Math.min(chunk, tasks);
    const message = single / tasks, call = here / tasks;
    const cost = (message * 1000).toFixed(2), calls = Math.round(message / call);
    const next = chunk >= 1000 ? 10 : chunk * 10;
    return {
      en: `One task in each message took ${inSeconds(single)}, ${carried} in each took ` +
        `${
          inSeconds(packed)
        }: ${times} times as fast. A message cost ${cost} ms, as much time as ` +
        `${calls} of these tasks done here. The price is per message, not per task: so let each ` +
        `message carry many. Try --chunk ${next}, then --away.`,
      zh: `一条消息一个任务，用了 ${inSeconds(single)}；一条消息 ${carried} 个，用了 ` +
        `${
          inSeconds(packed)
        }，前者是后者的 ${times} 倍。一条消息要 ${cost} ms，抵得上 ${calls} 次不发消息的` +
        `调用：代价按消息条数算，不按任务个数算，所以让一条消息多装一些。试试 --chunk ${next}，再试试 --away。`,
    };
  },
});
