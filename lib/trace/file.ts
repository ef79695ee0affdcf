/** Keeps a recording as a file: which form it has, its ending says. */

import { writeFileSync } from "node:fs";
import type { Recording } from "./recording.ts";

const FORMS: Readonly<Record<string, (recording: Recording) => string>> = {
  ".json": (recording) => recording.json(),
  ".html": (recording) => recording.html(),
};

/** The ending of `file` if a recording can be kept in such a one. */
function formOf(file: string): string | undefined {
  return Object.keys(FORMS).find((ending) => file.toLowerCase().endsWith(ending));
}

/** A sentence about what is wrong with the name of a file, before anything is recorded for it. */
export function wrongFile(file: string): string | undefined {
  if (formOf(file) !== undefined) return undefined;
  return `the file must end in .json (for Perfetto) or .html (a page): got "${file}"`;
}

/**
 * Writes the recording.
 *
 * @throws {Error} of the system, if the file cannot be written
 */
export function keep(recording: Recording, file: string): void {
  writeFileSync(file, FORMS[formOf(file)!]!(recording));
}
