/** Keeps a recording as a file: which form it has, its ending says. */

import { closeSync, openSync, writeFileSync } from "node:fs";
import { page, type PageOptions } from "./html.ts";
import { traceJson } from "./json.ts";
import type { Recording } from "./recording.ts";

/** The form that the ending of `file` says, or undefined. */
export function formOf(file: string): "json" | "html" | undefined {
  return (["json", "html"] as const).find((ending) => file.toLowerCase().endsWith(`.${ending}`));
}

/**
 * Writes the recording, chunk by chunk, because as one text it may be longer than a string can be.
 *
 * @throws {Error} of the system, if the file cannot be written
 */
export function keep(
  recording: Recording,
  file: string,
  form: "json" | "html",
  options: PageOptions = {},
): void {
  const opened = openSync(file, "w");
  try {
    const chunks = form === "json" ? traceJson(recording) : page(recording, options);
    for (const chunk of chunks) writeFileSync(opened, chunk);
  } finally {
    closeSync(opened);
  }
}
