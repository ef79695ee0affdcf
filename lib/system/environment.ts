/**
 * The environment of threads: each sees that of its starter at its start, and what it sets dies with
 * it, as with a worker of its own, though workers are used again.
 *
 * Invariant: every worker begins with `base`, the environment of the program when the library was
 * loaded, and has it again whenever it runs no thread. So a starter that has it too hands on nothing.
 * A worker need not look whether it still has: it is told of changes, where they can be told.
 */

import process from "node:process";
import { environment, inWorker, watchEnvironment } from "../runtime/current.ts";

/** The variables, by name. */
export type Environment = Readonly<Record<string, string>>;

/** What every worker begins with; undefined where a program may not read its environment. */
export const baseEnvironment: Environment | undefined = environment();
const size = Object.keys(baseEnvironment ?? {}).length;

let written = false;
const watch = inWorker && baseEnvironment !== undefined
  ? watchEnvironment(() => void (written = true))
  : undefined;

/** The environment as it stands, if it is not `base`. */
function changed(base: Environment): Environment | undefined {
  const now = environment()!;
  const names = Object.keys(now);
  const same = names.length === size && names.every((name) => now[name] === base[name]);
  return same ? undefined : now;
}

let handed: { environment: Environment | undefined } | undefined;

/** What a starter hands on: nothing where nothing has changed. */
export function environmentToHand(): Environment | undefined {
  if (handed) return handed.environment;
  if (!baseEnvironment || isBase()) return undefined;
  return changed(baseEnvironment);
}

/** Is it sure that nothing has changed? */
function isBase(): boolean {
  return !written && watch !== undefined && watch.isSure();
}

/** While `act` goes on, `environment` is handed on, which was asked for before: asking takes its time. */
export function handingOn<T>(environment: Environment | undefined, act: () => T): T {
  handed = { environment };
  try {
    return act();
  } finally {
    handed = undefined;
  }
}

/** Gives this worker the environment `to`. */
export function setEnvironment(to: Environment | undefined = baseEnvironment): void {
  if (to === undefined) return;
  if (to === baseEnvironment) {
    if (isBase()) return;
    watch?.again();
    if (!changed(to)) {
      written = false;
      return;
    }
  }
  const { env } = process;
  for (const name of Object.keys(env)) if (!(name in to)) delete env[name];
  for (const name of Object.keys(to)) if (env[name] !== to[name]) env[name] = to[name]!;
  written = to !== baseEnvironment;
}
