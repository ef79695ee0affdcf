/** The flags of `interleave worker`: what they mean, and how its command line is read. */

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { ServeOptions } from "../distributed.ts";
import { wrapped } from "../columns.ts";
import { type Language, LANGUAGES, type Text } from "../lesson/language.ts";
import { quoted } from "../lesson/parameters.ts";
import { nearest } from "../lesson/suggest.ts";

interface Flag {
  /** What follows it; none for a switch. */
  readonly takes?: string;
  readonly en: string;
  readonly zh: string;
}

const FLAGS: Readonly<Record<string, Flag>> = {
  root: {
    takes: "FOLDER",
    en: "serve the modules below it, links followed, and no others (required)",
    zh: "只执行这个文件夹之内的模块里的任务，符号链接先解析再判断（必须给出）",
  },
  url: {
    takes: "URL",
    en: "redis://user:password@host:6379, or rediss:// for TLS; better in INTERLEAVE_URL, " +
      "where other users do not see the password",
    zh:
      "redis://user:password@host:6379，TLS 用 rediss://；放在环境变量 INTERLEAVE_URL 里更好，别的用户看不到密码",
  },
  queue: {
    takes: "NAME",
    en: "take tasks from it (interleave)",
    zh: "从哪个队列取任务（默认 interleave）",
  },
  only: {
    takes: "PATH",
    en: "serve only these modules below root; * stands for anything; may be repeated",
    zh: "root 之内只执行这些模块里的任务；* 代表任意文字；可以写多次",
  },
  processes: {
    takes: "N",
    en: "how many processes run tasks (as many as processors)",
    zh: "用多少个进程执行任务（默认等于处理器数）",
  },
  maxtasksperchild: {
    takes: "N",
    en: "after so many tasks a process is replaced by a new one (never)",
    zh: "一个进程执行这么多任务后换成新的（默认从不）",
  },
  initializer: {
    takes: "FILE#NAME",
    en: "a function that each process calls first, as in init.ts#setUp",
    zh: "每个进程首先调用的函数，例如 init.ts#setUp",
  },
  "lost-after": {
    takes: "SECONDS",
    en: "a worker that is not heard from for so long is lost, and its tasks with it (30)",
    zh: "工作者这么多秒没有消息就算失联，它的任务也算丢失（默认 30）",
  },
  grace: {
    takes: "SECONDS",
    en: "how long tasks may run on when the worker is to leave (30)",
    zh: "收到停止的信号之后，任务还可以运行几秒（默认 30）",
  },
  name: {
    takes: "TEXT",
    en: "how errors and lists call this worker (the machine's name and the process id)",
    zh: "这个工作者在错误和列表里的名字（默认是主机名和进程号）",
  },
  ca: {
    takes: "FILE",
    en: "the certificate (PEM) of whoever signed the certificate of Redis",
    zh: "签发 Redis 证书的机构的证书，PEM 格式",
  },
  json: { en: "lines on standard error as JSON", zh: "标准错误上的每一行都是 JSON" },
  lang: {
    takes: "zh|en",
    en: "the language of help, errors and lines",
    zh: "说明、错误和各行文字的语言",
  },
  help: { en: "this help", zh: "显示本说明" },
};

/** A command line that asks for help, or is wrong, or says what to serve. */
export type WorkerWish =
  & { readonly language: Language }
  & ({ readonly help: true } | { readonly wrong: Text } | { readonly options: ServeOptions });

/** What `interleave worker --help` says. */
export function workerHelp(language: Language, width: number): string {
  const head = {
    en: "interleave worker --root FOLDER [flags]\n\n" +
      wrapped(
        "Runs the tasks of distributed pools on this machine, in processes of its own. The first " +
          "SIGTERM or SIGINT lets running tasks end; the second ends it at once. Exit codes: 0 it " +
          "has left, 1 it could not go on, 2 a wrong flag, 130 and 143 a second signal. Defaults stand " +
          "in brackets.",
        width,
      ),
    zh: "interleave worker --root 文件夹 [参数]\n\n" +
      wrapped(
        "在这台机器上用自己的进程执行分布式进程池的任务。第一次 SIGTERM 或 SIGINT 会等正在运行的任务结束；" +
          "第二次立即结束。退出码：0 正常退出，1 无法继续，2 参数有误，130 和 143 表示收到第二个信号。括号里是默认值。",
        width,
      ),
  }[language];
  const rows = Object.entries(FLAGS).map(([name, flag]) => {
    const words = `--${name}${flag.takes === undefined ? "" : ` ${flag.takes}`}`;
    const indent = width < 60 ? 6 : 26;
    const meaning = wrapped(flag[language], width - indent).split("\n");
    const text = meaning.join(`\n${" ".repeat(indent)}`);
    return width < 60 ? `  ${words}\n      ${text}` : `  ${words.padEnd(indent - 2)}${text}`;
  });
  return `${head}\n\n${rows.join("\n")}\n`;
}

