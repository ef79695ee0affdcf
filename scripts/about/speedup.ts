/** What is said about the lesson of more and more workers, and the law that limits them. */

import { counted, declare, inSeconds, lines, rounded, type Text, whole } from "../../lib/lesson.ts";

/** The work done by so many workers. */
export interface Run {
  workers: number;
  /** What came out of it, and how many processes really had a part. */
  inside: number;
  processes: number;
  /** Seconds of the part that one does alone, and of the part that is divided. */
  serial: number;
  parallel: number;
}

interface Facts {
  points: number;
  /** What the work has to give, as one counts who does it in one piece. */
  expected: number;
  runs: Run[];
  cores: number;
}

export const total = ({ serial, parallel }: Run) => serial + parallel;

/** Amdahl's law: how many times as fast `workers` may be, by the times that `one` took. */
export function amdahl(one: Run, workers: number): number {
  return total(one) / (one.serial + one.parallel / workers);
}

/** The fastest of some runs of the same work; where one came out wrong, that one. */
export function best(tries: readonly Run[]): Run {
  return tries.find(({ inside }) => inside !== tries[0]!.inside) ??
    tries.reduce((a, b) => total(b) < total(a) ? b : a);
}

const times = (n: number) => n.toFixed(n < 10 ? 2 : 1);

export const say = lines({
  en: {
    run: (workers: number, time: number, faster: number, law: number) =>
      `${counted(workers, "worker")}: ${inSeconds(time)}, ${times(faster)} times as fast; ` +
      `Amdahl allows ${times(law)}`,
    pi: (pi: number) => `and each time pi is about ${pi.toFixed(4)}`,
  },
  zh: {
    run: (workers, time, faster, law) =>
      `${workers} 个进程：${inSeconds(time)}，速度是一个进程的 ${times(faster)} 倍；` +
      `阿姆达尔定律的上限是 ${times(law)} 倍`,
    pi: (pi) => `每次估算的圆周率都约为 ${pi.toFixed(4)}`,
  },
});

/** How many times as fast the last run was. */
function faster({ runs }: Facts): number {
  const time = total(runs.at(-1)!);
  return time > 0 ? total(runs[0]!) / time : 1;
}

/** The answers to choose from, and how many times as fast each of them is. */
function guesses(workers: number, serial: number): Record<string, number> {
  const law = 100 / (serial + (100 - serial) / workers);
  return law > 1 && law < workers
    ? { all: workers, law, less: Math.sqrt(law), same: 1 }
    : { law, less: Math.sqrt(law), same: 1 };
}

/** The share of the work that seems not to have been divided, as Karp and Flatt reckon it. */
function undivided(facts: Facts): number {
  const workers = facts.runs.length;
  return Math.max(0, (1 / faster(facts) - 1 / workers) / (1 - 1 / workers));
}

