/**
 * The coroutines that nobody has awaited yet. What is still among them when the program ends was
 * forgotten, and its name is said once, as CPython does when it finds such coroutines at exit.
 */

import { onExit } from "../runtime/current.ts";
import { report } from "../system/output.ts";
import { Members } from "./members.ts";
import type { Member } from "./members.ts";

/** Anything with the name of a coroutine function. */
export interface Fresh extends Member<Fresh> {
  readonly name: string;
}

const fresh = new Members<Fresh>();

/** Notes that `coroutine` was made and has not run. */
export function remember(coroutine: Fresh): void {
  fresh.add(coroutine);
}

/** Notes that `coroutine` was started or closed. */
export function forget(coroutine: Fresh): void {
  fresh.delete(coroutine);
}

onExit(() => {
  const names = new Set([...fresh].map((coroutine) => coroutine.name));
  for (const name of names) {
    report(`RuntimeWarning: coroutine '${name}' was never awaited\n`);
  }
});
