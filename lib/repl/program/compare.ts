/** `npm start -- compare PATH`: a program of one's own on every runtime found, and what differs. */

import { env, terminal } from "../../runtime/current.ts";
import { startProgram } from "../../system/programs.ts";
import { write } from "../../system/output.ts";
import { columns, cut, padded, wrapped } from "../../columns.ts";
import { readFlags } from "../../lesson/flags.ts";
import { inSeconds } from "../../lesson/lanes.ts";
import type { Language } from "../../lesson/language.ts";
import { painter, room, signs } from "../../lesson/style.ts";
import { lab } from "../../lesson/called.ts";
import { type Exits, watchExits } from "../leave.ts";
import { codeOf } from "../perform.ts";
import { findRuntimes, label, programCommand, quietly, type Runtime } from "../runtimes.ts";
import { fileOf, parted } from "./path.ts";
import { compareHelp, programWords } from "./words.ts";

const WELL = 0, BROKEN = 1, USAGE = 2;

/** Narrower than this, a table is not worth reading. */
const NARROW = 60;

interface Setting {
  readonly language: Language;
  readonly plain: boolean;
  /** Only this runtime. */
  readonly only?: string | undefined;
}

interface Run {
  readonly runtime: Runtime;
  readonly code: number;
  /** Seconds, with the start of the runtime. */
  readonly time: number;
  readonly output: string;
  readonly errors: string;
  readonly stopped: boolean;
}

/** Runs the program at `path` everywhere. The answer is the exit code. */
export async function compareProgram(
  path: string,
  words: readonly string[],
  wished: Setting,
): Promise<number> {
  const [own, given] = parted(words);
  const request = readFlags(["--lang", wished.language, ...own], {}, env);
  const setting = { ...wished, language: request.language };
  if (request.help) {
    write(1, `${wrapped(compareHelp(setting.language), room(1))}\n`);
    return WELL;
  }
  const found = fileOf(path, setting.language);
  const wrong = request.wrong ?? ("wrong" in found ? found.wrong : undefined);
  if (wrong !== undefined || "wrong" in found) {
    write(2, `${wrapped(wrong ?? "", room(2))}\n`);
    return USAGE;
  }
  const all = await findRuntimes();
  const here = (["node", "deno", "bun"] as const)
    .filter((name) => wished.only === undefined || name === wished.only)
    .flatMap((name) => all.filter((runtime) => runtime.name === name));
  const exits = watchExits(), runs: Run[] = [];
  try {
    for (const runtime of here) {
      if (exits.signal.aborted || runs.at(-1)?.stopped) break;
      const quiet = progress(runtime, setting);
      runs.push(await run(runtime, found.file, given, exits).finally(quiet));
    }
  } finally {
    exits.close();
  }
  const left = here.slice(runs.length);
  if (request.json) write(1, `${JSON.stringify(asJson(path, runs, left))}\n`);
  else write(1, `${asText(path, runs, left, setting).join("\n")}\n`);
  if (exits.signal.aborted) return exits.code();
  if (runs.some(({ stopped }) => stopped)) return 130;
  return runs.length > 0 && runs.every(({ code }) => code === 0) ? WELL : BROKEN;
}

async function run(
  runtime: Runtime,
  file: string,
  given: readonly string[],
  exits: Exits,
): Promise<Run> {
  const [program = "", ...args] = quietly(runtime, programCommand(runtime, file, given));
  const began = performance.now();
  // Texts are compared: they must not be coloured on one and not on the other.
  const started = startProgram({ file: program, args }, {
    taken: "both",
    env: { NO_COLOR: "1", FORCE_COLOR: undefined },
  });
  let asked = 0;
  exits.redirect((signal) => started.kill(asked++ > 0 ? "SIGKILL" : signal));
  try {
    const ended = await started.ended, { output, errors } = ended;
    const time = (performance.now() - began) / 1000;
    return { runtime, code: codeOf(ended), time, output, errors, stopped: asked > 0 };
  } finally {
    exits.redirect(null);
  }
}

