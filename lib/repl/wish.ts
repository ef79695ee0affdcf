/** Reads what the command line asks of the lab. */

import { type Language, LANGUAGES, localeLanguage } from "../lesson/language.ts";
import { quoted } from "../lesson/parameters.ts";
import { nearest } from "../lesson/suggest.ts";
import { isPath } from "./program/path.ts";

/** What the command line asks for. */
export interface Wish {
  readonly language: Language;
  readonly help: boolean;
  readonly state: boolean;
  /** Questions line by line, for screen readers and logs; undefined where the terminal decides. */
  readonly plain?: boolean;
  readonly runtime?: string;
  /** A command or the name of a lesson, and the words for it. */
  readonly word?: string;
  readonly rest: readonly string[];
  readonly wrong?: string;
}

const FLAGS = ["--lang", "--runtime", "--plain", "--no-plain", "--no-state", "--help"];
const RUNTIMES = ["node", "deno", "bun"];

const WRONG = {
  lang: { en: "--lang must be zh or en", zh: "--lang 必须是 zh 或 en" },
  runtime: { en: "--runtime must be node, deno or bun", zh: "--runtime 必须是 node、deno 或 bun" },
};

/** These run programs of one's own, too. */
const RUNS: readonly string[] = ["trace", "compare"];

/**
 * Reads the words of `npm start -- ...`. The lab's flags may stand before a command, a lesson or behind;
 * all else that follows is its own, and of what follows a program of one's own all but `--plain`.
 */
export function readWish(
  words: readonly string[],
  reading: (name: string) => string | undefined,
): Wish {
  // The language is looked for first, so that also the refusal of a word before it is in it.
  const named = words[words.lastIndexOf("--lang") + 1] ?? "";
  const inline = words.findLast((word) => word.startsWith("--lang="))?.slice(7);
  const language =
    LANGUAGES.find((each) => each === inline || (words.includes("--lang") && each === named)) ??
      localeLanguage(reading);
  let help = false, state = true;
  let runtime: string | undefined, plain: boolean | undefined;
  const wish = (more: Partial<Wish>): Wish => ({
    language,
    help,
    state,
    rest: [],
    ...(runtime === undefined ? {} : { runtime }),
    ...(plain === undefined ? {} : { plain }),
    ...more,
  });
  let word: string | undefined, theirs = false;
  const rest: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const [flag = "", value] = words[i]!.split("=", 2);
    if (flag === "--plain" || flag === "--no-plain") plain = flag === "--plain";
    else if (theirs) rest.push(words[i]!);
    else if (flag === "--no-state") state = false;
    else if (flag === "--runtime" || flag === "--lang" && word === undefined) {
      const allowed: readonly string[] = flag === "--lang" ? LANGUAGES : RUNTIMES;
      const chosen = value ?? words[++i];
      if (chosen === undefined || !allowed.includes(chosen)) {
        return wish({ wrong: refusal(flag, chosen, language) });
      }
      if (flag === "--runtime") runtime = chosen;
    } else if (word !== undefined) {
      rest.push(words[i]!);
      theirs ||= rest.length === 1 && RUNS.includes(word) && isPath(rest[0]!);
    } else if (flag === "--help" || flag === "-h") help = true;
    else if (flag.startsWith("-")) return wish({ wrong: unknownFlag(flag, language) });
    else {
      word = words[i]!;
      theirs = word === "worker" || isPath(word);
    }
  }
  return wish(word === undefined ? {} : { word, rest });
}

function refusal(
  flag: "--lang" | "--runtime",
  given: string | undefined,
  language: Language,
): string {
  const must = WRONG[flag === "--lang" ? "lang" : "runtime"][language];
  return language === "zh"
    ? `${must}：${given === undefined ? "没有给出值" : `收到的是 ${quoted(given)}`}`
    : `${must}: ${given === undefined ? "no value given" : `got ${quoted(given)}`}`;
}

function unknownFlag(flag: string, language: Language): string {
  const near = nearest(flag, FLAGS);
  return {
    en: `there is no flag ${flag} before the name of a lesson: ` +
      (near ? `did you mean ${near}?` : `the flags are ${FLAGS.join(", ")}`),
    zh: `课程名之前没有 ${flag} 这个参数：` +
      (near ? `是不是 ${near}？` : `可用的参数有 ${FLAGS.join("、")}`),
  }[language];
}
