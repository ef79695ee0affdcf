/** Where threads move for ever: the way there, and the circle. */

import type { Step } from "./types.ts";

/** Steps that end in a circle: the way there, and the circle once. */
interface Circle {
  readonly steps: readonly Step[];
  readonly cycle: readonly Step[];
}

/** Cuts steps that end in a circle. The values in it may be others each time: items that are counted. */
export function circle(steps: readonly Step[]): Circle {
  const texts = steps.map(({ thread, operation, object, where }) =>
    `${thread} ${operation} ${object} ${where}`
  );
  const exact = texts.map((text, at) => `${text} ${String(steps[at]!.value)}`);
  return circleIn(steps, exact) ?? circleIn(steps, texts) ?? { steps, cycle: [] };
}

function circleIn(steps: readonly Step[], texts: readonly string[]): Circle | undefined {
  const last = texts.length - 1;
  const repeats = (length: number, at: number) => texts[at] === texts[at - length];
  for (let length = 1; length <= last / 3; length++) {
    let from = last;
    while (from >= length && repeats(length, from)) from--;
    if (last - from < 2 * length) continue;
    const start = from - length + 1;
    return { steps: steps.slice(0, start), cycle: steps.slice(start, start + length) };
  }
  return undefined;
}
