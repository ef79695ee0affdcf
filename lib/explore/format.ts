/** A verdict or an execution as text: the verdict first, then one line a step. */

import { columns as width, cut, padded, wrapped } from "../columns.ts";
import { briefNames } from "../brief.ts";
import { show } from "../show.ts";
import type { Execution, Failure, Step, Verdict } from "./types.ts";
import { named, notesOf } from "./notes.ts";
import { type Words, words } from "./words.ts";

/** Options of `format`. */
export interface FormatOptions {
  /** How wide it may be; default 100. Below 60 each step says its thread instead of standing in a column. */
  columns?: number | undefined;
  /** May it have the colours of a terminal? */
  colour?: boolean | undefined;
  /** Only ASCII characters? */
  ascii?: boolean | undefined;
  /** The language of its words; English without. */
  language?: "en" | "zh" | undefined;
}

/**
 * A verdict, or an execution, as lines of text for a terminal.
 *
 * @example
 * ```ts
 * import { explore, format } from "../lib/explore.ts";
 * import { Lock, main } from "../lib/threading.ts";
 * import assert from "node:assert/strict";
 *
 * export function once() {
 *   new Lock().acquireSync();
 * }
 *
 * main(import.meta, async () => assert.match(format(await explore(once)), /^ HOLDS/));
 * ```
 */
export function format(given: Verdict | Execution, options: FormatOptions = {}): string {
  const { columns = 100, colour = false, ascii = false, language = "en" } = options;
  const text = words[language];
  const failure = given.failure;
  const lines = ["result" in given ? verdictLine(given, text) : endingLine(given, text)];
  if (failure) lines.push(...failureLines(failure, columns, text));
  else if (!("result" in given)) lines.push(...stepLines(given.steps, columns, text));
  if ("result" in given) lines.push(...outcomeLines(given, columns, text));
  const red = (line: string) => `\x1b[31m${line}\x1b[39m`;
  const lost = lines.findIndex((line) => line.endsWith(text.inevitable));
  if (colour && lost >= 0) lines[lost] = red(lines[lost]!);
  const open = "result" in given && given.result === "open";
  if (colour) lines[0] = failure ? red(lines[0]!) : `\x1b[${open ? 33 : 32}m${lines[0]}\x1b[39m`;
  const wide = lines.map((line) => wrapped(line, columns, 6));
  const whole = ascii && language === "en" ? wide.map(escaped) : wide;
  return whole.map((line) => line.trimEnd()).join("\n");
}

function escaped(line: string): string {
  // deno-lint-ignore no-control-regex
  return line.replace(/[^\x00-\x7f]/gu, (letter) => `\\u{${letter.codePointAt(0)!.toString(16)}}`);
}

function verdictLine(verdict: Verdict, text: Words): string {
  const { result, failure, schedules, failing, executions, preemptions } = verdict;
  if (result === "holds") return ` ${text.holds(schedules ?? null, executions)}`;
  if (result === "open") return ` ${text.open(executions, preemptions)}`;
  return ` ${text[failure!.kind](schedules, failing)}${text.smallest}` +
    text.size(failure!.preemptions, failure!.steps.length);
}

function endingLine({ outcome, failure, steps }: Execution, text: Words): string {
  return ` ${
    failure
      ? `${text[failure.kind](null, null)} ${text.size(failure.preemptions, steps.length)}`
      : text.returned(show(outcome?.value))
  }`;
}

function failureLines(failure: Failure, columns: number, text: Words): string[] {
  const { steps, cycle, waits, error, schedule, inevitable, passing } = failure;
  const lines = steps.length > 0 ? stepLines(steps, columns, text, failure) : [];
  if (cycle.length > 0) lines.push(` ${text.cycle}`, ...stepLines(cycle, columns, text));
  for (const { thread, operation, object, holder, where } of waits) {
    lines.push(`      ${text.waits(thread, operation, object, holder)}  ${where}`);
  }
  if (error) lines.push(`      ${error.name}: ${oneLine(error.message)}`);
  lines.push(` replay ${schedule}`);
  if (passing !== null) lines.push(` replay ${passing}  ${text.same(inevitable! + 1)}`);
  return lines;
}

