/** What an explored thread writes to the console is left out: it would come once for every execution. */

type Methods = Record<string, unknown>;

const methods = console as unknown as Methods;
let kept: Methods | undefined;

/** Until `restoreConsole`, no method of the console does anything. */
export function silenceConsole(): void {
  if (kept) return;
  kept = {};
  for (const name of Object.keys(methods)) {
    if (typeof methods[name] !== "function") continue;
    kept[name] = methods[name];
    methods[name] = () => {};
  }
}

/** Undoes `silenceConsole`. */
export function restoreConsole(): void {
  if (kept) Object.assign(methods, kept);
  kept = undefined;
}
