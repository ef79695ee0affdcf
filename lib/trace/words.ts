/** What pictures of a recording say, in both languages. */

/** Microseconds as a person reads them: "340 us", "12.3 ms", "1.25 s". */
export function duration(us: number, ascii = false): string {
  if (us < 1000) return `${Math.round(us)} ${ascii ? "us" : "µs"}`;
  if (us < 1_000_000) return `${(us / 1000).toFixed(us < 100_000 ? 1 : 0)} ms`;
  return `${(us / 1_000_000).toFixed(us < 10_000_000 ? 2 : 1)} s`;
}

/** The words of one language. */
export interface Words {
  readonly running: string;
  readonly waiting: string;
  readonly sleeping: string;
  readonly ready: string;
  readonly handed: string;
  readonly step: string;
  readonly colon: string;
  readonly comma: string;
  steps(many: number): string;
  more(lanes: number): string;
  /** What is not drawn since only one lane ran. */
  before(time: string): string;
  waits(lane: string, time: string, times: number, object: string, holder?: string): string;
  /** Where time goes on: it may come to its end after the recording. */
  stillWaits(lane: string, time: string, object: string, holder?: string): string;
  /** Where nobody can go on any more. */
  forever(lane: string, object: string, holder?: string): string;
  /** `some`: only of some processes. */
  dropped(many: number, after: string, some: boolean): string;
}

const en: Words = {
  running: "running",
  waiting: "waiting",
  sleeping: "asleep",
  ready: "not its turn",
  handed: "handed over",
  step: "step",
  colon: ": ",
  comma: ", ",
  steps: (many) => `${many} step${many === 1 ? "" : "s"}`,
  more: (lanes) => `+ ${lanes} more`,
  before: (time) => `The first ${time} are left out: only one row was running.`,
  waits: (lane, time, times, object, holder) =>
    `${lane} waited ${time}${times > 1 ? ` in ${times} waits` : ""} for ${object}` +
    (holder ? `, ${times > 1 ? "mostly " : ""}held by ${holder}` : ""),
  forever: (lane, object, holder) =>
    `${lane} waits for ever for ${object}${holder ? `, held by ${holder}` : ""}`,
  stillWaits: (lane, time, object, holder) =>
    `${lane} still waits for ${object}${holder ? `, held by ${holder}` : ""}, after ${time}`,
  dropped: (many, after, some) =>
    `There was no room for ${many} operations after ${after}: ` +
    `${some ? "rows of a process that was full end early" : "the picture ends there"}. ` +
    `A larger capacity keeps more: --capacity N of a lesson, INTERLEAVE_TRACE_CAPACITY=N for a program, ` +
    `trace(run, { capacity: N })`,
};

const zh: Words = {
  running: "运行",
  waiting: "等待",
  sleeping: "睡眠",
  ready: "还没轮到",
  handed: "交接",
  step: "步",
  colon: "：",
  comma: "，",
  steps: (many) => `${many} 步`,
  more: (lanes) => `另有 ${lanes} 条`,
  before: (time) => `最初的 ${time} 没有画出：那时只有一行在运行。`,
  waits: (lane, time, times, object, holder) =>
    `${lane} 等待 ${object} ${times > 1 ? `${times} 次，` : ""}共 ${time}` +
    (holder ? `，${times > 1 ? "多数时候" : ""}由 ${holder} 持有` : ""),
  forever: (lane, object, holder) =>
    `${lane} 永远等待 ${object}${holder ? `（由 ${holder} 持有）` : ""}`,
  stillWaits: (lane, time, object, holder) =>
    `${lane} 等待 ${object}${holder ? `（由 ${holder} 持有）` : ""} ${time} 后仍未等到`,
  dropped: (many, after, some) =>
    `${after} 之后的 ${many} 次操作没有记录，${
      some ? "记满了的进程，其各行提前结束" : "图到此为止"
    }。想多记一些就把容量调大：课程用 --capacity N，` +
    `程序用 INTERLEAVE_TRACE_CAPACITY=N，代码里用 trace(run, { capacity: N })`,
};

export const words: Readonly<Record<"en" | "zh", Words>> = { en, zh };
