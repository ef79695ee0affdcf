/** What an explored thread writes is left out: it would come once for every execution. */

import process from "node:process";

type Methods = Record<string, unknown>;

const methods = console as unknown as Methods;
let kept: Methods | undefined;
let streams: readonly { stream: NodeJS.WriteStream; write: NodeJS.WriteStream["write"] }[] = [];

/** A `write` that takes all and shows nothing. */
const swallow = (_: unknown, ...rest: unknown[]): boolean => {
  const told = rest.find((argument) => typeof argument === "function");
  if (told) void Promise.resolve().then(told as () => void);
  return true;
};

/** Is what the program writes left out now? */
export function isSilent(): boolean {
  return kept !== undefined;
}

/** Until `restoreOutput`, no method of the console does anything, and the standard streams swallow. */
export function silenceOutput(): void {
  if (kept) return;
  kept = {};
  for (const name of Object.keys(methods)) {
    if (typeof methods[name] !== "function") continue;
    kept[name] = methods[name];
    methods[name] = () => {};
  }
  streams = [process.stdout, process.stderr].map((stream) => ({ stream, write: stream.write }));
  for (const { stream } of streams) stream.write = swallow;
}

/** Undoes `silenceOutput`. */
export function restoreOutput(): void {
  if (kept) Object.assign(methods, kept);
  kept = undefined;
  for (const { stream, write } of streams) stream.write = write;
  streams = [];
}
