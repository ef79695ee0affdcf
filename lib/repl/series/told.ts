/** What many runs came to, in words and bars. */

import { cpuCount } from "../../runtime/current.ts";
import { wrapped } from "../../columns.ts";
import type { AnyLesson } from "../../lesson/declaration.ts";
import type { Language } from "../../lesson/language.ts";
import { inSeconds } from "../../lesson/lanes.ts";
import { signs } from "../../lesson/style.ts";
import { type Bar, bars } from "./bars.ts";
import type { Sweep } from "./request.ts";
import type { Sample } from "./runner.ts";
import { finding, isWorkers, type Point } from "./speed.ts";
import { aboutOutcomes, outcomeOf, tally } from "./tally.ts";
import { seriesWords } from "./words.ts";

/** How it is laid out. */
export interface Layout {
  readonly language: Language;
  readonly width: number;
  /** Without bars. */
  readonly plain: boolean;
}

function chart(rows: readonly Bar[], { width, plain, language }: Layout): string[] {
  if (!plain) return bars(rows, width);
  const colon = language === "zh" ? "：" : ": ";
  return rows.map(({ label, value }) => wrapped(`  ${label}${colon}${value.trim()}`, width, 4));
}

const counted = (count: number, { en, zh }: { en: string; zh: string }, language: Language) =>
  language === "zh" ? `${count} ${zh}` : `${count} ${count === 1 ? en : `${en}s`}`;

/** The distribution of the outcomes of `samples`. */
export function repeatTold(
  lesson: AnyLesson,
  samples: readonly Sample[],
  layout: Layout,
): string {
  const { language, width } = layout, say = seriesWords(language);
  const rows = tally(samples.map((sample) => outcomeOf(lesson, sample)));
  const held = samples.filter(({ found }) => found?.held).length;
  const took = samples.flatMap(({ found }) => found ? [found.elapsed] : []).sort((a, b) => a - b);
  const colon = language === "zh" ? "：" : ": ";
  const lines = [
    `${aboutOutcomes(lesson)[language]}${language === "zh" ? "，" : ", "}${
      counted(samples.length, { en: "run", zh: "次运行" }, language)
    }`,
    ...chart(
      rows.map(({ label, count }) => ({ label: label[language], value: `${count}`, size: count })),
      layout,
    ),
    "",
    {
      en: `The invariant held in ${held} of ${samples.length}.`,
      zh: `${samples.length} 次中有 ${held} 次不变式成立。`,
    }[language],
  ];
  if (took.length > 0) {
    const [least, middle, most] = [took[0]!, took[took.length >> 1]!, took.at(-1)!].map(inSeconds);
    lines.push(
      `${say("time")}${colon}` + {
        en: `${least} to ${most}, half of them within ${middle}`,
        zh: `${least} 到 ${most}，一半不超过 ${middle}`,
      }[language],
    );
  }
  return lines.map((line) => wrapped(line, width, line.startsWith("  ") ? 4 : 0)).join("\n");
}

/** Time and speed-up for each value. */
export function sweepTold(
  lesson: AnyLesson,
  sweep: Sweep,
  points: readonly Point[],
  layout: Layout,
): string {
  const { language, width } = layout, say = seriesWords(language);
  const { name } = sweep, workers = isWorkers(lesson, name), cores = cpuCount();
  const time = points.map(({ value, elapsed }) => ({
    label: `${name} ${value}`,
    value: inSeconds(elapsed),
    size: elapsed,
  }));
  const speed = points.map(({ value, speedup, ideal }) => ({
    label: `${name} ${value}`,
    value: layout.plain && ideal !== null
      ? `${speedup.toFixed(2)}, ${say("ideal")} ${ideal.toFixed(2)}`
      : speedup.toFixed(2),
    size: speedup,
    ...(ideal === null ? {} : { mark: ideal }),
  }));
  const { edge } = signs();
  const heading = {
    en: `${say("speedup")} (${edge} ideal; this machine has ${cores} ${
      cores === 1 ? "core" : "cores"
    })`,
    zh: `${say("speedup")}（${edge} 为理想值；这台机器有 ${cores} 个 CPU 核心）`,
  }[language];
  const broken = points.filter(({ runs, held }) => held < runs).map(({ value }) => value);
  const lines = [
    say("time"),
    ...chart(time, layout),
    ...(workers
      ? ["", layout.plain ? say("speedup") : wrapped(heading, width), ...chart(speed, layout)]
      : []),
    "",
    wrapped(finding(points, sweep, workers, cores, language), width),
    ...(broken.length === 0 ? [] : [wrapped(
      {
        en: `The invariant broke with ${name} ${broken.join(", ")}.`,
        zh: `${name} 取 ${broken.join("、")} 时，不变式被破坏。`,
      }[language],
      width,
    )]),
  ];
  return lines.join("\n");
}
