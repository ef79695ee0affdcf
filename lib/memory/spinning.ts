/** Does an explored thread spin? It does if it comes back to a place, and nothing has changed meanwhile. */

import { BUILT_IN } from "../place.ts";

const places = new Set<string>();
let seen = -1;
let looks = 0;

/** What was found out about a stack: whoever spins has the same one again and again. */
const lines = new Map<string, string | undefined>();
const MOST = 64;

/** So many frames tell where a thread stands. Whoever is deeper is nowhere twice: it may come to its deepest call. */
const DEEPEST = 1000;

/** So many steps without a change are no loop yet: finding out where a thread stands takes time. */
const FEW = 3;

/**
 * Was this thread here before, while the shared values had the same `version`? Then a number for the
 * place in the program, the same in all executions; else 0.
 */
export function comesBack(operation: string, cell: number, version: number): number {
  if (version !== seen) {
    seen = version;
    looks = 0;
    places.clear();
  }
  if (++looks < FEW) return 0;
  const line = lineOf(operation);
  if (line === undefined) return 0;
  const place = `${cell} ${line}`, known = places.has(place);
  places.add(place).add(`${operation} ${cell}`);
  return known ? numberOf(line) : 0;
}

/** In every so manieth turn it is looked where the thread stands: that takes more time than all else. */
const NOW_AND_THEN = 7;

/**
 * Does a thread that is tried (lib/explore/spins.ts) look at what it has looked at before, as far as is known? Then
 * it need not stop for it.
 */
export function looksAgain(operation: string, cell: number, version: number): boolean {
  if (version !== seen || !places.has(`${operation} ${cell}`)) return false;
  if (++looks % NOW_AND_THEN !== 0) return true;
  const line = lineOf(operation);
  return line !== undefined && places.has(`${cell} ${line}`);
}

function lineOf(operation: string): string | undefined {
  const stack = where();
  return stack === undefined ? undefined : `${operation} ${stack}`;
}

/** Where the thread stands; undefined if it stands too deep to tell all of it. */
function where(): string | undefined {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = DEEPEST;
  const stack = new Error().stack!;
  Error.stackTraceLimit = before;
  if (lines.size > MOST) lines.clear();
  if (!lines.has(stack)) lines.set(stack, ofProgram(stack));
  return lines.get(stack);
}

/** Without the runtime's own frames, which are there at times, and at times not. */
function ofProgram(stack: string): string | undefined {
  const frames = stack.split("\n");
  if (frames.length >= DEEPEST) return undefined;
  return frames.filter((frame) => !BUILT_IN.test(frame)).join("\n");
}

function numberOf(text: string): number {
  let number = 7;
  for (let i = 0; i < text.length; i++) number = Math.imul(number, 31) + text.charCodeAt(i) | 0;
  return number || 1;
}

/** How often has the thread come to an operation since the shared values changed last, as far as it knows? */
export function glances(): number {
  return looks;
}

/** Another thread begins here. */
export function forgetPlaces(): void {
  seen = -1;
  lines.clear();
}
