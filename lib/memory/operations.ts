/** What the operations of explored threads change, by their names. */

/** Operations that change nothing. */
export const LOOKING: ReadonlySet<string> = new Set([
  "read",
  "slice",
  "isSet",
  "locked",
  "qsize",
  "empty",
  "full",
  "nWaiting",
  "broken",
  "load",
]);

/** Operations that change nothing that a predicate looks at. */
export const OF_LOCKS: ReadonlySet<string> = new Set(["acquire", "release", "wait"]);
