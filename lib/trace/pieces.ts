/** Lanes that run piece by piece: a task in its steps, a worker of a pool in its tasks, a thread in those of its tasks. */

import type { Done } from "./merge.ts";
import type { Piece } from "./spans.ts";

/**
 * Says what is waited for between pieces, asked for one gap after the other: of the waits that began before
 * it and are not over the last, since a task asks for what it waits for at the end of its step.
 */
export function gaps(
  waits: readonly Done[],
  waiting: (each: Done, from: number, to: number) => Piece,
): (from: number, to: number) => Piece {
  const inOrder = [...waits].sort((a, b) => a.from - b.from), begun: Done[] = [];
  let next = 0;
  return (from, to) => {
    while (next < inOrder.length && inOrder[next]!.from <= from) begun.push(inOrder[next++]!);
    while (begun.length > 0 && begun.at(-1)!.to <= from) begun.pop();
    const cause = begun.at(-1);
    return cause ? waiting(cause, from, to) : { state: "waiting", from, to };
  };
}

/** A thread runs the steps of its tasks also while it waits without blocking. */
export function withSteps(spans: readonly Piece[], steps: readonly Done[]): Piece[] {
  const cut: Piece[] = [];
  const add = (piece: Piece) => {
    const last = cut.at(-1);
    if (last?.state === "running" && piece.state === "running") last.to = piece.to;
    else cut.push(piece);
  };
  let next = 0;
  for (const span of spans) {
    let now = span.from;
    while (next < steps.length && steps[next]!.to <= now) next++;
    for (let at = next; at < steps.length && steps[at]!.from < span.to; at++) {
      const from = Math.max(now, steps[at]!.from), to = Math.min(span.to, steps[at]!.to);
      if (to <= from) continue;
      if (from > now) add({ ...span, from: now, to: from });
      add({ state: "running", from, to });
      now = to;
    }
    if (now < span.to || span.from === span.to) add({ ...span, from: now });
  }
  return cut;
}
