/** Does an explored thread spin? It does if it comes back to a place, and nothing has changed meanwhile. */

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
  const line = `${operation} ${new Error().stack}`, place = `${cell} ${line}`;
  const known = places.has(place);
  places.add(place);
  return known ? numberOf(line) : 0;
}

function numberOf(text: string): number {
  let number = 7;
  for (let i = 0; i < text.length; i++) number = Math.imul(number, 31) + text.charCodeAt(i) | 0;
  return number || 1;
}

/** Another thread begins here. */
export function forgetPlaces(): void {
  seen = -1;
}
