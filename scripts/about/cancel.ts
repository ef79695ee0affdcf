/** What is said about the lesson of work that is given up, and of a queue that holds back. */

import { counted, declare, inSeconds, lines, seconds, toggle, whole } from "../../lib/lesson.ts";

/** The producer makes items, the consumer uses them. */
export type Who = "makes" | "uses";

/** What one of them did with one item, in seconds. */
export interface Piece {
  who: Who;
  item: number;
  from: number;
  to: number;
  /** It was done after main had given up. */
  late: boolean;
}

interface Facts {
  pieces: Piece[];
  /** The most items that waited in the queue. */
  most: number;
  /** Seconds until main gave up; null if all was done before. */
  gaveUp: number | null;
  /** How many of the two ended by being cancelled. */
  stopped: number;
}

export const say = lines({
  en: {
    makes: (item: number) => `makes ${item}`,
    uses: (item: number) => `  uses ${item}`,
    cleans: (who: Who) => `the ${who === "makes" ? "producer" : "consumer"} cleans up`,
    gives: (cancel: boolean) =>
      cancel ? "main gives up and cancels both" : "main only stops waiting",
    ended: "both have ended",
    lane: (who: Who | "main") => ({ makes: "producer", uses: "consumer", main: "main" })[who],
  },
  zh: {
    makes: (item) => `生产第 ${item} 件`,
    uses: (item) => `  用掉第 ${item} 件`,
    cleans: (who) => `${who === "makes" ? "生产者" : "消费者"}清理`,
    gives: (cancel) => cancel ? "主程序不再等，并取消两者" : "主程序只是不再等",
    ended: "两者都结束了",
    lane: (who) => ({ makes: "生产者", uses: "消费者", main: "主程序" })[who],
  },
});

/** So many items may wait where the queue itself has no bound. */
const ALLOWED = 2;
const allowed = (bound: number) => bound === 0 ? ALLOWED : bound;

const done = ({ pieces }: Facts, who: Who, late = false) =>
  pieces.filter((piece) => piece.who === who && (piece.late || !late)).length;
const afterwards = ({ pieces }: Facts) => pieces.filter(({ late }) => late).length;

/** More waits than may, as it does if there is time for it. */
const overflows = (items: number, bound: number) => bound === 0 && items > 2 * ALLOWED;

