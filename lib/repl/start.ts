/** What `npm start` does: a session in a terminal, and everything else without a question. */

import { args, env, exit, setContext, setExitCode, terminal } from "../runtime/current.ts";
import { write } from "../system/output.ts";
import { wrapped } from "../columns.ts";
import type { AnyLesson } from "../lesson/declaration.ts";
import { type Language, localeLanguage } from "../lesson/language.ts";
import { readFlags } from "../lesson/flags.ts";
import { quoted } from "../lesson/parameters.ts";
import { room } from "../lesson/style.ts";
import { nearest } from "../lesson/suggest.ts";
import { wantsWords } from "../lesson/told.ts";
import { watchExits } from "./leave.ts";
import { listOf } from "./list.ts";
import { newProgram } from "./own.ts";
import { codeOf, perform } from "./perform.ts";
import { isPath } from "./program/path.ts";
import { readSeries } from "./series/request.ts";
import { stats, tellNotices } from "./state/command.ts";
import { openStore, stateFile } from "./state/file.ts";
import { doneIn, withDone } from "./state/state.ts";
import { EXPLORING, isExploring } from "./exploring/names.ts";
import { askedWord, asksForWord } from "./glossary/mark.ts";
import {
  commandFor,
  findRuntimes,
  labCommand,
  ownRuntime,
  quietly,
  type Runtime,
} from "./runtimes.ts";
import { usage } from "./usage.ts";
import { readWish, type Wish } from "./wish.ts";
import { wordsIn } from "./words.ts";

function strayWord(word: string, language: Language): string {
  return {
    en: `list takes no words after it: got ${quoted(word)}`,
    zh: `list 后面不能再有别的词：收到的是 ${quoted(word)}`,
  }[language];
}

const COMMANDS = ["list", "stats", "glossary", "new", "check", "compare", "trace", "worker"];

/** The sentence about a lesson that does not exist, with the one that was probably meant. */
export function unknownLesson(word: string, names: readonly string[], language: Language): string {
  const near = nearest(word, [...names, ...COMMANDS, ...EXPLORING]);
  return {
    en: `there is no lesson ${quoted(word)}: ` +
      (near ? `did you mean ${near}? ` : "") + `The lessons are ${names.join(", ")}`,
    zh: `没有 ${quoted(word)} 这一课：${near ? `是不是 ${near}？` : ""}课程有 ${names.join("、")}`,
  }[language];
}

async function runtimeFor(wanted: string | undefined): Promise<Runtime | undefined> {
  const own = ownRuntime();
  if (wanted === undefined || wanted === own.name) return own;
  return (await findRuntimes()).find(({ name }) => name === wanted);
}

/** Runs the lab itself on another runtime, and ends as it ends. */
async function elsewhere(words: readonly string[], wish: Wish): Promise<number> {
  const { language } = wish;
  const runtime = await runtimeFor(wish.runtime);
  if (!runtime) return notFound(wish);
  const exits = watchExits();
  const command = labCommand(runtime, ["--lang", language, ...words]);
  const ended = await perform(quietly(runtime, command), false, exits, wish.plain);
  exits.close();
  return codeOf(ended);
}

function notFound({ language, runtime }: Wish): number {
  write(2, `${{ en: "not found: ", zh: "没有找到：" }[language]}${runtime}\n`);
  return 2;
}

/** Runs one lesson with the words it was given and ends as it ends. */
async function direct(lesson: AnyLesson, wish: Wish): Promise<number> {
  const { language, rest, plain } = wish;
  const asked = readSeries(rest, lesson, language);
  if ("wrong" in asked) {
    write(2, `${wrapped(asked.wrong, room(2))}\n`);
    return 2;
  }
  const runtime = await runtimeFor(wish.runtime);
  if (!runtime) return notFound(wish);
  const { help } = readFlags(asked.rest, lesson.parameters, env);
  if (asked.series && !help) {
    const { seriesOf } = await import("./series/command.ts");
    const how = { language, runtime, plain: plain ?? wantsWords(env) };
    return await seriesOf(lesson, asked.series, asked.rest, how);
  }
  const flags = language === localeLanguage(env) ? rest : ["--lang", language, ...rest];
  const exits = watchExits();
  const ended = await perform(
    quietly(runtime, commandFor(runtime, lesson.name, flags)),
    false,
    exits,
    plain,
  );
  exits.close();
  if (ended.code === 0 && !help) {
    openStore(stateFile(!wish.state)).change((state) => withDone(state, lesson.name));
  }
  return codeOf(ended);
}

/** Runs a program of one's own: as it is, or recorded. */
async function ownProgram(path: string, trace: boolean, wish: Wish): Promise<number> {
  const { runProgram, traceProgram } = await import("./program/trace.ts");
  const { language, rest } = wish;
  const runtime = await runtimeFor(wish.runtime);
  if (!runtime) return notFound(wish);
  const plain = wantsPlain(wish);
  return await (trace ? traceProgram : runProgram)(path, rest, { language, plain, runtime });
}

/** Does a word ask for a recording? */
const records = (word: string) => /^--(timeline|trace|html)(=|$)/.test(word);

