/** `npm start -- explore`, `step` and `replay`: every interleaving of a lesson, without questions. */

import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { env, onSignal, terminal } from "../../runtime/current.ts";
import { write } from "../../system/output.ts";
import { columns, wrapped } from "../../columns.ts";
import {
  explore,
  ExploreError,
  type Failure,
  format,
  type Progress,
  replay,
  type Verdict,
} from "../../explore.ts";
import type { AnyLesson } from "../../lesson/declaration.ts";
import { type Language, localeLanguage } from "../../lesson/language.ts";
import { flag, type Parameters } from "../../lesson/parameters.ts";
import { explained, typed } from "../../lesson/help.ts";
import { room } from "../../lesson/style.ts";
import { EndOfInput } from "../asker.ts";
import { labWords } from "../../lesson/called.ts";
import { openDesk } from "../desk.ts";
import { watchExits } from "../leave.ts";
import { quotedCommand } from "../runtimes.ts";
import { jsonOf, stepsOf } from "./json.ts";
import { layout, picture, type Setting } from "./layout.ts";
import { type Exploring, FAILS, HOLDS, IN_MENU, INTERRUPTED, OPEN, USAGE } from "./names.ts";
import { stepThrough } from "./step.ts";
import { type Search, type Target, targetOf } from "./target.ts";
import { exploringHelp, exploringWords, noSuchSchedule, tooLong, uncounted } from "./words.ts";

/** How often, in ms, the line of progress is drawn. */
const OFTEN = 200;

/** And how often one is written where none can be drawn over. */
const SELDOM = 10_000;

/** Counting, which says how many but not whether, has this part of the time. */
const COUNTING = 10;

/** Says what is wrong with the words. */
export function refuse(sentence: string): number {
  write(2, `${wrapped(sentence, room(2))}\n`);
  return USAGE;
}

function help(parameters: Parameters, language: Language): number {
  const rows = Object.entries(parameters).map(([name, parameter]) => {
    return `  ${typed(name, parameter)}\n${
      wrapped(`      ${explained(parameter, language)}`, Math.min(room(1), 100), 6)
    }`;
  });
  write(1, `${wrapped(exploringHelp(language), room(1))}\n\n${rows.join("\n")}\n`);
  return HOLDS;
}

/** Runs one of the commands. The answer is the exit code. */
export async function exploring(
  command: Exploring,
  words: readonly string[],
  lessons: readonly AnyLesson[],
  setting: Setting,
): Promise<number> {
  const { language } = setting;
  const say = exploringWords(language);
  const [word = "--help", ...rest] = words;
  if (word === "--help" || word === "-h") {
    if (words.length === 0) return refuse(say("noTarget"));
    return help((await targetOf(command, "", [], lessons, language, env)).parameters, language);
  }
  const schedule = command === "replay" ? rest.shift() : undefined;
  const wanted = schedule === "--help" || schedule === "-h" ? ["--help"] : rest;
  if (command === "replay" && (schedule === undefined || /^--?[a-z]/.test(schedule))) {
    if (wanted[0] !== "--help") return refuse(say("noSchedule"));
  }
  const { request, wrong, target, parameters } = await targetOf(
    command,
    word,
    wanted,
    lessons,
    language,
    env,
  );
  if (request.help) return help(parameters, language);
  const refusal = request.wrong ?? wrong;
  if (refusal !== undefined || !target) return refuse(refusal ?? say("noTarget"));
  try {
    if (command === "explore") return await explored(target, setting, request.json);
    if (command === "replay") return await replayed(target, schedule!, setting, request.json);
    return await stepped(target, setting);
  } catch (error) {
    if (schedule !== undefined && error instanceof TypeError) {
      return refuse(noSuchSchedule(schedule, language));
    }
    if (!(error instanceof ExploreError) && !(error instanceof TypeError)) throw error;
    write(2, `${wrapped(`${error.name}: ${error.message}`, room(2))}\n`);
    return error instanceof TypeError ? USAGE : OPEN;
  }
}

async function explored(target: Target, setting: Setting, json: boolean): Promise<number> {
  const { language } = setting, say = exploringWords(language);
  let interrupted = false, likely: number | null = null, countingSince = Infinity, elapsed = 0;
  const forget = onSignal("SIGINT", () => interrupted = true);
  const progress = progressLine(setting);
  const { scenario, args, module, search, rules } = target;
  const verdict = await explore(scenario, {
    ...search,
    ...rules,
    args: [...args],
    module,
    onProgress(now) {
      progress.show(now);
      likely = now.schedules ?? likely;
      elapsed = now.elapsed;
      if (now.preemptions === Infinity) countingSince = Math.min(countingSince, now.elapsed);
      return !interrupted && now.elapsed - countingSince < search.time / COUNTING;
    },
  }).finally(() => {
    forget();
    progress.clear();
  });
  const codes = { holds: HOLDS, fails: FAILS, open: interrupted ? INTERRUPTED : OPEN };
  if (json) write(1, `${JSON.stringify(jsonOf(target, verdict))}\n`);
  else {
    const inMenu = env(IN_MENU) !== undefined;
    const drawn = inMenu ? [] : picture(verdict.failure, setting);
    const lines = [format(verdict, layout(setting)), ...drawn, ""];
    if (interrupted) lines.unshift(say("stopped"));
    else if (search.count && verdict.result === "fails" && verdict.schedules === null) {
      lines.push(uncounted(likely === null ? null : rounded(likely), language));
    }
    const flags = Object.entries(target.values).flatMap(([name, value]) => flag(name, value));
    if (flags.length > 0) lines.push(`${say("explored")}${flags.join(" ")}`);
    if (verdict.failure) {
      const where = lineIn(verdict.failure.error, module);
      if (where !== undefined) lines.push(`${say("thrown")}${where}`);
      // With the menu below, what the first line says would have gone from the screen.
      lines.push(
        ...(inMenu
          ? [headline(verdict, setting)]
          : nextCommands(verdict.failure, target, language)),
      );
    } else if (verdict.result === "holds") lines.push(say("proved"));
    else if (verdict.overran) lines.push(tooLong(rules.steps, language));
    else lines.push(say(isBounded(verdict, search, elapsed) ? "smaller" : "tooMany"));
    write(1, `${lines.map((line) => wrapped(line, room(1))).join("\n")}\n`);
  }
  return codes[verdict.result];
}

