/** Keeps a recording as a file: which form it has, its ending says. */

import { writeFileSync } from "node:fs";
import type { PageOptions } from "./html.ts";
import type { Recording } from "./recording.ts";

/** The form that the ending of `file` says, or undefined. */
export function formOf(file: string): "json" | "html" | undefined {
  return (["json", "html"] as const).find((ending) => file.toLowerCase().endsWith(`.${ending}`));
}

/**
 * Writes the recording.
 *
 * @throws {Error} of the system, if the file cannot be written
 */
export function keep(
  recording: Recording,
  file: string,
  form: "json" | "html",
  page: PageOptions = {},
): void {
  writeFileSync(file, form === "json" ? recording.json() : recording.html(page));
}
