/** Does an explored thread spin? It does if it comes back to a place, and nothing has changed meanwhile. */

const places = new Set<string>();
let seen = -1;
let looks = 0;

/** So many steps without a change are no loop yet: finding out where a thread stands takes time. */
const FEW = 3;

/** Was this thread here before, while the shared values had the same `version`? */
export function comesBack(what: string, version: number): boolean {
  if (version !== seen) {
    seen = version;
    looks = 0;
    places.clear();
  }
  if (++looks < FEW) return false;
  const place = `${what} ${new Error().stack}`;
  const known = places.has(place);
  places.add(place);
  return known;
}

/** Another thread begins here. */
export function forgetPlaces(): void {
  seen = -1;
}