/** Says on a terminal what is running; the answer takes that away again. */
function progress(runtime: Runtime, { language, plain }: Setting): () => void {
  const line = `${programWords(language)("running")}${label(runtime)}`;
  if (plain || !terminal(2).isTTY) return () => {};
  write(2, `${line}\r`);
  return () => write(2, `${" ".repeat(columns(line))}\r`);
}

function lastLine({ output }: Run): string {
  return output.trimEnd().split("\n").at(-1)!.trim();
}

/** What is not the same everywhere. */
function differences(runs: readonly Run[]): { code: boolean; output: boolean } {
  const differ = (of: (run: Run) => unknown) => new Set(runs.map(of)).size > 1;
  return { code: differ(({ code }) => code), output: differ(({ output }) => output) };
}

function asText(
  path: string,
  runs: readonly Run[],
  left: readonly Runtime[],
  setting: Setting,
): string[] {
  const { language, plain } = setting, say = programWords(language), width = room(1);
  const fitted = (text: string, indent = 0) => wrapped(text, width, indent);
  const zh = language === "zh", colon = zh ? "：" : ": ";
  const lines = [path, ""];
  if (runs.length === 0) return [...lines, say(left.length > 0 ? "stopped" : "nowhere")];
  lines.push(...tableOf(runs, setting));
  for (const { runtime, errors, code } of runs.filter((run) => !run.stopped)) {
    if (code !== 0 && errors.trim() !== "") lines.push("", label(runtime), errors.trimEnd());
  }
  const differ = differences(runs);
  const told = [...(differ.code ? [say("code")] : []), ...(differ.output ? [say("output")] : [])];
  if (runs.length > 1) {
    const what = told.join(zh ? "、" : ", ");
    lines.push("", fitted(told.length > 0 ? `${say("differs")}${colon}${what}` : say("same")));
  }
  if (left.length > 0) lines.push(fitted(say("notRun") + left.map(label).join(zh ? "、" : ", ")));
  lines.push(fitted(`${say("once")}${plain ? "" : "\n  "}${lab} explore ${path}`));
  return lines;
}

function tableOf(runs: readonly Run[], { language, plain }: Setting): string[] {
  const say = programWords(language), width = Math.min(room(1), 120);
  const heads = (["where", "code", "time", "last"] as const).map((word) => say(word));
  const rows = runs.map((run) => [
    label(run.runtime),
    run.stopped ? say("stopped") : String(run.code),
    inSeconds(run.time),
    lastLine(run) || say("nothing"),
  ]);
  if (plain || width < NARROW) {
    const colon = language === "zh" ? "：" : ": ";
    return rows.flatMap(([name = "", ...cells]) => [
      name,
      ...cells.map((cell, i) => wrapped(`  ${heads[i + 1]}${colon}${cell}`, room(1), 4)),
    ]);
  }
  const widths = heads.map((head, i) =>
    Math.max(...[head, ...rows.map((row) => row[i]!)].map(columns))
  );
  const rest = width - widths.slice(0, 3).reduce((sum, each) => sum + each + 2, 0);
  widths[3] = Math.min(widths[3]!, rest);
  const paint = painter(1);
  const line = (cells: readonly string[], code = 0) =>
    cells.map((cell, i) => {
      const text = padded(cut(cell, widths[i]!, signs().more), widths[i]!);
      return i === 1 && code !== 0 ? paint(text, "red") : text;
    }).join("  ").trimEnd();
  return [
    line(heads),
    widths.map((each) => "-".repeat(each)).join("  "),
    ...rows.map((row, i) => line(row, runs[i]!.code)),
  ];
}

function asJson(path: string, runs: readonly Run[], left: readonly Runtime[]): unknown {
  return {
    program: path,
    runs: runs.map(({ runtime: { name, version }, stopped, code, time, output, errors }) => ({
      runtime: name,
      version,
      code,
      time,
      stopped,
      output,
      errors,
    })),
    differs: differences(runs),
    notRun: left.map(label),
  };
}
