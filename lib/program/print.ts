/** One line on standard output, whole, from any thread and any process. */

import { wrapped } from "../columns.ts";
import { context } from "../runtime/current.ts";
import { write } from "../system/output.ts";
import { show } from "../show.ts";
import { observer } from "../memory/observer.ts";
import { isSilent } from "../system/silence.ts";

/**
 * Writes one line: the values with a space between them, strings as they are and everything else as
 * `show` gives it. Lines stay whole and come in their true order from any thread and any process,
 * also while the main thread is blocked, which `console.log` does not manage everywhere.
 *
 * It writes to standard output (to standard error in a lesson that runs with `--json`) and returns
 * when the system has taken the whole line. Follows CPython's `print`. When the reader is gone, the
 * program ends quietly.
 *
 * @example
 * ```ts
 * import { print } from "../lib/threading.ts";
 *
 * print("scores:", [1, 2, 3]);   // scores: [1, 2, 3]
 * ```
 */
export function print(...values: unknown[]): void {
  if (isSilent()) return; // in an exploration
  const text = values.map((value) => show(value)).join(" ");
  observer?.printed(text);
  const columns = context("columns"); // set by a lesson that runs in a terminal: see lib/lesson/run.ts
  const lines = columns === undefined ? text : wrapped(text, Number(columns), 2);
  write(context("stdout") === "2" ? 2 : 1, `${lines}\n`);
}
