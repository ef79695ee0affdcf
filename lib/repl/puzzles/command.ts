/** `npm start -- check`: the puzzles, and whether a learner's copy of one is solved. */

import { pathToFileURL } from "node:url";
import { env, onSignal } from "../../runtime/current.ts";
import { write } from "../../system/output.ts";
import { columns, padded, wrapped } from "../../columns.ts";
import { describeError } from "../../describe_error.ts";
import { ExploreError, format } from "../../explore.ts";
import { show } from "../../show.ts";
import { readFlags, type Request } from "../../lesson/flags.ts";
import { explained, typed } from "../../lesson/help.ts";
import { type Parameters, seconds, toggle, whole } from "../../lesson/parameters.ts";
import type { Puzzle } from "../../lesson/puzzle.ts";
import { room } from "../../lesson/style.ts";
import { painter, signs } from "../../lesson/style.ts";
import { nearest } from "../../lesson/suggest.ts";
import { puzzles } from "../../../scripts/puzzles/index.ts";
import { progressLine, refuse } from "../exploring/command.ts";
import { jsonOf } from "../exploring/json.ts";
import { layout, picture, type Setting as Saying } from "../exploring/layout.ts";
import { FAILS, HOLDS, INTERRUPTED, OPEN } from "../exploring/names.ts";
import { exported } from "../exploring/target.ts";
import { exploringWords } from "../exploring/words.ts";
import { tellNotices } from "../state/command.ts";
import { openStore, stateFile, type Store } from "../state/file.ts";
import { withSolved } from "../state/state.ts";
import { copyOf, makeCopy, resetCopy, solutionOf } from "./copy.ts";
import { judge, type Judgement } from "./judge.ts";
import { watch } from "./watch.ts";
import { changedText, checkHelp, FLAGS, puzzleWords, unknownPuzzle } from "./words.ts";
import { lab } from "../../lesson/called.ts";

const PARAMETERS: Parameters = {
  watch: toggle(false, FLAGS.watch),
  hint: whole(0, 0, 3, FLAGS.hint),
  solution: toggle(false, FLAGS.solution),
  reset: toggle(false, FLAGS.reset),
  time: seconds(60, FLAGS.time),
};

interface Setting extends Saying {
  /** Is progress remembered? */
  readonly state: boolean;
}

const tell = (text: string) => write(1, `${wrapped(text, room(1))}\n`);

/** Runs the command with the words behind it. The answer is the exit code. */
export async function check(words: readonly string[], wished: Setting): Promise<number> {
  const first = words[0]?.startsWith("-") === false ? words[0] : undefined;
  const flags = ["--lang", wished.language, ...(first === undefined ? words : words.slice(1))];
  const request = readFlags(flags, PARAMETERS, env);
  const { language } = request;
  const setting = { ...wished, language };
  if (request.help) return help(setting);
  if (request.wrong !== undefined) return refuse(request.wrong);
  const store = openStore(stateFile(!wished.state));
  tellNotices(store, language);
  if (first === undefined) return list(store, request, setting);
  const puzzle = puzzles.find(({ name }) => name === first);
  if (!puzzle) {
    const near = nearest(first, puzzles.map(({ name }) => name));
    return refuse(unknownPuzzle(first, near, puzzles.map(({ name }) => name), language));
  }
  return await begin(puzzle, request, store, setting);
}

function help({ language }: Setting): number {
  const rows = Object.entries(PARAMETERS).map(([name, parameter]) => {
    const about = wrapped(`      ${explained(parameter, language)}`, Math.min(room(1), 100), 6);
    return `  ${typed(name, parameter)}\n${about}`;
  });
  tell(`${checkHelp(language)}\n\n${rows.join("\n")}`);
  return HOLDS;
}

function list(store: Store, { json }: Request, { language }: Setting): number {
  const say = puzzleWords(language);
  const solved = (name: string) => store.now().solved?.includes(name) === true;
  if (json) {
    write(1, `${JSON.stringify(puzzles.map(({ name }) => ({ name, solved: solved(name) })))}\n`);
    return HOLDS;
  }
  const width = Math.max(...puzzles.map(({ name }) => columns(name)));
  const rows = puzzles.map(({ name, title }) =>
    `${solved(name) ? signs().done : " "} ${padded(name, width)}  ${title[language]}`
  );
  const next = puzzles.find(({ name }) => !solved(name)) ?? puzzles[0]!;
  tell([say("puzzles"), "", ...rows, "", `${say("begin")}${next.name}`].join("\n"));
  return HOLDS;
}

