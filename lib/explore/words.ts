/** The sentences of lib/explore/format.ts, in both languages. */

type Count = bigint | null;

/** What is said of a verdict. */
export interface Words {
  holds(schedules: Count, executions: number): string;
  open(executions: number, preemptions: number): string;
  error(schedules: Count, failing: Count): string;
  deadlock(schedules: Count, failing: Count): string;
  endless(schedules: Count, failing: Count): string;
  smallest(preemptions: number, steps: number): string;
  returned(value: string): string;
  waits(thread: string, operation: string, object: string, holder: string | null): string;
  held(thread: string): string;
  readonly heldUp: string;
  readonly cycle: string;
  readonly outcomes: string;
}

const of = (word: string) => (schedules: Count, failing: Count) =>
  schedules === null ? `${word}.` : `${word} in ${failing} of ${schedules} orders.`;
const ofChinese = (word: string) => (schedules: Count, failing: Count) =>
  schedules === null ? `${word}。` : `${word}：${schedules} 种次序中的 ${failing} 种。`;
const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? "" : "s"}`;

const en: Words = {
  holds: (schedules, executions) =>
    `HOLDS in all ${schedules ?? executions} orders of the operations on shared objects, ` +
    `one at a time`,
  open: (executions, preemptions) =>
    `OPEN: nothing found in ${plural(executions, "execution")}, but not everything was covered` +
    (preemptions >= 0 ? `; every order with at most ${plural(preemptions, "forced switch")}` : ""),
  error: of("BROKEN"),
  deadlock: of("DEADLOCK"),
  endless: of("ENDLESS"),
  smallest: (preemptions, steps) =>
    `The smallest: ${preemptions} forced switch${preemptions === 1 ? "" : "es"}, ${
      plural(steps, "step")
    }.`,
  returned: (value) => `Returned ${value}`,
  waits: (thread, operation, object, holder) =>
    `${thread} waits: ${operation} ${object}${holder === null ? "" : `, which ${holder} holds`}`,
  held: (thread) => `${thread} is held up`,
  heldUp: "held up here",
  cycle: "from here for ever:",
  outcomes: "outcomes",
};

const zh: Words = {
  holds: (schedules, executions) =>
    `成立：对共享对象的操作一步一步来，${schedules ?? executions} 种次序全都不出错`,
  open: (executions, preemptions) =>
    `未定：执行了 ${executions} 次，没有发现问题，但没有覆盖全部次序` +
    (preemptions >= 0 ? `；已覆盖至多 ${preemptions} 次强制切换的次序` : ""),
  error: ofChinese("出错"),
  deadlock: ofChinese("死锁"),
  endless: ofChinese("无休止"),
  smallest: (preemptions, steps) => `最小的一种：${preemptions} 次强制切换，${steps} 步。`,
  returned: (value) => `返回 ${value}`,
  waits: (thread, operation, object, holder) =>
    `${thread} 在等：${operation} ${object}${holder === null ? "" : `，它由 ${holder} 持有`}`,
  held: (thread) => `${thread} 被切走`,
  heldUp: "在此被切走",
  cycle: "从这里起无限重复：",
  outcomes: "结果",
};

export const words = { en, zh } as const;