/** What a verdict begins with, in one line however long. */
function headline(verdict: Verdict, setting: Setting): string {
  return format(verdict, { ...layout(setting), columns: Infinity }).split("\n", 1)[0]!.trim();
}

/** How to see the failure again, one that ends well, and the repair. */
function nextCommands(
  { schedule, passing }: Failure,
  { words, ruled, repaired }: Target,
  language: Language,
): string[] {
  const say = exploringWords(language), [name = "", ...flags] = words;
  const spoken = language === localeLanguage(env) ? [] : ["--lang", language];
  const command = (...more: string[]) => quotedCommand([...labWords, ...more, ...spoken]);
  return [
    `${say("again")}${command("replay", name, schedule, ...flags)}`,
    ...(passing === null ? [] : [`${say("passing")}${command("replay", name, passing, ...flags)}`]),
    `${say("own")}${command("step", ...words, ...ruled)}`,
    ...(repaired ? [`${say("repaired")}${command("explore", ...repaired, ...ruled)}`] : []),
  ];
}

/** Did a limit that was asked for end it? Else there are more states than can be kept. */
function isBounded({ executions }: Verdict, search: Search, elapsed: number): boolean {
  const drawn = search.random !== undefined, whole = search.preemptions === Infinity;
  return drawn || !whole || elapsed >= search.time || executions >= search.executions;
}

/** Where `error` was thrown, if that was in the file that is explored. */
function lineIn(error: Error | null | undefined, module: string): string | undefined {
  const file = basename(fileURLToPath(module));
  const line = error?.stack?.split("\n").find((each) => each.includes(`${file}:`));
  const at = line?.slice(line.lastIndexOf(`${file}:`)).match(/:(\d+)/)?.[1];
  return at === undefined ? undefined : `${file}:${at}`;
}

/** An estimate is not said more exactly than it is. */
function rounded(number: number): string {
  const [first = "", power = ""] = number.toExponential(0).split("e+");
  return number < 1e6 ? `${Number(number.toPrecision(1))}` : `${first} x 10^${power}`;
}

/** A line on a terminal that says how far it is. */
export function progressLine({ language, plain }: Setting) {
  const say = exploringWords(language), { isTTY } = terminal(2);
  const draws = isTTY && !plain;
  let last = performance.now(), drawn = 0;
  return {
    show({ executions, preemptions, elapsed, left, schedules }: Progress) {
      if (performance.now() - last < (draws ? OFTEN : SELDOM)) return;
      last = performance.now();
      const seconds = `${Math.round(elapsed / 1000)} s`;
      const parts = [`${executions} ${say("progress")}`];
      if (Number.isFinite(preemptions) && preemptions >= 0) {
        parts.push(`${preemptions} ${say("switches")}`);
      }
      const more: string[] = [];
      if (left !== null) more.push(`~${Math.ceil(left / 1000)} s ${say("remaining")}`);
      if (schedules !== null) more.push(`~${rounded(schedules)} ${say("orders")}`);
      // What does not fit is left out: a line that wraps cannot be drawn over.
      const comma = language === "zh" ? "，" : ", ";
      let line = [...parts, seconds].join(comma);
      for (const part of more) {
        if (!draws || columns(`${line}${comma}${part}`) < room(2)) line = `${line}${comma}${part}`;
      }
      if (!draws) return void write(2, `${line}\n`);
      write(2, `\r${line}${" ".repeat(Math.max(0, drawn - columns(line)))}`);
      drawn = columns(line);
    },
    clear() {
      if (drawn > 0) write(2, `\r${" ".repeat(drawn)}\r`);
    },
  };
}

async function replayed(
  { scenario, args, module, output }: Target,
  schedule: string,
  setting: Setting,
  json: boolean,
): Promise<number> {
  const execution = await replay(scenario, schedule, { args: [...args], module, output });
  const { steps, outcome, failure } = execution;
  const lines = json
    ? [JSON.stringify({ steps: stepsOf(steps), outcome, failed: failure?.kind ?? null })]
    : [format(execution, layout(setting)), ...picture(failure ?? execution, setting)];
  write(1, `${lines.join("\n")}\n`);
  return failure ? FAILS : HOLDS;
}

async function stepped(target: Target, setting: Setting): Promise<number> {
  const { language, plain } = setting, asked = terminal(0).isTTY && terminal(1).isTTY;
  const exits = watchExits();
  const desk = await openDesk(plain || !asked, language, exits);
  const tell = (text: string) => write(1, `${text}\n`);
  try {
    const broke = await stepThrough(target, desk.asker, setting, tell);
    return broke ? FAILS : HOLDS;
  } catch (error) {
    if (error instanceof EndOfInput) return HOLDS;
    if (exits.signal.aborted || /Prompt|Abort/.test((error as Error).name)) return exits.code();
    throw error;
  } finally {
    desk.close();
    exits.close();
  }
}
