/** What the library measures time with: only the timers and the clock that clock.ts took at the start. */

import { places, type Source, withoutComments } from "./sources.ts";

/**
 * Who may name the runtime's own: clock.ts takes them; these four are there to replace or to watch
 * them; and what talks to people, or shows time to them, lives in programs that nobody fakes.
 */
const MAY =
  /^lib\/(runtime\/clock\.ts$|memory\/(clocks|virtual_timers)\.ts$|system\/(inside|timer_modules)\.ts$|repl\/|lesson\/)/;

const TIMER =
  /(?<![.\w#])(?:setTimeout|setInterval|setImmediate|clearTimeout|clearInterval|clearImmediate|queueMicrotask)\b/g;
const CLOCK =
  /\b(?:performance|Date)\.now\b|\bglobalThis\.(?:set(?:Timeout|Interval|Immediate)|queueMicrotask)\b/g;
const MODULE = /["']node:timers(?:\/promises)?["']/g;
const TAKEN = /import\s*\{([^}]*)\}\s*from\s*"[^"]*\/clock\.ts"/g;

/** Where a file of the library takes the time from what frameworks for tests replace. */
export function clockProblems({ path, text }: Source): string[] {
  if (!path.startsWith("lib/") || MAY.test(path)) return [];
  const code = withoutComments(text), bare = withoutComments(text, true);
  const taken = new Set(
    [...code.matchAll(TAKEN)].flatMap(([, names]) => names!.match(/\w+/g) ?? []),
  );
  return [
    ...places(path, bare, TIMER).filter(({ match }) => !taken.has(match)),
    ...places(path, bare, CLOCK),
    ...places(path, code, MODULE),
  ].map(({ at, match }) => `${at}: a fake clock would stop it; take it from clock.ts: ${match}`);
}
