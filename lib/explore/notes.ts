/** What a reader of a schedule should not overlook: who overwrites what unseen, and from where on all is lost. */

import { briefNames } from "../brief.ts";
import { show } from "../show.ts";
import type { Failure, Step } from "./types.ts";
import type { Words } from "./words.ts";

/** A step on a value, and its number. */
interface Access extends Step {
  readonly at: number;
}

/** What changes a value: only a plain write does so without looking. */
const CHANGES = ["write", "add", "exchange", "compareExchange"];

/** The notes of each step, by its number from 0. */
export function notesOf(
  steps: readonly Step[],
  failure: Failure | null,
  text: Words,
): ReadonlyMap<number, readonly string[]> {
  const notes = new Map<number, string[]>();
  const note = (at: number, said: string) => {
    const before = notes.get(at) ?? [];
    if (!before.includes(said)) notes.set(at, [...before, said]);
  };
  const brief = briefNames([...new Set(steps.map(({ thread }) => thread))]);
  const values = new Map<string, Access[]>();
  for (const [at, step] of steps.entries()) {
    if (step.refused) note(at, text.refused);
    if (
      step.object === null || step.refused ||
      step.operation !== "read" && !CHANGES.includes(step.operation)
    ) {
      continue;
    }
    const value = named(step), before = values.get(value) ?? [];
    values.set(value, [...before, { ...step, at }]);
    const lost = step.operation === "write" ? overwritten(step, before) : undefined;
    if (!lost) continue;
    if (lost.read) note(lost.read.at, text.bothRead(show(lost.read.value)));
    const { thread, operation: did, value: theirs } = lost.by;
    note(at, text.overwrites(brief(thread), did === "write" ? show(theirs) : null));
  }
  const { inevitable = null, passing = null } = failure ?? {};
  if (inevitable !== null && passing !== null) note(inevitable, text.inevitable);
  return notes;
}

/** What a step is done on: "total", "board[3]". */
export function named({ object, index }: Pick<Step, "object" | "index">): string {
  return `${object ?? ""}${index === undefined ? "" : `[${index}]`}`;
}

/** What `step` overwrites though its thread has read something older, and where both had read the same. */
function overwritten(
  { thread }: Step,
  before: readonly Access[],
): { by: Access; read: Access | undefined } | undefined {
  const mine = before.findLast((each) => each.thread === thread);
  if (mine?.operation !== "read") return undefined;
  const changes = before.filter(({ operation }) => CHANGES.includes(operation));
  const by = changes.findLast((each) => each.at > mine.at);
  if (!by) return undefined;
  const older = changes.findLast((each) => each.at < mine.at)?.at ?? -1;
  const next = changes.find((each) => each.at > mine.at)!.at;
  // The other one has read the same value as this one, and no newer one since.
  const theirs = before.findLast((each) => each.thread === by.thread && each.at < by.at);
  const same = theirs?.operation === "read" && theirs.at > older && theirs.at < next;
  return { by, read: same ? (theirs.at > mine.at ? theirs : mine) : undefined };
}
