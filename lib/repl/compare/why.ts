/** Why a lesson turns out differently here and there: one sentence for each known difference. */

import { tracks } from "../../../scripts/index.ts";
import { isNewEnough } from "../runtimes.ts";
import type { Text } from "../../lesson/language.ts";
import type { Found, Run } from "./measure.ts";
import { number } from "./numbers.ts";

/** A run that came to its end. */
type Done = Run & { readonly found: Found };

/** What a sentence may look at. */
interface Seen {
  readonly lesson: string;
  /** Those of JavaScript, and those of Python. */
  readonly here: readonly Done[];
  readonly python: readonly Done[];
  /** The invariant is there to be broken. */
  readonly breaks: boolean;
}

/** A known difference: undefined where it does not concern these runs. */
type Difference = (seen: Seen) => Text | undefined;

/** Are the lessons of this one's track about what `example` is about? */
function like(example: string, lesson: string): boolean {
  const track = tracks.find(({ lessons }) => lessons.some(({ name }) => name === example));
  return track?.lessons.some(({ name }) => name === lesson) ?? false;
}

const WORKS = ["lock", "atomic"];
const locked = ({ found }: Done) => found.python?.interpreterLock ?? false;
const percent = (part: number) => `${Math.round(part * 10) / 10}`;

/** Threads that work, not wait: the interpreter lock decides. */
const interpreterLock: Difference = ({ lesson, python, breaks }) => {
  const one = python.find(locked);
  if (!one || !WORKS.includes(lesson)) return undefined;
  const every = percent((one.found.python?.switchInterval ?? 0) * 1000);
  if (!breaks) {
    return {
      en:
        `Python's threads compute in turns: an interpreter lock (GIL) lets one run at a time and ` +
        `asks for it back after ${every} ms. More threads do not make such work faster there.`,
      zh:
        `Python 的线程轮流计算：解释器锁（GIL）一次只让一个线程运行，${every} 毫秒之后要求它让出。` +
        `所以在那里，计算不会因为线程多而变快。`,
    };
  }
  const between = isNewEnough(one.place.version, [3, 10]);
  return {
    en: `Python's threads run in turns (interpreter lock, GIL; a switch every ${every} ms), ` +
      (between
        ? `and since 3.10 they switch only at calls and at the end of each round of a loop: between reading and ` +
          `writing there is neither, so little or nothing is lost. No rule promises that.`
        : `and before 3.10 they could switch between reading and writing: updates can be lost.`),
    zh: `Python 的线程轮流运行（解释器锁 GIL，${every} 毫秒切换一次），` +
      (between
        ? `而且从 3.10 起只在函数调用和循环末尾切换：读取和写回之间既没有调用，也没有循环末尾，所以很少丢失，甚至完全不丢。但没有任何规则保证这一点。`
        : `而在 3.10 之前，读取和写回之间也可能切换，所以修改可能丢失。`),
  };
};

const freeThreads: Difference = ({ lesson, python }) =>
  like("thread", lesson) && python.some((run) => !locked(run))
    ? {
      en: "A Python with a t behind its version has no interpreter lock: its threads run at the " +
        "same time, as JavaScript's do.",
      zh: "版本号后面带 t 的 Python 没有解释器锁：线程真正同时运行，和 JavaScript 这边一样。",
    }
    : undefined;

/** Threads that wait. */
const waiting: Difference = ({ lesson, python }) =>
  like("thread", lesson) && ![...WORKS, "race"].includes(lesson) && python.some(locked)
    ? {
      en: "Python's interpreter lock changes nothing here: a thread that sleeps or waits " +
        "releases it.",
      zh: "Python 的解释器锁在这里没有影响：线程睡眠或等待时会放开它。",
    }
    : undefined;

/** Threads that read and write at once, and then with a sleep between. */
const gaps: Difference = ({ lesson, python }) =>
  lesson === "race" && python.some(locked)
    ? {
      en:
        "Where a thread writes right after it reads, Python's interpreter lock lets few others or none " +
        "come between. In a gap the thread sleeps and releases that lock, so with a gap it goes wrong as in JavaScript.",
      zh:
        "读完马上写的时候，Python 的解释器锁几乎不让别的线程插进来；中间有间隔时，线程在睡眠，会放开这把锁，" +
        "所以和这边一样会出错。",
    }
    : undefined;

const startOfThreads: Difference = ({ lesson, here, python }) =>
  like("thread", lesson) && here.length > 0 && python.length > 0
    ? {
      en:
        "A thread of JavaScript is an engine of its own that loads the script again; Python's is " +
        "one more thread in the same interpreter. So Python's threads start sooner, and they see the " +
        "same variables.",
      zh:
        "JavaScript 的线程是一个独立的引擎，要重新加载脚本；Python 的线程只是同一个解释器里多出的一个线程，" +
        "所以启动更快，而且看到的是同一批变量。",
    }
    : undefined;

const lostByChance: Difference = ({ lesson, here, breaks }) =>
  WORKS.includes(lesson) && breaks && here.length > 0
    ? {
      en:
        "JavaScript's threads really run at the same time. How much is lost depends on how often " +
        "they meet, that is, on the engine, its compiler and the moment: other numbers each time.",
      zh:
        "JavaScript 的线程真正同时运行。丢多少取决于它们有多少次插到对方的读和写之间，这由引擎、编译器和时机决定，每次都不一样。",
    }
    : undefined;

const noAtomics: Difference = ({ lesson, python, breaks }) =>
  lesson === "atomic" && python.length > 0 && !breaks
    ? {
      en:
        "Python has no atomic add and no compareExchange for its numbers: its twin takes a lock " +
        "for each step.",
      zh: "Python 的数字没有原子的 add 和 compareExchange：Python 版的每一步都要拿锁。",
    }
    : undefined;

