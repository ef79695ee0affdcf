/** Where in the program an operation is done. */

import { wholePlaceIn } from "../place.ts";

/** So many frames of a stack: the library's own are fewer. */
const FRAMES = 12;

/** The place that called the library: "/folder/file.ts:7". */
export function here(): string {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = FRAMES;
  const { stack } = new Error();
  Error.stackTraceLimit = before;
  return wholePlaceIn(stack ?? "");
}
