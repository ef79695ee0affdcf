/** Does an explored thread spin? It does if it comes back to a place, and nothing has changed meanwhile. */

import { BUILT_IN } from "../place.ts";

const places = new Set<string>();
let seen = -1;
let looks = 0;

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
  const line = `${operation} ${stackOfProgram()}`, place = `${cell} ${line}`;
  const known = places.has(place);
  places.add(place);
  return known ? numberOf(line) : 0;
}

/** Where the thread stands; without the runtime's own frames, which are there at times, and at times not. */
function stackOfProgram(): string {
  return new Error().stack!.split("\n").filter((frame) => !BUILT_IN.test(frame)).join("\n");
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
}