const startMethod: Difference = ({ lesson, python }) => {
  const method = python[0]?.found.python?.startMethod;
  const starts = like("process", lesson) || like("speedup", lesson);
  if (!starts || method === undefined) return undefined;
  return method === "fork"
    ? {
      en: "Python started its processes by fork: each is a copy of the one that runs, memory and " +
        "all. Here a child is a new program that loads its modules first (spawn): it takes longer, " +
        "and nothing is in it by accident.",
      zh: "Python 用 fork 启动进程：子进程是正在运行的进程的副本，包括内存。" +
        "这边的子进程是一个新程序，要先加载模块（spawn）：更慢，但不会无意中带来父进程的东西。",
    }
    : {
      en: `Python started its processes by ${method}: as here, each loads the script afresh.`,
      zh: `Python 用 ${method} 启动进程：和这边一样，每个进程都重新加载脚本。`,
    };
};

const streams: Difference = ({ lesson, breaks }) =>
  lesson === "socket" && breaks
    ? {
      en:
        "In how many pieces the bytes arrive depends on when each side happens to write and read; " +
        "TCP promises only their order.",
      zh: "字节分几段到达，取决于双方什么时候写、什么时候读；TCP 只保证顺序。",
    }
    : undefined;

const wakings: Difference = ({ lesson }) =>
  lesson === "condition"
    ? {
      en: "Who gets the lock first after a waking is decided anew each time: how often somebody " +
        "woke for nothing is chance everywhere.",
      zh: "被唤醒之后谁先拿到锁，每次都重新决定：白白醒来几次，在每个运行时上都看运气。",
    }
    : undefined;

const counting: Difference = ({ lesson, here, python }) => {
  const time = ({ found }: Done) => number(found.result, "cpuBlocking");
  const fastest = Math.min(...here.map(time)), there = Math.min(...python.map(time));
  const times = percent(there / fastest);
  return lesson === "sync_async" && fastest > 0 && there > fastest && there < Infinity
    ? {
      en: `Counting took Python ${times} times as long as the fastest here: JavaScript's engines ` +
        `compile such a loop to machine code while it runs, CPython interprets it step by step.`,
      zh:
        `数素数时 Python 用的时间是这边最快的 ${times} 倍：JavaScript 引擎边运行边把循环编译成机器码，` +
        `CPython 则一步一步解释执行。`,
    }
    : undefined;
};

const eager: Difference = ({ lesson, here, python }) =>
  lesson === "coroutine" && here.length > 0 && python.length > 0
    ? {
      en:
        "An async function of JavaScript begins at the call. Python's async def makes a coroutine " +
        "in which nothing runs before somebody calls send(), and a task of asyncio begins only when " +
        "the loop comes to it.",
      zh:
        "JavaScript 的 async 函数在调用时就开始执行。Python 的 async def 得到的是协程，没有人 send 就什么也不执行；" +
        "asyncio 的任务也要等事件循环轮到它才开始。",
    }
    : undefined;

/** Was anything done after main had given up? */
const late = ({ found }: Done) =>
  (found.result["pieces"] as { late: boolean }[] | undefined)?.some((piece) => piece.late) ?? false;

/** An item and a cancellation came together: who had waited for the item computes with it, or not. */
const handedOver: Difference = ({ lesson, here, python }) =>
  lesson === "cancel" && here.some(late) && python.some((run) => !late(run))
    ? {
      en: "When an item and a cancellation come at the same moment, get() has its item here, and " +
        "the next await is cancelled; asyncio cancels get() and leaves the item in the queue.",
      zh: "数据和取消同时到来时，这边的 get() 已经拿到数据，被取消的是下一个 await；" +
        "asyncio 取消的是 get()，数据留在队列里。",
    }
    : undefined;

const oneThread: Difference = (seen) =>
  ["event_loop", "blocking_loop", "async_race", "cancel"].includes(seen.lesson) &&
    seen.here.length > 0 && seen.python.length > 0 && !handedOver(seen)
    ? {
      en: "Nothing differs but the time: on one thread tasks switch only at await, in asyncio as " +
        "here, so the order is the same everywhere.",
      zh:
        "除了时间没有差别：在一个线程上，任务只在 await 处切换，asyncio 和这边一样，所以次序处处相同。",
    }
    : undefined;

const translating: Difference = ({ here }) => {
  const old = here.find(({ place }) => place.words.some((word) => word.endsWith("launch.mjs")));
  return old && here.length > 1
    ? {
      en:
        `${old.place.label} cannot read TypeScript: it is translated first (tsx), in every thread ` +
        `and process as well, which is part of its start-up.`,
      zh:
        `${old.place.label} 不能直接读 TypeScript：要先翻译（tsx），每个线程和进程也要，启动时间有一部分用在这里。`,
    }
    : undefined;
};

const DIFFERENCES: readonly Difference[] = [
  interpreterLock,
  freeThreads,
  lostByChance,
  noAtomics,
  waiting,
  gaps,
  counting,
  eager,
  oneThread,
  handedOver,
  startMethod,
  streams,
  wakings,
  startOfThreads,
  translating,
];

/** The sentences that concern these runs. */
export function differencesOf(lesson: string, runs: readonly Run[], breaks: boolean): Text[] {
  const done = runs.filter((run): run is Done => run.found !== undefined);
  if (done.length < 2) return [];
  const seen: Seen = {
    lesson,
    here: done.filter(({ place }) => place.name !== "python"),
    python: done.filter(({ place }) => place.name === "python"),
    breaks,
  };
  return DIFFERENCES.flatMap((difference) => difference(seen) ?? []);
}
