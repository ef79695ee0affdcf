/** What no file may have: too many lines, debris, a machine's path, or no word on what it is for. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { FOLDERS } from "../plan.ts";
import { root } from "../runtimes.ts";
import { clockProblems } from "./clocks.ts";
import type { Part } from "./part.ts";
import { isCode, places, type Source, sources, withoutComments } from "./sources.ts";

const MOST_LINES = 300;

// Each word is made of two, so that this file does not find itself.
const DEBRIS = new RegExp(
  [
    "TO" + "DO",
    "FIX" + "ME",
    "X" + "XX",
    "@ts-" + "ignore",
    "@ts-" + "nocheck",
  ]
    .map((word) => `${word}\\b`).join("|"),
  "g",
);
const EXPECTED = new RegExp("@ts-" + "expect-error\\b", "g");
const CODE_DEBRIS = /\bdebugger\b|\bas any\b|: any\b|<any>|\bany\[\]/g;
const MACHINE = new RegExp(
  [
    "/ro" + "ot/",
    "/wo" + "rk/",
    "/ho" + "me/\\w",
    "/tmp/\\w",
    "regis" + "try\\.[a-z]+\\.(?:org|com)",
  ].join("|"),
  "g",
);

/** A doc comment that is not that of the first declaration, its text and what stands behind it. */
const HEADER =
  /^(?:#![^\n]*\n\s*)?\/\*\*\s+(?:\* )?([\s\S]*?)\*\/\n(?=\n|\/\/|import\b|export (?:\*|\{|type \{))/;
/** A sentence of four words or more, with a full stop. */
const SENTENCE = /^[A-Z0-9`"'.#](?:\S* ){3}[^]*?[.:?]["`']?(?:\s|$)/;

/** Line 1 of every file says what it is for, in a sentence of its own. */
function headerProblem({ path, text }: Source): string | undefined {
  if (!/^(?:lib|scripts|test)\/|^repl\.ts$/.test(path)) return undefined;
  const found = HEADER.exec(text);
  const how = "begin it with /** One plain sentence on what the file is for. */";
  if (!found) {
    return `${path}:1: has no doc comment of its own above its imports: ${how} and an empty line`;
  }
  const words = found[1]!.replaceAll(/\n \*/g, "").trim();
  if (SENTENCE.test(words)) return undefined;
  return `${path}:1: "${words.slice(0, 60)}" is no sentence: ${how}`;
}

/** What is wrong with one file. */
export function fileProblems(source: Source): string[] {
  const { path, text } = source;
  const problems: string[] = [];
  const say = (what: string) => ({ at, match }: { at: string; match: string }) =>
    problems.push(`${at}: ${what}: ${match.trim()}`);
  const lines = text.split("\n").length - 1;
  if (isCode(source) && lines > MOST_LINES) {
    problems.push(`${path}: ${lines} lines; none has more than ${MOST_LINES}`);
  }
  places(path, text, DEBRIS).forEach(say("unfinished, or a hole in the types"));
  // What must not compile is expected not to, and nowhere else is anything.
  if (path !== "test/types/refused.ts") {
    places(path, text, EXPECTED).forEach(say("a hole in the types"));
  }
  places(path, text, MACHINE).forEach(say("a machine's path or a registry's host"));
  if (!isCode(source)) return problems;
  problems.push(...clockProblems(source));
  const header = headerProblem(source);
  if (header) problems.push(header);
  const code = withoutComments(text, true);
  places(path, code, CODE_DEBRIS).forEach(say("a hole in the types, or a trace of debugging"));
  if (FOLDERS.some((folder) => path.startsWith(`test/${folder}/`))) {
    const suites = places(path, code, /\bsuite\(/g).length;
    const runs = places(path, code, /\.run\(\);/g).length;
    if (runs < suites) problems.push(`${path}: ${suites} suites, but .run() ${runs} times`);
  }
  if (/^(lib|scripts)\//.test(path) || path === "repl.ts") {
    places(path, code, /\bconsole\.\w+/g).forEach(say("print and write are the library's output"));
  }
  return problems;
}

/**
 * package.json is the one place for versions: they are exact, and deno.lock says the same. The
 * runtimes themselves stay out of that file, or a machine that has Deno would load them with it.
 */
export function lockProblems(packageJson: string, denoLock: string): string[] {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(packageJson);
  const { specifiers, workspace } = JSON.parse(denoLock);
  const wanted = Object.entries({ ...dependencies, ...devDependencies })
    .map(([name, version]) => `npm:${name}@${version}`).sort();
  const locked = [...workspace.packageJson.dependencies].sort();
  const loose = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
    .filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(String(version)));
  const isRight = wanted.join() === locked.join() &&
    Object.keys(specifiers).sort().join() === locked.join();
  return [
    ...loose.map(([name, version]) => `package.json: ${name} is not pinned: ${version}`),
    ...(isRight ? [] : [
      "deno.lock is not of this package.json: remove it, then `deno run -A test/house/checks.ts`",
    ]),
  ];
}

const read = (path: string) => readFileSync(join(root, path), "utf8");

export const files: Part = {
  name: "files",
  what:
    `no file over ${MOST_LINES} lines or without a word on its purpose, no debris, every suite is run, versions`,
  check: () =>
    Promise.resolve(
      sources().flatMap(fileProblems).concat(
        lockProblems(read("package.json"), read("deno.lock")),
      ),
    ),
};
