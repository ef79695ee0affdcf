/** A verdict or an execution as text: the verdict first, then one line a step. */

import { columns as width, cut, padded, wrapped } from "../columns.ts";
import { show } from "../show.ts";
import type { Execution, Failure, Step, Verdict } from "./types.ts";
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
  if ("result" in given) lines.push(...outcomeLines(given, text));
  if (colour) lines[0] = `\x1b[${failure ? 31 : 32}m${lines[0]}\x1b[39m`;
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
  return ` ${text[failure!.kind](schedules, failing)} ` +
    text.smallest(failure!.preemptions, failure!.steps.length);
}

function endingLine({ outcome, failure, steps }: Execution, text: Words): string {
  return ` ${
    failure
      ? `${text[failure.kind](null, null)} ${text.smallest(failure.preemptions, steps.length)}`
      : text.returned(show(outcome?.value))
  }`;
}

function failureLines(failure: Failure, columns: number, text: Words): string[] {
  const { steps, cycle, waits, error, schedule } = failure;
  const lines = stepLines(steps, columns, text);
  if (cycle.length > 0) lines.push(` ${text.cycle}`, ...stepLines(cycle, columns, text));
  for (const { thread, operation, object, holder, where } of waits) {
    lines.push(`      ${text.waits(thread, operation, object, holder)}  ${where}`);
  }
  if (error) lines.push(`      ${error.name}: ${oneLine(error.message)}`);
  lines.push(` replay ${schedule}`);
  return lines;
}

/** What an assertion says in many lines, in one. */
function oneLine(message: string): string {
  const line = message.split(/\s*\n\s*/).filter(Boolean).join(" ");
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}

function stepLines(steps: readonly Step[], columns: number, text: Words): string[] {
  const threads = [...new Set(steps.map(({ thread }) => thread))].sort();
  const places = Math.max(0, ...steps.map(({ where }) => width(where)));
  const room = Math.floor((columns - 6 - places) / Math.max(1, threads.length));
  const number = (at: number) => String(at + 1).padStart(3);
  if (room < 18) {
    return steps.flatMap((step, at) => [
      ...(step.preempted ? [`      | ${text.held(steps[at - 1]?.thread ?? "")}`] : []),
      `${number(at)} ${step.thread} ${said(step)}  ${step.where}`,
    ]);
  }
  const cell = Math.min(room, 34);
  const head = `      ${threads.map((thread) => padded(cut(thread, cell - 2), cell)).join("")}`;
  return [
    head,
    ...steps.map((step, at) => {
      const cells = threads.map((thread) => {
        if (thread === step.thread) return padded(cut(said(step), cell - 2), cell);
        const held = step.preempted && steps[at - 1]?.thread === thread;
        return padded(held ? `| ${text.heldUp}` : ".", cell);
      });
      return `${number(at)}   ${cells.join("")}${step.where}`;
    }),
  ];
}

/** "read total -> 0", "total = 1", "acquire Lock-1". */
function said({ operation, object, value }: Step): string {
  if (operation === "read") return `read ${object} -> ${show(value)}`;
  if (operation === "write") return `${object} = ${show(value)}`;
  return `${object === null ? operation : `${operation} ${object}`}${
    value === undefined || value === true ? "" : ` ${show(value)}`
  }`;
}

function outcomeLines({ outcomes }: Verdict, text: Words): string[] {
  if (outcomes.length === 0 || outcomes.every(({ value }) => value === undefined)) return [];
  const most = outcomes.reduce((n, { schedules }) => schedules! > n ? schedules! : n, 1n);
  return outcomes.map(({ value, schedules, schedule }, at) => {
    const title = padded(at === 0 ? text.outcomes : "", Math.max(10, width(text.outcomes) + 1));
    if (schedules === null) return ` ${title} ${show(value)}  (${schedule})`;
    return ` ${title} ${show(value)} ${"#".repeat(Number(schedules * 24n / most))} ${schedules}`;
  });
}
