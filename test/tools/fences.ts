/** The examples of doc comments and of Markdown: where they are, and as files that can be run. */

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import process from "node:process";
import { codeOf } from "./checks/pages.ts";
import { root } from "./runtimes.ts";

/** One fenced piece of TypeScript. */
export interface Fence {
  /** From the project's folder: "lib/queue.ts". */
  readonly file: string;
  /** The line of the opening fence, from 1. */
  readonly line: number;
  readonly code: string;
  /** Why it is not run: the words after `ts ignore`. */
  readonly ignored: string | undefined;
}

/** Files below `folder` that end in `ending`, as paths from the project's folder. */
export function filesBelow(folder: string, ending: string): string[] {
  const start = join(root, folder);
  if (!existsSync(start)) return [];
  return readdirSync(start, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name).replaceAll("\\", "/"))
    .sort();
}

/** Everything whose examples are promises: the library, the READMEs, docs/. */
export function documented(): string[] {
  const readmes = readdirSync(root).filter((name) => /^(README|CONTRIBUTING).*\.md$/.test(name));
  return [...filesBelow("lib", ".ts"), ...readmes.sort(), ...filesBelow("docs", ".md")];
}

const problem = (file: string, line: number, text: string) => new Error(`${file}:${line}: ${text}`);

/** Checks the words after the three backquotes; answers the reason of a fence that is not run. */
function readInfo(file: string, line: number, info: string): { run: boolean; reason?: string } {
  const [, language, rest] = /^(\S*)\s*(.*)$/.exec(info) as unknown as [string, string, string];
  if (/^(js|mjs|javascript|typescript|tsx|mts)$/.test(language)) {
    throw problem(file, line, `the language of an example is ts, so that it is run: ${language}`);
  }
  if (language !== "ts") return { run: false };
  const reason = /^ignore\b[:,]?\s*(.*)$/.exec(rest)?.[1];
  if (reason === "") throw problem(file, line, "`ts ignore` needs a reason after it");
  if (reason === undefined && rest !== "") {
    throw problem(file, line, `only "ignore REASON" may follow \`ts\`: ${rest}`);
  }
  return reason === undefined ? { run: true } : { run: true, reason };
}

/** The examples of one file. A fence that is not closed, or is ignored without a reason, throws. */
export function fencesOf(file: string, text: string): Fence[] {
  const fences: Fence[] = [];
  const inComments = file.endsWith(".ts");
  let inside = !inComments;
  let open: { line: number; lines: string[]; run: boolean; reason?: string } | undefined;
  for (const [index, raw] of text.split("\n").entries()) {
    if (inComments && /^\s*\/\*\*/.test(raw)) inside = true;
    const line = inComments ? raw.replace(/^\s*(\/\*\*|\*(?!\/)) ?/, "") : raw;
    const mark = /^\s*```(.*)$/.exec(line);
    if (inside && mark && !open) {
      open = { line: index + 1, lines: [], ...readInfo(file, index + 1, mark[1]!.trim()) };
    } else if (mark && open) {
      const { line, lines, run, reason } = open;
      if (run) fences.push({ file, line, code: lines.join("\n"), ignored: reason });
      open = undefined;
    } else {
      open?.lines.push(line);
    }
    if (inComments && /\*\/\s*$/.test(raw)) {
      if (open) throw problem(file, open.line, "the example is not closed");
      inside = false;
    }
  }
  if (open) throw problem(file, open.line, "the example is not closed");
  return fences;
}

const FOLDER = ".cache/docs";

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * A folder of this process for examples, inside the project, so that `#runtime` and packages
 * resolve. `remove` is also called at the end of the program and by signals; what a killed
 * program left is removed by the next one.
 */
export function exampleFolder(): { path: string; remove: () => void } {
  const all = join(root, FOLDER);
  mkdirSync(all, { recursive: true });
  for (const name of readdirSync(all)) {
    if (!isAlive(Number(name))) rmSync(join(all, name), { recursive: true, force: true });
  }
  const path = join(all, String(process.pid));
  mkdirSync(path, { recursive: true });
  const remove = () => rmSync(path, { recursive: true, force: true });
  process.on("exit", remove);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => process.exit(1));
  }
  return { path, remove };
}

/** Writes an example as a file of its own, its lines numbered as in its source. Answers the path. */
export function writeFence(folder: string, fence: Fence): string {
  // As a reader has it, a path starts from the project's folder or from one below it.
  const up = relative(folder, root).replaceAll("\\", "/");
  const code = fence.code.replace(/(["'])(?:\.\.?\/)+(lib|scripts)\//g, `$1${up}/$2/`);
  const path = join(
    folder,
    `${fence.file.replace(/\.\w+$/, "").replaceAll("/", ".")}.${fence.line}.ts`,
  );
  // A module even without imports or exports, so that names do not meet.
  writeFileSync(path, "\n".repeat(fence.line) + code + "\nexport {};\n");
  return path;
}

/** The examples without those of Chinese pages that differ from an English one in comments alone. */
export function untranslated(fences: readonly Fence[]): Fence[] {
  const isChinese = ({ file }: Fence) => file.endsWith(".zh.md");
  const known = new Set(
    fences.filter((fence) => !isChinese(fence)).map(({ code }) => codeOf(code)),
  );
  return fences.filter((fence) => !isChinese(fence) || !known.has(codeOf(fence.code)));
}

/** Every example of the project. */
export function allFences(): Fence[] {
  return untranslated(
    documented().flatMap((file) => fencesOf(file, readFileSync(join(root, file), "utf8"))),
  );
}
