/** `npm start -- trace PATH`: runs a program recorded, and shows its timeline below what it prints. */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env } from "../../runtime/current.ts";
import { write } from "../../system/output.ts";
import { wrapped } from "../../columns.ts";
import { readFlags } from "../../lesson/flags.ts";
import type { Language } from "../../lesson/language.ts";
import { coloured, isAscii, room } from "../../lesson/style.ts";
import { wantsWords } from "../../lesson/told.ts";
import { formOf } from "../../trace/file.ts";
import { watchExits } from "../leave.ts";
import { codeOf, perform } from "../perform.ts";
import { programCommand, quietly, type Runtime } from "../runtimes.ts";
import { fileOf, parted } from "./path.ts";
import { programWords, traceHelp } from "./words.ts";

const USAGE = 2, USUAL_WIDTH = 80, WIDEST = 120;

/** Deno colours its errors also in a pipe (seen on 2.9). */
const uncoloured = () => coloured(2) ? {} : { NO_COLOR: "1", FORCE_COLOR: undefined };

/** How it is to be said, and on what it is to be run. */
export interface Setting {
  readonly language: Language;
  readonly plain: boolean;
  readonly runtime: Runtime;
}

/** Runs the program at `path` with the words behind it. The answer is the program's exit code. */
export async function traceProgram(
  path: string,
  words: readonly string[],
  { language: wished, plain, runtime }: Setting,
): Promise<number> {
  const [own, given] = parted(words);
  const request = readFlags(["--lang", wished, ...own], {}, env);
  const { language, record } = request, say = programWords(language);
  const tell = (text: string, to: 1 | 2 = 1) => write(to, `${wrapped(text, room(to))}\n`);
  if (request.help) {
    tell(traceHelp(language));
    return 0;
  }
  const found = fileOf(path, language);
  const files = [record.trace, record.html].filter((file) => file !== undefined);
  const wrong = request.wrong ?? wrongEnding(record.trace, ".json", language) ??
    wrongEnding(record.html, ".html", language) ?? ("wrong" in found ? found.wrong : undefined);
  if (wrong !== undefined || "wrong" in found) {
    tell(wrong ?? "", 2);
    return USAGE;
  }
  const folder = mkdtempSync(join(tmpdir(), "interleave-timeline-"));
  const exits = watchExits();
  try {
    const file = join(folder, "timeline.txt");
    const options = {
      columns: Math.min(room(1) < Infinity ? room(1) : USUAL_WIDTH, WIDEST),
      colour: coloured(1) && !plain,
      ascii: isAscii(),
      language,
      words: plain || wantsWords(env),
    };
    const command = quietly(runtime, programCommand(runtime, found.file, given));
    const ended = await perform(command, false, exits, plain, {
      ...uncoloured(),
      INTERLEAVE_TRACE: files.join(","),
      INTERLEAVE_TRACE_TEXT: JSON.stringify({ file, options }),
    });
    const timeline = textOf(file);
    if (timeline === undefined) tell(say("unrecorded"), 2);
    else {
      if (files.length === 0 || record.timeline) write(1, `\n${timeline.trimEnd()}\n`);
      for (const file of files.filter((file) => textOf(file) !== undefined)) {
        tell(say("kept") + file);
      }
    }
    return codeOf(ended);
  } finally {
    exits.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined; // it was not written
  }
}

function wrongEnding(file: string | undefined, ending: string, language: Language) {
  if (file === undefined || `.${formOf(file)}` === ending) return undefined;
  const flag = ending === ".html" ? "--html" : "--trace";
  return {
    en: `the file of ${flag} must end in ${ending}: got "${file}"`,
    zh: `${flag} 的文件名必须以 ${ending} 结尾：收到的是 "${file}"`,
  }[language];
}

/** Runs it as it is, without being recorded. */
export async function runProgram(
  path: string,
  words: readonly string[],
  { language, plain, runtime }: Setting,
): Promise<number> {
  const found = fileOf(path, language);
  if ("wrong" in found) {
    write(2, `${wrapped(found.wrong, room(2))}\n`);
    return USAGE;
  }
  const exits = watchExits();
  const command = quietly(runtime, programCommand(runtime, found.file, words));
  const ended = await perform(command, false, exits, plain, uncoloured()).finally(exits.close);
  return codeOf(ended);
}
