/** Colour for a terminal that wants it. The lessons import no package, so these are the bare codes. */

import { env, terminal } from "../runtime/current.ts";

/** May what is written to `fd` be coloured? */
export function coloured(fd: 1 | 2): boolean {
  return terminal(fd).isTTY && !env("NO_COLOR") && env("TERM") !== "dumb";
}

/** A function that paints text for `fd` in the given way, or leaves it as it is. */
export function painter(
  fd: 1 | 2,
): (text: string, colour: "green" | "yellow" | "red") => string {
  if (!coloured(fd)) return (text) => text;
  const codes = { green: "32;1", yellow: "33;1", red: "31;1" };
  return (text, colour) => `\x1b[${codes[colour]}m${text}\x1b[0m`;
}
