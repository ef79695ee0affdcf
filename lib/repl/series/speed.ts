/** What a sweep measured: time and speed-up for each value, and where more stopped helping. */

import type { AnyLesson } from "../../lesson/declaration.ts";
import type { Language } from "../../lesson/language.ts";
import type { Sample } from "./runner.ts";
import type { Sweep } from "./request.ts";

/** Nearer to the best than this is as good as the best; less than that gained is nothing gained. */
const AS_GOOD = 0.95, GAINED = 1.1;

/** One value of the parameter. */
export interface Point {
  readonly value: number;
  /** How many runs it had, and their median time in seconds. */
  readonly runs: number;
  readonly elapsed: number;
  /** How many times as fast as with the first value the same work is done. */
  readonly speedup: number;
  /** What it would be if each of them did as much as one does alone; null for other parameters. */
  readonly ideal: number | null;
  readonly held: number;
}

/** Does the parameter say how many do the work, of which is known how much it is? */
export function isWorkers(lesson: AnyLesson, name: string): boolean {
  return lesson.speed?.workers.includes(name) ?? false;
}

function median(numbers: readonly number[]): number {
  const ordered = [...numbers].sort((a, b) => a - b), middle = ordered.length >> 1;
  return ordered.length % 2 === 1
    ? ordered[middle]!
    : (ordered[middle - 1]! + ordered[middle]!) / 2;
}

/** The points of `samples`, those without a result left out. */
export function pointsOf(lesson: AnyLesson, sweep: Sweep, samples: readonly Sample[]): Point[] {
  const workers = isWorkers(lesson, sweep.name);
  const work = (values: Sample["values"]) => lesson.speed?.work(values) ?? 1;
  let first: { value: number; rate: number } | undefined;
  return sweep.values.flatMap((value) => {
    const own = samples.filter((each) => each.values[sweep.name] === value && each.found);
    if (own.length === 0) return [];
    const elapsed = median(own.map(({ found }) => found!.elapsed));
    // A time of 0 is one that was too short to measure.
    const rate = work(own[0]!.values) / Math.max(elapsed, 0.001);
    first ??= { value, rate };
    return [{
      value,
      runs: own.length,
      elapsed,
      speedup: rate / first.rate,
      ideal: workers && first.value > 0 ? value / first.value : null,
      held: own.filter(({ found }) => found!.held).length,
    }];
  });
}

/** The least value that is as good as the best one. */
export function kneeOf(points: readonly Point[]): Point | undefined {
  const best = Math.max(...points.map(({ speedup }) => speedup));
  return points.find(({ speedup }) => speedup >= best * AS_GOOD);
}

const times = (n: number) => n.toFixed(n < 10 ? 2 : 1);

/** Where more stopped helping, in a sentence. */
export function finding(
  points: readonly Point[],
  { name }: Sweep,
  workers: boolean,
  cores: number,
  language: Language,
): string {
  const first = points[0]!, last = points.at(-1)!, knee = kneeOf(points)!;
  if (points.length < 2) return "";
  if (!workers) {
    const ratio = times(last.elapsed / Math.max(first.elapsed, 0.001));
    return {
      en: `With ${name} ${last.value} it took ${ratio} times as long as with ${first.value}.`,
      zh: `${name} 取 ${last.value} 时，用时是取 ${first.value} 时的 ${ratio} 倍。`,
    }[language];
  }
  const machine = {
    en: `This machine has ${cores} ${cores === 1 ? "core" : "cores"}.`,
    zh: `这台机器有 ${cores} 个 CPU 核心。`,
  }[language];
  const best = Math.max(...points.map(({ speedup }) => speedup));
  const sentence = best < GAINED
    ? {
      en: `Raising ${name} did not help: with ${last.value} the same work is done ` +
        `${times(last.speedup)} times as fast as with ${first.value}.`,
      zh: `增加 ${name} 没有用：取 ${last.value} 时，做同样多的事，` +
        `速度是取 ${first.value} 时的 ${times(last.speedup)} 倍。`,
    }
    : knee === last
    ? {
      en: `Raising ${name} helped up to the last value: with ${last.value} the same work is done ` +
        `${times(last.speedup)} times as fast as with ${first.value}.`,
      zh: `直到最后一个值，增加 ${name} 都有用：取 ${last.value} 时，做同样多的事，` +
        `速度是取 ${first.value} 时的 ${times(last.speedup)} 倍。`,
    }
    : {
      en: `Raising ${name} helped up to ${knee.value}, where the same work is done ` +
        `${times(knee.speedup)} times as fast as with ${first.value}; ` +
        `with ${last.value} it is ${times(last.speedup)} times.`,
      zh: `增加 ${name} 到 ${knee.value} 为止有用：做同样多的事，速度是取 ${first.value} 时的 ` +
        `${times(knee.speedup)} 倍；再多就没有用了，取 ${last.value} 时是 ${
          times(last.speedup)
        } 倍。`,
    };
  return `${sentence[language]}${language === "zh" ? "" : " "}${machine}`;
}
