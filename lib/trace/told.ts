/** A lane in words, for whoever hears the timeline: how long it ran, waited and slept. */

import type { Scale } from "./scale.ts";
import type { Span } from "./types.ts";
import type { Words } from "./words.ts";

interface Told {
  readonly name: string;
  readonly spans: readonly (Pick<Span, "from" | "to"> & { readonly state: string })[];
}

const STATES = ["running", "waiting", "sleeping", "ready"] as const;

/** "Thread-1: running 12.3 ms, waiting 4.0 ms", up to `end`. */
export function told({ name, spans }: Told, end: number, text: Words, scale: Scale): string {
  const parts = STATES.flatMap((state) => {
    const time = spans.reduce(
      (sum, each) =>
        each.state === state ? sum + Math.max(0, Math.min(each.to, end) - each.from) : sum,
      0,
    );
    return time > 0 ? [`${text[state]} ${scale.amount(time)}`] : [];
  });
  return `${name}${text.colon}${parts.join(text.comma)}`;
}
