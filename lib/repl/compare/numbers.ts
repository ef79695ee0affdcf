/** What a run found, in a few words beside the answer to its question: the number that the lesson is about. */

import { inSeconds } from "../../lesson/lanes.ts";
import type { Text } from "../../lesson/language.ts";

/** The facts of a run; each lesson has its own. */
export type Facts = Readonly<Record<string, unknown>>;

/** A fact as a number; NaN if it is none. */
export function number(facts: Facts, name: string): number {
  return Number(facts[name]);
}

/** A fact as a list. */
export function list(facts: Facts, name: string): readonly Facts[] {
  const found = facts[name];
  return Array.isArray(found) ? found : [];
}

function numbers(facts: Facts, name: string): number[] {
  const found = facts[name];
  return Array.isArray(found) ? found.map(Number) : [];
}

const sum = (all: readonly number[]) => all.reduce((before, one) => before + one, 0);
const same = (text: string): Text => ({ en: text, zh: text });

/** How often a consumer was woken and there was nothing. */
export function vain(facts: Facts): number {
  return sum(list(facts, "takers").map((taker) => number(taker, "vain")));
}

/** By lesson. One that has none is told by its answer alone. */
const NUMBERS: Readonly<Record<string, (facts: Facts) => Text>> = {
  sync_async: (facts) => ({
    en: `waits ${inSeconds(number(facts, "blocking"))}, ${
      inSeconds(number(facts, "asynchronous"))
    }; counting ${inSeconds(number(facts, "cpuBlocking"))}`,
    zh: `等待 ${inSeconds(number(facts, "blocking"))}、${
      inSeconds(number(facts, "asynchronous"))
    }；数素数 ${inSeconds(number(facts, "cpuBlocking"))}`,
  }),
  event_loop: (facts) => ({
    en: `${number(facts, "switches")} switches`,
    zh: `切换 ${number(facts, "switches")} 次`,
  }),
  async_race: (facts) => ({
    en: `balance ${number(facts, "balance")}`,
    zh: `余额 ${number(facts, "balance")}`,
  }),
  lock: (facts) => same(`${number(facts, "final")}`),
  atomic: (facts) => ({
    en: `${number(facts, "total")} counted, ${sum(numbers(facts, "sold"))} sold`,
    zh: `计数 ${number(facts, "total")}，售出 ${sum(numbers(facts, "sold"))}`,
  }),
  deadlock: (facts) => ({
    en: `${sum(numbers(facts, "done"))} transfers`,
    zh: `转账 ${sum(numbers(facts, "done"))} 次`,
  }),
  philosophers: (facts) => ({
    en: `${sum(numbers(facts, "eaten"))} meals`,
    zh: `吃了 ${sum(numbers(facts, "eaten"))} 顿`,
  }),
  condition: (facts) => ({
    en: `woken for nothing: ${vain(facts)}`,
    zh: `白白醒来 ${vain(facts)} 次`,
  }),
  semaphore: (facts) => ({
    en: `at most ${number(facts, "peak")} inside`,
    zh: `最多 ${number(facts, "peak")} 个在里面`,
  }),
  pool: (facts) => ({
    en: `at most ${number(facts, "peak")} at once`,
    zh: `最多同时 ${number(facts, "peak")} 个`,
  }),
  socket: (facts) => ({
    en: `${list(facts, "sizes").length} pieces`,
    zh: `分 ${list(facts, "sizes").length} 段收到`,
  }),
};

/** The number of `lesson` in these facts, if it is about one. */
export function numberOf(lesson: string, facts: Facts): Text | undefined {
  return Object.hasOwn(NUMBERS, lesson) ? NUMBERS[lesson]!(facts) : undefined;
}
