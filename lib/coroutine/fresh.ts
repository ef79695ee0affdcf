/**
 * The coroutines that nobody has awaited yet. What is still among them when the program ends was
 * forgotten, and its name is said once, as CPython does when it finds such coroutines at exit.
 */

import { onExit, write } from "#runtime";

/** Anything with the name of a coroutine function. */
interface Named {
  readonly name: string;
}

const fresh = new Set<Named>();

/** Notes that `coroutine` was made and has not run. */
export function remember(coroutine: Named): void {
  fresh.add(coroutine);
}

/** Notes that `coroutine` was started or closed. */
export function forget(coroutine: Named): void {
  fresh.delete(coroutine);
}

onExit(() => {
  const names = new Set([...fresh].map((coroutine) => coroutine.name));
  fresh.clear();
  for (const name of names) {
    write(2, `RuntimeWarning: coroutine '${name}' was never awaited\n`);
  }
});
