/**
 * The environment of threads: each sees that of its starter at its start, and what it sets dies with
 * it, as with a worker of its own, though workers are used again.
 *
 * Invariant: every worker begins with `base`, the environment of the program when the library was
 * loaded, and has it again whenever it runs no thread. So a starter that has it too hands on nothing.
 */

import process from "node:process";
import { environment } from "../runtime/current.ts";

/** The variables, by name. */
export type Environment = Readonly<Record<string, string>>;

/** What every worker begins with; undefined where a program may not read its environment. */
export const baseEnvironment: Environment | undefined = environment();
const size = Object.keys(baseEnvironment ?? {}).length;

/** The environment as it stands, if it is not `base`. */
function changed(base: Environment): Environment | undefined {
  const now = environment()!;
  const names = Object.keys(now);
  const same = names.length === size && names.every((name) => now[name] === base[name]);
  return same ? undefined : now;
}

/** What a starter hands on: nothing where nothing has changed. */
export function environmentToHand(): Environment | undefined {
  return baseEnvironment && changed(baseEnvironment);
}

/** Gives this worker the environment `to`. */
export function setEnvironment(to: Environment | undefined = baseEnvironment): void {
  if (to === undefined || (to === baseEnvironment && !changed(to))) return;
  const { env } = process;
  for (const name of Object.keys(env)) if (!(name in to)) delete env[name];
  for (const name of Object.keys(to)) if (env[name] !== to[name]) env[name] = to[name]!;
}
