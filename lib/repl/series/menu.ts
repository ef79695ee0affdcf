/** What the menu asks before many runs: how many, or of which values. */

import { cpuCount } from "../../runtime/current.ts";
import type { AnyLesson } from "../../lesson/declaration.ts";
import { type NumberParameter, read, typedNumber } from "../../lesson/parameters.ts";
import type { Asking } from "../questions.ts";
import { readSeries, REPEAT, sweepable } from "./request.ts";
import { both, seriesWords } from "./words.ts";

/** So many seconds, about, are offered for all runs together. */
const PATIENCE = 30;

/** Asks how often; `seconds` is what the last run took. The answer is the flags. */
export async function askRepeat(seconds: number, { language, asker }: Asking): Promise<string[]> {
  const offered = Math.max(3, Math.min(REPEAT.standard, Math.floor(PATIENCE / seconds)));
  const times = await asker.fill<number | boolean | string>({
    message: {
      en: `repeat: ${both("repeat").en} (${REPEAT.min} to ${REPEAT.max})`,
      zh: `repeat：${both("repeat").zh}（${REPEAT.min} 到 ${REPEAT.max}）`,
    }[language],
    hint: `${offered}`,
    offered: `${offered}`,
    read: (text) => read("repeat", REPEAT, typedNumber(REPEAT, text), language),
    shown: String,
  });
  return ["--repeat", `${times}`];
}

/** What a sweep is most often about. */
const WORKERS = ["threads", "processes", "pool", "workers"];

/** Values that show something and do not take too long. */
function offeredRange(name: string, parameter: NumberParameter): string {
  const { min, max, standard, kind } = parameter;
  if (WORKERS.includes(name)) return `${min}..${Math.min(max, Math.max(8, 2 * cpuCount()))}`;
  const low = kind === "seconds" ? 0 : Math.max(min, Math.ceil(standard / 4));
  return `${low}..${Math.max(standard, Math.min(max, low + 1))}`;
}

/** Asks which parameter and which values. The answer is the flags. */
export async function askSweep(lesson: AnyLesson, { language, asker }: Asking): Promise<string[]> {
  const able = sweepable(lesson), say = seriesWords(language);
  const first = able.find(([name]) => WORKERS.includes(name)) ?? able[0]!;
  const [name, parameter] = able.length === 1 ? first : await asker.choose({
    message: say("which"),
    first,
    choices: () =>
      able.map((each) => {
        const [short, { about }] = each;
        return { value: each, short, name: `${short}  ${about[language]}` };
      }),
  });
  const offered = offeredRange(name, parameter);
  const values = await asker.fill<string>({
    message: `${name}${language === "zh" ? "：" : ": "}${say("values")}`,
    hint: offered,
    offered,
    read: (text) => {
      const given = text.normalize("NFKC").replace(/\s/g, "");
      const asked = readSeries(["--sweep", `${name}=${given}`], lesson, language);
      return "wrong" in asked ? asked : { value: given };
    },
    shown: String,
  });
  return ["--sweep", `${name}=${values}`];
}