const NUMBERS = ["processes", "maxtasksperchild", "lost-after", "grace"];

/** Reads the words after `interleave worker`. */
export function readWorkerWish(words: readonly string[], usual: Language): WorkerWish {
  const options: Record<string, { type: "string" | "boolean"; short?: string }> = {};
  for (const [name, { takes }] of Object.entries(FLAGS)) {
    options[name] = { type: takes === undefined ? "boolean" : "string" };
  }
  options["help"]!.short = "h";
  const { tokens } = parseArgs({ args: [...words], options, strict: false, tokens: true });
  const found = new Map<string, string>();
  const only: string[] = [];
  // Read apart from the rest: a flag whose value is missing takes "--lang" for that.
  const chosen = (language: Language) =>
    words.some((word, i) =>
      word === `--lang=${language}` || (word === language && words[i - 1] === "--lang")
    );
  const language = LANGUAGES.find(chosen) ?? usual;
  for (const token of tokens) {
    if (token.kind === "option-terminator") continue;
    const wrong = token.kind === "positional"
      ? {
        en: `interleave worker takes only flags: got ${quoted(token.value)}`,
        zh: `只接受 -- 开头的参数：收到的是 ${quoted(token.value)}`,
      }
      : refusalOf(token.name, token.rawName, token.value);
    if (wrong !== undefined) return { wrong, language };
    if (token.kind === "positional") continue;
    if (token.name === "only") only.push(token.value!);
    found.set(token.name, token.value ?? "");
  }
  if (found.has("help")) return { help: true, language };
  return { language, ...optionsOf(found, only) };
}

/** What is wrong with one flag and what was given to it. */
function refusalOf(name: string, rawName: string, value: string | undefined): Text | undefined {
  if (!Object.hasOwn(FLAGS, name)) {
    const flags = Object.keys(FLAGS).map((each) => `--${each}`);
    const near = nearest(rawName, flags);
    return {
      en: `there is no flag ${rawName}: ` +
        (near ? `did you mean ${near}?` : `the flags are ${flags.join(", ")}`),
      zh: `没有参数 ${rawName}：` +
        (near ? `是不是 ${near}？` : `可用的参数有 ${flags.join("、")}`),
    };
  }
  const { takes } = FLAGS[name]!;
  if (takes === undefined) {
    if (value === undefined) return undefined;
    const got = quoted(value);
    return {
      en: `--${name} takes no value: got ${got}`,
      zh: `--${name} 后面不跟值：收到的是 ${got}`,
    };
  }
  if (value === undefined || value === "" || value.startsWith("--")) {
    return { en: `--${name} must be followed by ${takes}`, zh: `--${name} 后面必须给出 ${takes}` };
  }
  const whole = name === "processes" || name === "maxtasksperchild";
  if (NUMBERS.includes(name) && !(whole ? /^\d+$/ : /^\d+(?:\.\d+)?$/).test(value)) {
    const got = quoted(value);
    return {
      en: `--${name} must be a ${whole ? "whole number" : "number of seconds"}: got ${got}`,
      zh: `--${name} 必须是${whole ? "整数" : "秒数"}：收到的是 ${got}`,
    };
  }
  if (name === "lang" && !(LANGUAGES as readonly string[]).includes(value)) {
    const got = quoted(value);
    return {
      en: `--lang must be zh or en: got ${got}`,
      zh: `--lang 必须是 zh 或 en：收到的是 ${got}`,
    };
  }
  return undefined;
}

function optionsOf(
  found: ReadonlyMap<string, string>,
  only: string[],
): { wrong: Text } | { options: ServeOptions } {
  const root = found.get("root");
  if (root === undefined) {
    return {
      wrong: {
        en: "--root FOLDER is required: nothing is served that was not named",
        zh: "必须给出 --root 文件夹：没有指明的模块一律不执行",
      },
    };
  }
  const number = (name: string, unit = 1): number | undefined => {
    const text = found.get(name);
    return text === undefined ? undefined : Math.round(Number(text) * unit);
  };
  let ca: string | undefined;
  const file = found.get("ca");
  try {
    if (file !== undefined) ca = readFileSync(file, "utf8");
  } catch (error) {
    const { message } = error as Error;
    return { wrong: { en: `--ca cannot be read: ${message}`, zh: `读不了 --ca：${message}` } };
  }
  return {
    options: {
      root,
      url: found.get("url"),
      queue: found.get("queue"),
      only: only.length > 0 ? only : undefined,
      processes: number("processes"),
      maxtasksperchild: number("maxtasksperchild"),
      initializer: found.get("initializer"),
      lostAfter: number("lost-after", 1000),
      grace: number("grace", 1000),
      name: found.get("name"),
      tls: ca === undefined ? undefined : { ca },
      json: found.has("json"),
    },
  };
}
