/** What a thread that is explored tells of its steps, while they are recorded. */

import { memory } from "../system/shared.ts";
import { type Details, Slot } from "./slots.ts";

/** What is told with the next step: what the last one gave, and the objects that were made since. */
export const told: {
  gave: unknown;
  object?: string | undefined;
  index?: number | undefined;
  refused?: boolean | undefined;
  created: (readonly [cell: number, kind: string, name: string | undefined])[];
} = { gave: undefined, created: [] };

let keep: (details: Details) => number = () => 0;
let speaker: string | undefined;

/** Says how the details of a step are sent. */
export function onDetails(handler: (details: Details) => number): void {
  keep = handler;
}

/** What is shown of an item or a refused argument: only what is small, since it is copied for each step. */
export function shown(value: unknown): unknown {
  const small = value === null || ["number", "string", "boolean", "bigint"].includes(typeof value);
  return small ? value : undefined;
}

/** Another thread begins here. */
export function tellAfresh(): void {
  told.gave =
    told.object =
    told.index =
    told.refused =
      undefined;
  told.created = [];
  speaker = undefined;
}

/** Does what the task called `name` does: its steps are told under this name. */
export function speakAs(name: string, act: () => void): void {
  speaker = name;
  try {
    act();
  } finally {
    speaker = undefined;
  }
}

/** A text for the explorer, as a message. */
export function message(text: string): number {
  return keep({ operation: text, stack: "", created: [] });
}

/** Writes into the slot what is going to be done. */
export function tell(slot: number, operation: string, writes: unknown): void {
  const stack = operation === "" ? "" : new Error().stack ?? "";
  memory[slot + Slot.details] = keep({ task: speaker, operation, stack, writes, ...told });
  told.created = [];
  told.gave =
    told.object =
    told.index =
    told.refused =
      undefined;
}
