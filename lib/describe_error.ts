/** How an error that nobody caught is shown to people, on standard error. */

import { show } from "./show.ts";

/**
 * The text of an error for people: its stack if it has one that names it, and its causes. It never
 * fails, whatever was thrown: who reports has more to do.
 */
export function describeError(error: unknown): string {
  try {
    return describe(error, []);
  } catch {
    return `Uncaught ${show(error)}`; // its fields are not what they are in an error, say
  }
}

function describe(error: unknown, around: readonly unknown[]): string {
  if (around.includes(error)) return "[Circular]";
  if (!(error instanceof Error)) return `Uncaught ${String(error)}`;
  const title = error.message ? `${error.name}: ${error.message}` : error.name;
  const stack = typeof error.stack === "string" ? error.stack : "";
  // Bun's stacks are bare frames where a class sets its own name: the title is put back.
  const text = stack.includes(error.message) && stack !== "" ? stack : `${title}\n${stack}`;
  if (error.cause === undefined) return text.trimEnd();
  const cause = describe(error.cause, [...around, error]).replaceAll("\n", "\n  ");
  return `${text.trimEnd()}\n  caused by: ${cause}`;
}
