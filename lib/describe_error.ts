/** How an error that nobody caught is shown to people, on standard error. */

/** The text of an error for people: its stack if it has one that names it, and its causes. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return `Uncaught ${String(error)}`;
  const title = error.message ? `${error.name}: ${error.message}` : error.name;
  const stack = typeof error.stack === "string" ? error.stack : "";
  // Bun's stacks are bare frames where a class sets its own name: the title is put back.
  const text = stack.includes(error.message) && stack !== "" ? stack : `${title}\n${stack}`;
  if (error.cause === undefined) return text.trimEnd();
  return `${text.trimEnd()}\n  caused by: ${describeError(error.cause).replaceAll("\n", "\n  ")}`;
}
