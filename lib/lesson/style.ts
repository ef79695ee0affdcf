/** Colour and signs for a terminal that wants them. The lessons import no package: these are bare codes. */

import { env, terminal } from "../runtime/current.ts";
import { localeLanguage } from "./language.ts";

/**
 * May what is written to `fd` be coloured? As the conventions say: NO_COLOR (anything but empty)
 * forbids it, FORCE_COLOR and CLICOLOR_FORCE want it also in a pipe, CLICOLOR=0 and TERM=dumb do not,
 * and else a terminal has it.
 */
export function coloured(fd: 1 | 2): boolean {
  if (env("NO_COLOR")) return false;
  const forced = env("FORCE_COLOR");
  if (forced !== undefined) return !/^(0|false)$/.test(forced);
  const always = env("CLICOLOR_FORCE");
  if (always !== undefined && always !== "0") return true;
  return env("CLICOLOR") !== "0" && env("TERM") !== "dumb" && terminal(fd).isTTY;
}

/** Columns to write in: those of a terminal, and no limit elsewhere. */
export function room(fd: 1 | 2): number {
  const { isTTY, columns } = terminal(fd);
  return isTTY ? columns : Infinity;
}

/** A function that paints text for `fd` in the given way, or leaves it as it is. */
export function painter(
  fd: 1 | 2,
): (text: string, colour: "green" | "yellow" | "red") => string {
  if (!coloured(fd)) return (text) => text;
  const codes = { green: "32;1", yellow: "33;1", red: "31;1" };
  return (text, colour) => `\x1b[${codes[colour]}m${text}\x1b[0m`;
}

/** The signs that are not letters, as far as a terminal shows them. */
export interface Signs {
  readonly bar: string;
  /** A lighter bar: somebody who is there and does nothing. */
  readonly light: string;
  readonly edge: string;
  readonly more: string;
  readonly cursor: string;
  readonly done: string;
  /** What comes next in an order. */
  readonly next: string;
  readonly dot: string;
  /** The unit of a millionth of a second. */
  readonly micro: string;
  readonly keys: string;
  readonly enter: string;
}

const UNICODE: Signs = {
  bar: "█",
  light: "░",
  edge: "│",
  more: "…",
  cursor: "❯",
  done: "✔",
  next: "→",
  dot: "·",
  micro: "µs",
  keys: "↑↓",
  enter: "⏎",
};
const ASCII: Signs = {
  bar: "#",
  light: ".",
  edge: "|",
  more: "...",
  cursor: ">",
  done: "*",
  next: ">",
  dot: "-",
  micro: "us",
  keys: "up/down",
  enter: "enter",
};

/** The locale C, or one with a character set that is not UTF-8, has no signs beyond ASCII. */
export function signs(reading: (name: string) => string | undefined = env): Signs {
  const locale = reading("LC_ALL") || reading("LC_CTYPE") || reading("LANG") || "";
  if (localeLanguage(reading) === "zh") return UNICODE;
  const plain = /^(C|POSIX)$/.test(locale) || (/\./.test(locale) && !/utf-?8/i.test(locale));
  return plain ? ASCII : UNICODE;
}

/** Has the terminal no signs beyond ASCII? */
export function isAscii(): boolean {
  return signs() === ASCII;
}