/** `trace` with the words behind it: of a program, or of a lesson, whose own flags do it. */
async function trace(lessons: readonly AnyLesson[], wish: Wish): Promise<number> {
  const { language, rest: [first, ...rest] } = wish;
  if (first === "--help" || first === "-h") {
    write(1, `${(await import("./program/words.ts")).traceHelp(language)}\n`);
    return 0;
  }
  const named = lessons.find(({ name }) => name === first);
  if (named) {
    const flags = rest.some(records) ? rest : [...rest, "--timeline"];
    return await direct(named, { ...wish, rest: flags });
  }
  if (first !== undefined && isPath(first)) {
    return await ownProgram(first, true, { ...wish, rest });
  }
  const wrong = first === undefined
    ? (await import("./program/words.ts")).programWords(language)("none")
    : unknownLesson(first, lessons.map(({ name }) => name), language);
  write(2, `${wrapped(wrong, room(2))}\n`);
  return 2;
}

function wantsPlain({ plain }: Wish): boolean {
  return plain ?? wantsWords(env);
}

/** Starts the lab. */
export async function start(lessons: readonly AnyLesson[]): Promise<void> {
  const wish = readWish(args, env);
  const { language, word } = wish;
  setContext("lang", language);
  const width = terminal(1).isTTY ? terminal(1).columns : 100;
  const refuse = (sentence: string) => {
    write(2, `${terminal(2).isTTY ? wrapped(sentence, terminal(2).columns) : sentence}\n`);
    setExitCode(2);
  };
  if (wish.wrong !== undefined) return refuse(wish.wrong);
  if (wish.help) return write(1, usage(language, width));
  if (word !== undefined && isExploring(word)) {
    if (wish.runtime !== undefined && wish.runtime !== ownRuntime().name) {
      return exit(await elsewhere([word, ...wish.rest], wish));
    }
    const { exploring } = await import("./exploring/command.ts");
    return exit(await exploring(word, wish.rest, lessons, { language, plain: wantsPlain(wish) }));
  }
  if (word === "compare") {
    const { compare } = await import("./compare/command.ts");
    const { comparingWords } = await import("./compare/words.ts");
    const [name, ...rest] = wish.rest;
    if (name === undefined) return refuse(comparingWords(language)("none"));
    if (name === "--help" || name === "-h") {
      const { compareHelp } = await import("./program/words.ts");
      return write(1, `${wrapped(compareHelp(language), room(1))}\n`);
    }
    const plain = wantsPlain(wish);
    if (isPath(name)) {
      const { compareProgram } = await import("./program/compare.ts");
      return exit(await compareProgram(name, rest, { language, plain, only: wish.runtime }));
    }
    const lesson = lessons.find((each) => each.name === name);
    if (!lesson) return refuse(unknownLesson(name, lessons.map(({ name }) => name), language));
    return exit(await compare(lesson, rest, { language, plain, only: wish.runtime }));
  }
  if (word === "trace") return setExitCode(await trace(lessons, wish));
  if (word === "check") {
    const { check } = await import("./puzzles/command.ts");
    const setting = { language, plain: wantsPlain(wish), state: wish.state };
    return exit(await check(wish.rest, setting));
  }
  if (word === "new") return exit(newProgram(wish.rest, language));
  const marked = word !== undefined && asksForWord(word);
  if (word === "glossary" || marked) {
    const { glossaryOf } = await import("./glossary/command.ts");
    const words = marked ? [askedWord(word), ...wish.rest] : wish.rest;
    return setExitCode(glossaryOf(words, language));
  }
  if (word === "stats") return exit(stats(wish.rest, lessons, wish));
  if (word === "worker") return await (await import("./worker.ts")).worker(wish.rest);
  if (word !== undefined && word !== "list") {
    const lesson = lessons.find(({ name }) => name === word);
    if (!lesson && isPath(word)) {
      return setExitCode(await ownProgram(word, wish.rest.some(records), wish));
    }
    if (!lesson) return refuse(unknownLesson(word, lessons.map(({ name }) => name), language));
    return setExitCode(await direct(lesson, wish));
  }
  if (word === "list") {
    const wrong = readWish(wish.rest, env);
    if (wrong.wrong !== undefined) return refuse(wrong.wrong);
    if (wrong.word !== undefined) return refuse(strayWord(wrong.word, language));
  }
  const plain = wantsPlain(wish);
  const asked = terminal(0).isTTY && terminal(1).isTTY;
  const store = openStore(stateFile(!wish.state));
  const list = () => listOf(lessons, language, width, doneIn(store.now()));
  if (word === "list" || !(asked || wish.plain)) {
    tellNotices(store, language);
    return write(1, list());
  }
  let session: typeof import("./session.ts").session;
  try {
    ({ session } = await import("./session.ts"));
  } catch (error) {
    if (!/not find|resolve|not a dependency/i.test(String(error))) throw error;
    write(1, list());
    return write(1, `${wrapped(wordsIn(language)("packages"), width)}\n`);
  }
  exit(await session(lessons, language, store, plain));
}
