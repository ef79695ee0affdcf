/** The sentences of lib/explore/format.ts, in both languages. */

type Count = bigint | null;

/** What is said of a verdict. */
export interface Words {
  holds(schedules: Count, executions: number): string;
  open(executions: number, preemptions: number): string;
  error(schedules: Count, failing: Count): string;
  deadlock(schedules: Count, failing: Count): string;
  endless(schedules: Count, failing: Count): string;
  size(preemptions: number, steps: number): string;
  readonly smallest: string;
  returned(value: string): string;
  waits(thread: string, operation: string, object: string, holder: string | null): string;
  held(thread: string): string;
  readonly heldUp: string;
  readonly refused: string;
  readonly cycle: string;
  readonly outcomes: string;
  readonly fail: string;
  bothRead(value: string): string;
  overwrites(thread: string, value: string | null): string;
  readonly inevitable: string;
  same(step: number): string;
}

const of = (word: string) => (schedules: Count, failing: Count) =>
  schedules === null ? `${word}.` : `${word} in ${failing} of ${schedules} orders.`;
const ofChinese = (word: string) => (schedules: Count, failing: Count) =>
  schedules === null ? `${word}。` : `${word}：${schedules} 种次序中的 ${failing} 种。`;
const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? "" : "s"}`;

const en: Words = {
  holds: (schedules, executions) =>
    `HOLDS in all ${schedules === null ? "" : `${schedules} `}orders of the single operations on ` +
    `shared objects${
      schedules === null ? `; it took ${plural(executions, "execution")}` : ""
    }. Direct reads and writes of typed arrays are not checked`,
  open: (executions, preemptions) =>
    `OPEN: nothing found in ${plural(executions, "execution")}, but not everything was covered` +
    (preemptions >= 0
      ? `; every order with at most ${preemptions} forced switch${
        preemptions === 1 ? "" : "es"
      } was covered`
      : ""),
  error: of("BROKEN"),
  deadlock: of("DEADLOCK"),
  endless: of("ENDLESS"),
  size: (preemptions, steps) =>
    `${preemptions} forced switch${preemptions === 1 ? "" : "es"}, ${plural(steps, "step")}.`,
  smallest: " The smallest: ",
  returned: (value) => `Returned ${value}`,
  waits: (thread, operation, object, holder) =>
    `${thread} waits: ${operation} ${object}${holder === null ? "" : `, which ${holder} holds`}`,
  held: (thread) => `${thread} is held up`,
  heldUp: "held up here",
  refused: "refused: nothing was done",
  cycle: "from here for ever:",
  outcomes: "outcomes",
  fail: "fails",
  bothRead: (value) => `both have now read ${value}`,
  overwrites: (thread, value) =>
    `overwrites ${
      value === null ? `what ${thread} did` : `the ${value} of ${thread}`
    } without having seen it`,
  inevitable: "from here on no order can end well",
  same: (step) => `ends well; the steps before ${step} are the same`,
};

const zh: Words = {
  holds: (schedules, executions) =>
    `成立：每操作一次共享对象算一步，${
      schedules === null ? "所有" : `${schedules} 种`
    }次序全都不出错${
      schedules === null ? `；共执行了 ${executions} 次` : ""
    }。不包括对类型化数组的直接读写`,
  open: (executions, preemptions) =>
    `未定：执行了 ${executions} 次，没有发现问题，但没有覆盖全部次序` +
    (preemptions >= 0 ? `；已覆盖至多 ${preemptions} 次强制切换的次序` : ""),
  error: ofChinese("出错"),
  deadlock: ofChinese("死锁"),
  endless: ofChinese("无休止"),
  size: (preemptions, steps) => `${preemptions} 次强制切换，${steps} 步。`,
  smallest: "最小的一种：",
  returned: (value) => `返回 ${value}`,
  waits: (thread, operation, object, holder) =>
    `${thread} 在等：${operation} ${object}${holder === null ? "" : `，它由 ${holder} 持有`}`,
  held: (thread) => `${thread} 被切走`,
  heldUp: "在此被切走",
  refused: "被拒绝，什么也没有做",
  cycle: "从这里起无限重复：",
  outcomes: "结果",
  fail: "出错",
  bothRead: (value) => `此时两者读到的都是 ${value}`,
  overwrites: (thread, value) =>
    value === null
      ? `没看到 ${thread} 的修改就把它覆盖了`
      : `没看到 ${thread} 写的 ${value} 就把它覆盖了`,
  inevitable: "从这一步起，无论什么次序都不能顺利结束",
  same: (step) => `能顺利结束，第 ${step} 步之前完全相同`,
};

export const words = { en, zh } as const;