/** What an assertion says in many lines, in one. */
function oneLine(message: string): string {
  const line = message.split(/\s*\n\s*/).filter(Boolean).join(" ");
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}

function stepLines(
  steps: readonly Step[],
  columns: number,
  text: Words,
  failure: Failure | null = null,
): string[] {
  const notes = notesOf(steps, failure, text);
  const noted = (at: number) => (notes.get(at) ?? []).map((note) => `      ^ ${note}`);
  const threads = [...new Set(steps.map(({ thread }) => thread))].sort();
  const places = Math.max(0, ...steps.map(({ where }) => width(where)));
  const room = Math.floor((columns - 6 - places) / Math.max(1, threads.length));
  const number = (at: number) => String(at + 1).padStart(3);
  if (room < 18) {
    const called = calling(threads);
    return steps.flatMap(({ thread, ...step }, at) => [
      ...(step.preempted ? [`      | ${text.held(called(steps[at - 1]?.thread ?? ""))}`] : []),
      `${number(at)} ${called(thread)} ${said(step)}  ${step.where}`,
      ...noted(at),
    ]);
  }
  const cell = Math.min(room, 34);
  const head = `      ${threads.map((thread) => padded(cut(thread, cell - 2), cell)).join("")}`;
  return [
    head,
    ...steps.flatMap((step, at) => {
      const cells = threads.map((thread) => {
        if (thread === step.thread) return padded(cut(said(step), cell - 2), cell);
        const held = step.preempted && steps[at - 1]?.thread === thread;
        return padded(held ? `| ${text.heldUp}` : ".", cell);
      });
      return [`${number(at)}   ${cells.join("")}${step.where}`, ...noted(at)];
    }),
  ];
}

/** The whole name of a thread at first, then in short. */
function calling(threads: readonly string[]): (thread: string) => string {
  const brief = briefNames(threads), said = new Set<string>();
  return (thread) => {
    if (said.has(thread)) return brief(thread);
    said.add(thread);
    return thread;
  };
}

/** What they answer is what they are for. */
const ASKING = [
  "read",
  "locked",
  "isSet",
  "qsize",
  "empty",
  "full",
  "nWaiting",
  "broken",
  "get",
  "load",
];

/** "read total -> 0", "total = 1", "acquire Lock-1". */
function said(step: Pick<Step, "operation" | "object" | "index" | "value">): string {
  const { operation, value } = step, object = named(step);
  if (value !== undefined && ASKING.includes(operation)) {
    return `${operation} ${object} -> ${show(value)}`;
  }
  if (operation === "write") return `${object} = ${show(value)}`;
  return `${operation} ${object}`.trimEnd() +
    `${value === undefined || value === true ? "" : ` ${show(value)}`}`;
}

/** Bars of outcomes have at most so many columns, and leave so many for what they are of. */
const BAR = 24, BESIDE = 26;

function outcomeLines({ outcomes, failing }: Verdict, columns: number, text: Words): string[] {
  if (outcomes.length === 0 || outcomes.every(({ value }) => value === undefined)) return [];
  const most = outcomes.reduce(
    (n, { schedules }) => schedules! > n ? schedules! : n,
    failing ?? 1n,
  );
  const longest = BigInt(Math.max(4, Math.min(BAR, columns - BESIDE)));
  const bar = (many: bigint) => `${"#".repeat(Number(many * longest / (most || 1n)))} ${many}`;
  const lines = outcomes.map(({ value, schedules, schedule }) =>
    `${show(value)} ${schedules === null ? ` (${schedule})` : bar(schedules)}`
  );
  if (failing) lines.push(`${text.fail} ${bar(failing)}`);
  const room = Math.max(10, width(text.outcomes) + 1);
  return lines.map((line, at) => ` ${padded(at === 0 ? text.outcomes : "", room)} ${line}`);
}
