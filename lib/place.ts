/** Where in a program something is done: the innermost place of a stack outside the library. */

import { fileURLToPath } from "node:url";
import { home } from "./runtime/home.ts";

const library = home.href;
const libraryPath = fileURLToPath(home);

/** What translators put in for `using`, and the function within: their code is in no line of the program. */
const HELPER = /\b(?:__callDispose|__disposeResources|_ts_dispose_resources)\b/,
  WITHIN = /at next /;

/** Code of the runtime itself: "node:internal/...", on Deno "ext:core/...", on Bun also "native:7". */
export const BUILT_IN = /node:|[( ]ext:|\bnative:\d/;

const PLACE = /(?:\(|at (?:async )?|@|^)([^()\s][^()]*?):(\d+)(?::\d+)?\)?$/;

/** The file, as the stack names it, and the line: "file:///a/b.ts:7"; empty if there is none. */
export function wholePlaceIn(stack: string): string {
  const lines = stack.split("\n");
  for (const [at, line] of lines.entries()) {
    if (at === 0 || HELPER.test(line)) continue;
    if (WITHIN.test(line) && HELPER.test(lines[at + 1] ?? "")) continue;
    if (line.includes(library) || line.includes(libraryPath) || BUILT_IN.test(line)) continue;
    const place = PLACE.exec(line.trim());
    if (place) return `${place[1]}:${place[2]}`;
  }
  return "";
}

/** The same without the folder: "b.ts:7". */
export function placeIn(stack: string): string {
  return wholePlaceIn(stack).replace(/^.*[/\\]/, "");
}
