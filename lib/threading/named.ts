/** The name that a shared object may be given at its creation, for errors and timelines. */

import { given, optionsOf } from "../arguments.ts";

/** The last argument of the constructors of shared objects. */
export interface Named {
  /** What it is called in errors and timelines; "Lock-1" and so on in timelines, without. */
  name?: string | undefined;
}

/**
 * The name in `options`.
 *
 * @throws {TypeError} if it is not a string
 */
export function nameIn(what: string, options: Named | undefined): string | undefined {
  if (options === undefined) return undefined;
  const { name } = optionsOf(what, options);
  if (name === undefined || typeof name === "string") return name;
  throw new TypeError(`${what}: name must be a string, but it is ${given(name)}`);
}