export const about = declare({
  name: "speedup",
  title: { en: "n workers, n times?", zh: "n 个进程快 n 倍吗" },
  about: {
    en: "The same work by 1 to n processes, measured, and compared with Amdahl's law.",
    zh: "同样的工作分别由 1 到 n 个进程完成，测量用时，与阿姆达尔定律的上限对照。",
  },
  parameters: {
    workers: whole(4, 1, 16, { en: "up to how many processes", zh: "最多用几个进程" }),
    millions: whole(40, 1, 400, {
      en: "points to test, in millions (an estimate of pi)",
      zh: "估算圆周率用的点数（百万）",
    }),
    serial: whole(20, 0, 100, {
      en: "percent of the work that cannot be divided",
      zh: "只能由一个进程单独完成的工作占百分之几",
    }),
  },
  prediction: {
    question: ({ workers, serial }) => ({
      en: `${serial}% of the work cannot be divided. How many times as fast are ${workers} ` +
        `workers as 1?`,
      zh: `有 ${serial}% 的工作不能分开做。${workers} 个进程的速度是 1 个进程的几倍？`,
    }),
    choices: ({ workers, serial }) => {
      const law = rounded(100 / (serial + (100 - serial) / workers)).toFixed(1);
      const texts: Record<string, Text> = {
        all: { en: `${workers} times`, zh: `${workers} 倍` },
        law: { en: `about ${law} times`, zh: `约 ${law} 倍` },
        less: { en: `clearly less than ${law} times`, zh: `明显不到 ${law} 倍` },
        same: { en: "no faster", zh: "没有变快" },
      };
      if (serial === 100 || workers === 1) return {};
      return Object.fromEntries(
        Object.keys(guesses(workers, serial)).map((name) => [name, texts[name]!]),
      );
    },
    answer: (facts: Facts, { workers, serial }) => {
      const off = ([, n]: [string, number]) => Math.abs(Math.log(faster(facts) / n));
      const all = Object.entries(guesses(workers, serial));
      return all.reduce((a, b) => off(b) < off(a) ? b : a)[0];
    },
  },
  invariant: () => ({
    en: "however many workers there are, the result is the same",
    zh: "不管用几个进程，结果都一样",
  }),
  held: ({ runs, expected }: Facts, { workers }) =>
    runs.length === workers && runs.every(({ inside }) => inside === expected),
  picture: ({ runs }: Facts) => ({
    lanes: runs.map((run) => {
      const law = total(runs[0]!) / amdahl(runs[0]!, run.workers);
      return {
        name: `${run.workers}`,
        spans: [
          { from: 0, to: run.serial, mark: "░" },
          { from: run.serial, to: total(run) },
          { from: law, to: law, mark: "A" },
        ].filter(({ from, to, mark }) => to > from || mark === "A"),
      };
    }),
    legend: {
      en:
        "The number is how many workers, the bar their time. Light: what one does alone. Dark: what is divided. " +
        "A: where it would end by Amdahl's law.",
      zh:
        "左边是进程个数，横条是用时。浅色：单独完成的部分；深色：分开做的部分；A：按阿姆达尔定律应该结束的地方。",
    },
  }),
  closing: (facts: Facts, { workers, millions, serial }) => {
    const { runs, cores } = facts, one = runs[0]!;
    if (workers === 1) {
      return {
        en: `One worker took ${inSeconds(total(one))}, and has nobody to be compared with. ` +
          `Try --workers 4.`,
        zh: `一个进程用了 ${inSeconds(total(one))}，没有别的可以比较。试试 --workers 4。`,
      };
    }
    const share = one.serial / total(one), law = times(amdahl(one, workers));
    const percent = (n: number) => Math.round(n * 100);
    const endless = share > 0.001 ? times(1 / share) : "";
    const other = serial === 0 ? 50 : 0;
    const few = cores < workers, slower = faster(facts) < 1;
    return {
      en: `${workers} workers were ${times(faster(facts))} times as fast as one; Amdahl's law ` +
        `allows ${law}${
          endless && ` (and at most ${endless} for any number of workers)`
        }, because ` +
        `a worker on its own spent ${
          percent(share)
        }% of the time (measured) on what cannot be divided. ` +
        (few ? `This machine has ${counted(cores, "processor")}, which they have to share. ` : "") +
        (slower
          ? `All ${workers} together were slower than one alone: messages and other programs took more time than was gained. `
          : faster(facts) > amdahl(one, workers)
          ? "More than the law allows: something else slowed down the single worker. "
          : `It went as if ${percent(undivided(facts))}% could not be divided: ` +
            `${few ? "shared processors, " : ""}messages and other programs ${
              few ? "all " : ""
            }cost time. `) +
        `Try ${slower && millions < 400 ? "--millions 400" : `--serial ${other}`}.`,
      zh:
        `${workers} 个进程的速度是一个进程的 ${
          times(faster(facts))
        } 倍，阿姆达尔定律的上限是 ${law} 倍：` +
        `只用一个进程时，${percent(share)}% 的时间花在不能分开做的部分上${
          endless && `；进程再多，也超不过 ${endless} 倍`
        }。` +
        (few ? `这台机器只有 ${cores} 个处理器核心，各进程要共用。` : "") +
        (slower
          ? `${workers} 个进程一起反而比一个更慢：传递消息要时间，机器上还有其他程序，代价超过了分开做的好处。`
          : faster(facts) > amdahl(one, workers)
          ? "超过上限，说明只用一个进程的那次受到了机器上其他程序的影响。"
          : `实际效果相当于有 ${percent(undivided(facts))}% 不能分开：${
            few ? "共用核心、" : ""
          }传递消息和机器上的其他程序都有影响。`) +
        `试试 ${slower && millions < 400 ? "--millions 400" : `--serial ${other}`}。`,
    };
  },
});
