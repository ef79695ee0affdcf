/** `npm start -- LESSON --repeat N` and `--sweep NAME=FROM..TO`: many runs and what they came to. */

import { cpuCount, env } from "../../runtime/current.ts";
import { write } from "../../system/output.ts";
import { wrapped } from "../../columns.ts";
import type { AnyLesson } from "../../lesson/declaration.ts";
import { readFlags } from "../../lesson/flags.ts";
import type { Language } from "../../lesson/language.ts";
import type { AnyValues } from "../../lesson/parameters.ts";
import { room } from "../../lesson/style.ts";
import { watchExits } from "../leave.ts";
import { quotedCommand, type Runtime } from "../runtimes.ts";
import type { Series } from "./request.ts";
import { commandOf, runs, type Sample, type Setting } from "./runner.ts";
import { isWorkers, kneeOf, pointsOf } from "./speed.ts";
import { outcomeOf } from "./tally.ts";
import { repeatTold, sweepTold } from "./told.ts";
import { seriesWords } from "./words.ts";

/**
 * Runs them and says what came of it. The answer is the exit code: 0 if each run ended as it should,
 * 1 if one did not, 2 for bad usage, 130 if it was interrupted; what was done until then is said.
 */
export async function seriesOf(
  lesson: AnyLesson,
  series: Series,
  words: readonly string[],
  how: { readonly language: Language; readonly plain: boolean; readonly runtime: Runtime },
): Promise<number> {
  const { language } = how, say = seriesWords(language);
  const request = readFlags(["--lang", language, ...words], lesson.parameters, env);
  if (request.wrong !== undefined) {
    write(2, `${wrapped(request.wrong, room(2))}\n`);
    return 2;
  }
  const setting: Setting = { ...how, lesson, speed: request.speed };
  const { sweep, repeat } = series;
  const sets = sweep
    ? sweep.values.map((value): AnyValues => ({ ...request.values, [sweep.name]: value }))
    : [request.values];
  const exits = watchExits();
  try {
    const all = sets.flatMap((values) => Array<AnyValues>(repeat).fill(values));
    const { samples, interrupted } = await runs(setting, all, exits);
    if (request.json) {
      write(1, `${JSON.stringify(facts(setting, request.values, series, samples, interrupted))}\n`);
    } else tell(setting, series, samples, interrupted);
    if (exits.signal.aborted) return exits.code();
    if (interrupted) return 130;
    const failed = samples.find(({ ok }) => !ok);
    if (failed && !failed.found) {
      const command = quotedCommand(commandOf(setting, failed.values));
      write(2, `${say("failed")}${language === "zh" ? "：" : ": "}${command}\n`);
    }
    return failed ? 1 : 0;
  } finally {
    exits.close();
  }
}

function tell(
  { lesson, language, plain }: Setting,
  { sweep }: Series,
  samples: readonly Sample[],
  interrupted: boolean,
): void {
  const say = seriesWords(language), layout = { language, plain, width: room(1) };
  const points = sweep ? pointsOf(lesson, sweep, samples) : [];
  const nothing = sweep ? points.length === 0 : samples.length === 0;
  const lines = interrupted ? [say(nothing ? "nothing" : "stopped")] : [];
  if (!nothing) {
    lines.push(
      sweep ? sweepTold(lesson, sweep, points, layout) : repeatTold(lesson, samples, layout),
    );
  }
  if (lines.length > 0) write(1, `${lines.join("\n")}\n`);
}

/** The same for programs. */
function facts(
  { lesson, runtime }: Setting,
  parameters: AnyValues,
  { sweep, repeat }: Series,
  samples: readonly Sample[],
  interrupted: boolean,
): unknown {
  const { name, version } = runtime;
  const about = { lesson: lesson.name, runtime: name, version, parameters, repeat, interrupted };
  if (sweep) {
    const points = pointsOf(lesson, sweep, samples);
    const stopped = isWorkers(lesson, sweep.name) ? kneeOf(points)?.value ?? null : null;
    return { ...about, sweep: sweep.name, cores: cpuCount(), points, bestFrom: stopped };
  }
  const outcomes = new Map<number | string, number>();
  for (const sample of samples) {
    const outcome = outcomeOf(lesson, sample);
    const key = typeof outcome === "number" ? outcome : outcome.en;
    outcomes.set(key, (outcomes.get(key) ?? 0) + 1);
  }
  return {
    ...about,
    runs: samples.map(({ ok, found }) => ({ ok, ...found })),
    outcomes: [...outcomes].map(([value, count]) => ({ value, count })),
  };
}