export const about = declare({
  name: "cancel",
  title: { en: "Given up, and stopped", zh: "放弃与取消" },
  about: {
    en: "Main gives up after a while: does the work stop? And how much may wait in a queue?",
    zh: "主程序等了一会儿就放弃：工作会停吗？队列里又能积压多少？",
  },
  parameters: {
    items: whole(12, 1, 200, { en: "items that are made and used", zh: "要生产和用掉的件数" }),
    delay: seconds(0.1, {
      en: "seconds to make an item; using it takes three times as long",
      zh: "生产一件要几秒；用掉它要三倍的时间",
    }),
    timeout: seconds(1, { en: "seconds until main gives up", zh: "主程序等几秒后放弃" }),
    bound: whole(2, 0, 100, {
      en: "items that fit in the queue (0: no limit)",
      zh: "队列能装的件数；0 表示不限",
    }),
    cancel: toggle(true, { en: "cancel what is given up", zh: "放弃时取消工作" }),
    busy: toggle(false, {
      en: "using an item is computing, without an await",
      zh: "用掉一件就是计算，中间没有 await",
    }),
  },
  prediction: {
    question: ({ items, delay, timeout, cancel, busy }) => ({
      en: `One task makes ${counted(items, "item")}, each in ${delay} s; a second task ${
        busy ? "computes" : "needs"
      } three times as long to use each. After ${timeout} s main ${
        cancel ? "gives up and cancels both" : "gives up waiting for them"
      }. What do the two do then?`,
      zh:
        `一个任务生产 ${items} 件，每件 ${delay} 秒；另一个任务每用掉一件要${
          busy ? "计算" : ""
        }三倍的时间。${timeout} 秒后主程序` +
        `${cancel ? "放弃并取消两者" : "不再等它们"}。这时两个任务会怎样？`,
    }),
    choices: ({ items, delay, timeout }) =>
      timeout >= 3 * items * delay ? {} : ({
        stop: { en: "they stop immediately", zh: "马上停下" },
        item: { en: "they finish the item in hand", zh: "做完手上的再停" },
        all: { en: "they go on to the end", zh: "一直做到最后" },
      }),
    answer: (facts: Facts, { items }) => {
      if (facts.gaveUp === null) return "in time";
      if (afterwards(facts) === 0) return "stop";
      return done(facts, "uses") === items ? "all" : "item";
    },
  },
  outcome: {
    about: {
      en: "Items made or used after main had given up",
      zh: "主程序放弃之后，任务又做了几件",
    },
    of: (facts: Facts) => afterwards(facts),
  },
  invariant: ({ bound }) => ({
    en: `after main has given up, no item is made or used any more, and never more than ${
      counted(allowed(bound), "item")
    }${bound === 0 ? " (the usual bound)" : ""} ${
      allowed(bound) === 1 ? "waits" : "wait"
    } in the queue`,
    zh: `主程序放弃之后，一件也不再生产、不再用掉；队列里等着的始终不超过 ${allowed(bound)} 件${
      bound === 0 ? "（--bound 的默认值）" : ""
    }`,
  }),
  held: (facts: Facts, { bound }) => afterwards(facts) === 0 && facts.most <= allowed(bound),
  breaks: ({ items, bound, cancel, busy }) => !cancel || busy || overflows(items, bound),
  picture: ({ pieces, gaveUp }: Facts) => ({
    lanes: [
      ...(["makes", "uses"] as const).map((who) => ({
        name: say("lane", who),
        spans: pieces.filter((piece) => piece.who === who)
          .map(({ from, to, item }) => ({ from, to, mark: `${item % 10}` })),
      })),
      {
        name: say("lane", "main"),
        spans: [{ from: 0, to: gaveUp ?? Math.max(...pieces.map(({ to }) => to)), mark: "░" }],
      },
    ],
    legend: {
      en: "Each digit is the last one of the item's number. Light: main waits.",
      zh: "数字：第几件（末位）。浅色：主程序在等。",
    },
  }),
  closing: (facts: Facts, { items, timeout, bound, cancel, busy }) => {
    const { most, gaveUp } = facts, used = done(facts, "uses"), made = done(facts, "makes");
    const last = Math.max(gaveUp ?? 0, ...facts.pieces.map(({ to }) => to)), end = inSeconds(last);
    const waited = {
      en: most === 0
        ? "No item had to wait in the queue."
        : bound === 0
        ? `Up to ${counted(most, "item")} waited in the queue: nothing holds back a faster ` +
          `producer, and memory is limited.`
        : `At most ${counted(most, "item")} waited in the queue, which has room for ${bound}: a ` +
          `producer that is faster waits there for the consumer (back-pressure).`,
      zh: most === 0
        ? "队列里一件也没有积压。"
        : bound === 0
        ? `队列里最多积压了 ${most} 件：没有什么拦住更快的生产者，而内存是有限的。`
        : `队列里最多等着 ${most} 件，它只能装 ${bound} 件：更快的生产者会在那里等消费者（背压）。`,
    };
    const late = inSeconds(gaveUp ?? last), after = afterwards(facts);
    const turn = {
      en:
        `Main wanted to give up after ${timeout} s, but got its turn only after ${late}: a task ` +
        `that computes holds up everybody, even the one that wants to cancel it.`,
      zh: `主程序本想等 ${timeout} 秒就放弃，过了 ${late} 才第一次轮到它：` +
        `正在计算的任务会挡住所有人，连要取消它的人也一样。`,
    };
    if (gaveUp === null) {
      const over = last > timeout; // only where it was held up
      return {
        en: `All ${counted(items, "item")} were used ${
          over ? `in ${end}` : `before ${timeout} s had passed`
        }, and nothing was given up. ${over ? turn.en : waited.en} Try --timeout 1 --items 12.`,
        zh:
          `${
            over ? `过了 ${end}` : `不到 ${timeout} 秒`
          }，${items} 件全部用掉了，所以没有放弃什么。` +
          `${over ? turn.zh : waited.zh}试试 --timeout 1 --items 12。`,
      };
    }
    if (!cancel) {
      const makes = done(facts, "makes", true), uses = done(facts, "uses", true);
      return {
        en:
          `Main gave up after ${inSeconds(gaveUp)}, but by ${end} the tasks had made ${
            counted(makes, "more item")
          } and ` +
          `used ${uses}: nobody had told them. Main stops waiting; the work goes on. ` +
          `${waited.en} Try --cancel.`,
        zh:
          `主程序等了 ${
            inSeconds(gaveUp)
          } 就放弃，但直到 ${end}，又生产了 ${makes} 件、用掉 ${uses} 件：` +
          `没有人通知这两个任务。主程序不再等，并不会让工作停下。${waited.zh}试试 --cancel。`,
      };
    }
    const next = busy
      ? ["--no-busy"]
      : ["--no-cancel", bound === 0 ? "--bound 2" : "--bound 0", "--busy"];
    const stops = {
      en: busy && after > 0
        ? "The consumer had begun to compute: it stops at its next await, not before."
        : busy
        ? turn.en
        : "A task stops where it waits, and its finally block still runs.",
      zh: busy && after > 0
        ? "消费者已经开始计算：它到下一个 await 才停，不会更早。"
        : busy
        ? turn.zh
        : "任务在等待的地方停下，finally 块照样执行。",
    };
    return {
      en: `After ${late} main cancelled both: ${made} of ${
        counted(items, "item")
      } were made, ${used} used; ${after} of these after the cancelling. ${stops.en} ${waited.en} Try ${
        next.join(", then ")
      }.`,
      zh: `${late} 后主程序取消了两者：${items} 件中生产了 ${made} 件，用掉 ${used} 件，` +
        `其中取消之后做的共 ${after} 件。${stops.zh}${waited.zh}试试 ${next.join("，然后 ")}。`,
    };
  },
});
