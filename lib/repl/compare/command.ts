/** `npm start -- compare LESSON`: the lesson on every runtime found and in Python, and then one table. */

import { env, terminal } from "../../runtime/current.ts";
import { write } from "../../system/output.ts";
import { columns, wrapped } from "../../columns.ts";
import type { AnyLesson } from "../../lesson/declaration.ts";
import { flagsFor, readFlags } from "../../lesson/flags.ts";
import { helpOf } from "../../lesson/help.ts";
import type { Language } from "../../lesson/language.ts";
import { room } from "../../lesson/style.ts";
import { painter } from "../../lesson/style.ts";
import { watchExits } from "../leave.ts";
import { quotedCommand } from "../runtimes.ts";
import { breaks, measure, type Run } from "./measure.ts";
import { type Missing, type Place, placesFor, type Wanted } from "./places.ts";
import { resultOf, tableOf, verdictOf } from "./table.ts";
import { differencesOf } from "./why.ts";
import { comparingWords, headline } from "./words.ts";

/** The exit codes. */
const WELL = 0, BROKEN = 1, USAGE = 2, INTERRUPTED = 130;

/** How it is to be said. */
export interface Setting {
  readonly language: Language;
  readonly plain: boolean;
  /** Only this runtime, besides Python. */
  readonly only?: string | undefined;
}

/** Everything that is told in the end. */
interface Comparison {
  readonly wanted: Wanted;
  readonly runs: readonly Run[];
  readonly left: readonly Place[];
  readonly missing: readonly Missing[];
  readonly stopped: boolean;
}

/**
 * Runs the comparison for the words after `compare`; `lesson` is the one that the first of them names.
 *
 * @returns the exit code: 0, or 1 if an invariant broke that should not or a run failed, 2 for bad
 * usage, 130 and 143 if it was stopped
 */
export async function compare(
  lesson: AnyLesson,
  words: readonly string[],
  setting: Setting,
): Promise<number> {
  const { plain, only } = setting;
  const request = readFlags(["--lang", setting.language, ...words], lesson.parameters, env);
  const { language, values, speed } = request;
  if (request.help) {
    write(1, helpOf(lesson, language, Math.min(room(1), 100)));
    return WELL;
  }
  if (request.wrong !== undefined) {
    write(2, `${wrapped(request.wrong, room(2))}\n`);
    return USAGE;
  }
  const wanted: Wanted = { lesson, values, speed, language, only };
  const { here, missing } = await placesFor(wanted);
  const exits = watchExits();
  const runs: Run[] = [];
  let stopped = false;
  try {
    for (const place of here) {
      if (exits.signal.aborted || stopped) break;
      const quiet = progress(place, { ...setting, language });
      const run = await measure(place, wanted, exits).finally(quiet);
      runs.push(run);
      stopped = run.stopped;
    }
  } finally {
    exits.close();
  }
  stopped ||= exits.signal.aborted;
  const comparison = { wanted, runs, left: here.slice(runs.length), missing, stopped };
  if (request.json) write(1, `${JSON.stringify(asJson(comparison))}\n`);
  else write(1, `${asText(comparison, plain).join("\n")}\n`);
  if (stopped) return exits.signal.aborted ? exits.code() : INTERRUPTED;
  return runs.length > 0 && runs.every((run) => well(run, wanted)) ? WELL : BROKEN;
}

function well(run: Run, wanted: Wanted): boolean {
  return run.found !== undefined && (run.found.held || breaks(wanted));
}

/** Says on a terminal what is running; the answer takes that away again. */
function progress(place: Place, { language, plain }: Setting): () => void {
  const say = comparingWords(language);
  const line = `${say("running")}${language === "zh" ? "" : " "}${place.label}`;
  if (plain || !terminal(2).isTTY) return () => {};
  write(2, `${line}\r`);
  return () => write(2, `${" ".repeat(columns(line))}\r`);
}

function asText(comparison: Comparison, plain: boolean): string[] {
  const { wanted, runs, left, missing, stopped } = comparison;
  const { lesson, language, values, speed } = wanted;
  const say = comparingWords(language), width = room(1);
  const fitted = (text: string, indent = 0) => wrapped(text, width, indent);
  const colon = language === "zh" ? "：" : ": ";
  const flags = quotedCommand(flagsFor(values, speed, lesson.parameters, language));
  const lines = [fitted(headline(lesson.name, lesson.title[language], flags)), ""];
  const paint = plain ? (text: string) => text : painter(1);
  if (runs.length === 0 && !stopped) lines.push(fitted(say("nowhere")));
  if (runs.length > 0) {
    lines.push(...tableOf(runs, wanted, { language, columns: width, plain, paint }));
    lines.push("", fitted(say("legend")));
  }
  for (const run of runs.filter(({ found, stopped }) => !found && !stopped)) {
    const how = run.signal === null
      ? run.code === null ? "" : `, ${say("code")} ${run.code}`
      : `, ${say("signal")} ${run.signal}`;
    lines.push("", fitted(`${run.place.label}: ${say("failed")}${how}`), run.said.trimEnd());
  }
  const why = differencesOf(lesson.name, runs, breaks(wanted));
  if (why.length > 0) lines.push("", say("why"));
  for (const sentence of why) lines.push(fitted(`- ${sentence[language]}`, 2));
  if (missing.length > 0) lines.push("");
  for (const { name, why } of missing) lines.push(fitted(`${name}${colon}${say(why)}`));
  if (lesson.inPython && missing.some(({ why }) => why === "twin")) {
    lines.push(fitted(lesson.inPython[language]));
  }
  if (stopped) {
    const names = left.map(({ label }) => label).join(language === "zh" ? "、" : ", ");
    lines.push("", fitted(left.length > 0 ? `${say("unfinished")}${names}` : say("all")));
  }
  return lines;
}

function asJson({ wanted, runs, left, missing, stopped }: Comparison): unknown {
  const { lesson, values, speed, language } = wanted;
  return {
    lesson: lesson.name,
    parameters: values,
    speed,
    runs: runs.map((run) => ({
      runtime: run.place.name,
      version: run.place.version,
      command: run.place.command,
      verdict: verdictOf(run, wanted).word,
      code: run.code,
      signal: run.signal,
      ...(run.found
        ? {
          held: run.found.held,
          answer: run.found.answer ?? null,
          text: resultOf(run, wanted),
          elapsed: run.found.elapsed,
          startUp: run.found.startUp,
          result: run.found.result,
          python: run.found.python ?? null,
        }
        : { said: run.said }),
    })),
    differences: differencesOf(lesson.name, runs, breaks(wanted)).map((text) => text[language]),
    missing,
    notRun: left.map(({ label }) => label),
    stopped,
  };
}
