/** What of a puzzle says what must hold, and so has to stay in the learner's copy as it was given. */

import { readFileSync } from "node:fs";
import type { Kept } from "../../lesson/puzzle.ts";

/** What was found in a copy instead of a line that has to stay. */
export interface Changed {
  /** The line as it was given. */
  readonly line: string;
  /** The first line of the copy that is another, from 1 on; none where the whole is missing. */
  readonly at: number | undefined;
}

interface Token {
  readonly text: string;
  readonly line: number;
}

const TOKEN =
  /\s+|\/\/.*|\/\*[^]*?\*\/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`|[\w$]+|=>|[=!]==?|[<>]=|[-+*/|&?]=|\+\+|--|&&|\|\||\?\?|\?\.|\.{3}|[^]/g;
const WORD = /^[\w$]+$/;

/** The words and signs of a program, whatever an editor does to white space, quotes, `;` and last commas. */
function tokensOf(program: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  for (const [found] of program.matchAll(TOKEN)) {
    const text = found[0] === "'" ? `"${found.slice(1, -1)}"` : found;
    const before = tokens.at(-1)?.text ?? "";
    const asserted = text === "!" &&
      (WORD.test(before) ? before !== "return" : /[)\]]/.test(before));
    if (/[)\]}]/.test(text) && text.length === 1 && before === ",") tokens.pop();
    if (!/^(?:\s|\/[/*]|;$)/.test(text) && !asserted) tokens.push({ text, line });
    line += found.split("\n").length - 1;
  }
  return tokens;
}

/** Where `words` stand in `tokens` one after the other, from `from` on; -1 if nowhere. */
function find(tokens: readonly Token[], words: readonly string[], from = 0): number {
  for (let at = from; at + words.length <= tokens.length; at++) {
    if (words.every((word, i) => tokens[at + i]!.text === word)) return at;
  }
  return -1;
}

/** Where what is opened at `at` is closed again. */
function closing(tokens: readonly Token[], at: number): number {
  for (let deep = 0, i = at; i < tokens.length; i++) {
    if (/^[([{]$/.test(tokens[i]!.text)) deep++;
    else if (/^[)\]}]$/.test(tokens[i]!.text) && --deep === 0) return i;
  }
  return tokens.length - 1;
}

/** The whole function `name`, with what stands before that word. */
function functionOf(tokens: readonly Token[], name: string): Token[] {
  const at = find(tokens, ["function", name]);
  if (at < 0) return [];
  let from = at;
  while (/^(?:export|async)$/.test(tokens[from - 1]?.text ?? "")) from--;
  const inside = closing(tokens, at + 2); // its parameters
  const body = tokens.findIndex(({ text }, i) => i > inside && text === "{");
  return tokens.slice(from, closing(tokens, body) + 1);
}

const SYNCHRONIZES = /^(?:R?Lock|(?:Bounded)?Semaphore|Condition|Event|Barrier)$/;
const ACTS = /^(?:=|[-+*/|&?]=|\+\+|--|value|set|add|exchange|compareExchange)$/;

/** Where the expression that begins at `at` ends, if it only makes what threads wait with. */
function making(tokens: readonly Token[], at: number): number {
  const text = (i: number) => tokens[i]?.text ?? "";
  let end = -1;
  if (text(at) === "new" && SYNCHRONIZES.test(text(at + 1))) end = closing(tokens, at + 2);
  else if (text(at) === "[") {
    const listed = closing(tokens, at), mapped = find(tokens, [".", "map", "("], listed);
    const made = tokens.findIndex(({ text }, i) => i > mapped && text === "=>");
    const makes = mapped === listed + 1 && text(made + 1) === "new";
    if (makes && SYNCHRONIZES.test(text(made + 2))) end = closing(tokens, mapped + 2);
    else if (text(at + 1) === "new" && making(tokens, at + 1) >= 0) end = listed;
  }
  return tokens.slice(at, end + 1).some(({ text }) => ACTS.test(text)) ? -1 : end;
}

/**
 * A scenario without the locks (and other things to wait with) that it makes and hands to its threads: with
 * them it is mended, and so they may be others, more or less. `loose` are further names of that kind.
 */
function withoutLocks(tokens: readonly Token[], loose: readonly string[]): Token[] {
  const names = new Set<string>(), rest: Token[] = [];
  let opened: Token | undefined; // `const`, as long as all that it declares is left out
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!, { text } = token, next = tokens[i + 1]?.text ?? "";
    const declares = opened !== undefined || text === "const" || text === "let";
    const name = opened ? i : declares || text === "," ? i + 1 : -1;
    if (name > 0 && tokens[name + 1]?.text === "=") {
      const known = loose.includes(tokens[name]!.text) && tokens[name + 2]?.text === "new";
      const end = known ? closing(tokens, name + 4) : making(tokens, name + 2);
      if (end >= 0) {
        names.add(tokens[name]!.text);
        const more = declares && tokens[end + 1]?.text === ",";
        opened = more ? opened ?? token : undefined;
        i = more ? end + 1 : end;
        continue;
      }
    }
    if (opened) rest.push(opened);
    opened = undefined;
    const before = rest.at(-1)?.text ?? "";
    if (names.has(text) && /^[,([]$/.test(before) && /^[,)\]]$/.test(next)) {
      if (before === ",") rest.pop();
      else if (next === ",") i++;
      continue;
    }
    rest.push(token);
  }
  return rest;
}

/** The first place where `copy` is not `given`. */
function parting(given: readonly Token[], copy: readonly Token[]): [Token, Token?] | undefined {
  if (copy.length === 0) return [given[0]!];
  for (let i = 0; i < Math.max(given.length, copy.length); i++) {
    if (given[i]?.text !== copy[i]?.text) {
      return [given[i] ?? given.at(-1)!, copy[i] ?? copy.at(-1)!];
    }
  }
  return undefined;
}

/**
 * What of the program `given` is not in `copy` any more, though it has to stay: the scenario, in which only
 * the locks are free, and what `kept` names beside it.
 */
export function changedIn(given: string, copy: string, kept: Kept = {}): Changed | undefined {
  const { functions = [], statements = [], loose = [] } = kept;
  const before = tokensOf(given), after = tokensOf(copy), lines = given.split("\n");
  const tell = ({ line }: Token, there?: Token): Changed => ({
    line: lines[line - 1]!.trim(),
    at: there?.line,
  });
  for (const name of ["scenario", ...functions]) {
    const whole = functionOf(before, name), found = functionOf(after, name);
    const parted = name === "scenario"
      ? parting(withoutLocks(whole, loose), withoutLocks(found, loose))
      : parting(whole, found);
    if (parted) return tell(...parted);
    // A function's name is a variable: it could be given another function, or another the name. It may be called.
    const named = (tokens: readonly Token[]) =>
      tokens.filter(({ text }, i) => text === name && tokens[i + 1]?.text !== "(");
    const often = named(after), extra = often.length > named(before).length;
    if (extra) {
      return tell(
        whole[0]!,
        often.find((token) => !found.includes(token)) ?? often.at(-1),
      );
    }
  }
  for (const statement of [`import assert from "node:assert/strict"`, ...statements]) {
    const words = tokensOf(statement).map(({ text }) => text);
    const at = find(before, words);
    if (at >= 0 && find(after, words) < 0) return tell(before[at]!);
  }
  return undefined;
}

/** The same of two files. */
export function changedBetween(given: string, copy: string, kept?: Kept): Changed | undefined {
  return changedIn(readFileSync(given, "utf8"), readFileSync(copy, "utf8"), kept);
}