async function begin(
  puzzle: Puzzle,
  request: Request,
  store: Store,
  setting: Setting,
): Promise<number> {
  const { values, json } = request;
  const { language } = setting;
  const say = puzzleWords(language);
  const { name } = puzzle;
  const hints = puzzle.hints.slice(0, Number(values["hint"]));
  if (json && values["watch"]) return refuse(say("jsonAlone"));
  if (values["reset"]) {
    const kept = resetCopy(name);
    store.change((state) => withSolved(state, name, false));
    if (!json && kept !== undefined) tell(`${say("kept")}${kept}`);
  }
  const made = makeCopy(name) || values["reset"] === true;
  const { file, shown } = copyOf(name);
  if (!json) {
    const colon = language === "zh" ? "：" : ": ";
    tell(`${puzzle.title[language]}${colon}${puzzle.about[language]}`);
    if (made) tell(`${say("made")}${shown}\n${say("see")}${name}`);
    for (const hint of hints) tell(`${say("hint")}${hint[language]}`);
  }
  if (hints.length > 0 || values["reset"]) return HOLDS;
  if (values["watch"]) {
    tell(say("watching"));
    const plain = setting.plain ? ["--plain"] : [], state = setting.state ? [] : ["--no-state"];
    return await watch(file, [...plain, ...state, "--lang", language, "check", name]);
  }
  return await attempt(puzzle, request, store, setting);
}

async function attempt(
  puzzle: Puzzle,
  { json, values }: Request,
  store: Store,
  setting: Setting,
): Promise<number> {
  const say = puzzleWords(setting.language), { name } = puzzle;
  const module = pathToFileURL(copyOf(name).file).href;
  const found = await exported(module, "scenario");
  if ("wrong" in found) {
    write(2, `${wrapped(`${say("unloadable")}${found.wrong}`, room(2))}\n`);
    return FAILS;
  }
  let interrupted = false;
  const forget = onSignal("SIGINT", () => interrupted = true);
  const line = progressLine(setting);
  try {
    const judgement = await judge(puzzle, module, found.value, {
      time: Number(values["time"]) * 1000,
      onProgress(now) {
        line.show(now);
        return !interrupted;
      },
    }).finally(line.clear);
    if (judgement.passed) store.change((state) => withSolved(state, name, true));
    if (json) write(1, `${JSON.stringify(facts(puzzle, judgement))}\n`);
    else report(puzzle, judgement, values["solution"] === true, setting);
    if (judgement.passed) return HOLDS;
    if (judgement.verdict?.result === "open") return interrupted ? INTERRUPTED : OPEN;
    return FAILS;
  } catch (error) {
    if (!(error instanceof ExploreError)) throw error;
    write(2, `${wrapped(describeError(error), room(2))}\n`);
    return OPEN;
  } finally {
    forget();
  }
}

function facts({ name }: Puzzle, judged: Judgement): unknown {
  const { passed, missing, others, changed = null, verdict } = judged;
  const about = verdict
    ? jsonOf({ words: [name], values: {} }, verdict) as object
    : { target: name };
  return {
    ...about,
    passed,
    missing: missing.map(({ missing }) => missing.en),
    others: others.map((value) => show(value)),
    changed,
  };
}

function report(puzzle: Puzzle, judged: Judgement, solution: boolean, setting: Setting): void {
  const say = puzzleWords(setting.language), { passed } = judged;
  const paint = setting.plain ? (text: string) => text : painter(1);
  tell(
    `${paint(say(passed ? "solved" : "not"), passed ? "green" : "yellow")}\n${
      passed ? say("proved") : why(puzzle, judged, setting)
    }`,
  );
  if (solution && passed) tell(`\n${say("solution")}\n\n${solutionOf(puzzle.name)}`);
  else if (solution) tell(say("locked"));
  else if (passed) tell(`${say("solution")}${lab} check ${puzzle.name} --solution`);
  else tell(`${say("hint")}${lab} check ${puzzle.name} --hint 1`);
}

function why({ name }: Puzzle, judged: Judgement, setting: Setting): string {
  const { language } = setting, say = puzzleWords(language);
  const { changed, verdict, missing, others } = judged;
  if (changed) return changedText(name, copyOf(name).shown, changed, language);
  if (verdict?.result === "open") {
    return `${format(verdict, layout(setting))}\n${exploringWords(language)("smaller")}`;
  }
  if (verdict?.failure) {
    return [format(verdict, layout(setting)), ...picture(verdict.failure, setting), ""].join("\n");
  }
  const between = language === "zh" ? "；" : "; ";
  const also = others.map((value) => `${say("also")}${show(value)}`);
  const all = [...missing.map(({ missing }) => missing[language]), ...also];
  return `${say("removed")}${all.join(between)}\n${say("mend")}`;
}
