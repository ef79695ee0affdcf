/** The tasks of the pools of npm, in plain JavaScript, which all of them can load. */

/** Does nothing. */
export function nothing() {}

/** Computes for `us` microseconds. */
export function spin(us) {
  const end = performance.now() + us / 1000;
  while (performance.now() < end);
}
