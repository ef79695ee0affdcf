/** The terminal that a person sits at: its keys, its size, and stopping in the shell's favour. */

import { closeSync, constants, openSync, readFileSync, readSync } from "node:fs";
import process from "node:process";
import { setImmediate } from "../runtime/clock.ts";

/** Keys one by one and unechoed (raw), or whole lines that the terminal itself edits. */
export function setRaw(raw: boolean): void {
  const { stdin } = process;
  if (!stdin.isTTY) return;
  const gone = () => {}; // a terminal that was closed has no mode: Node tells so by an event, others throw
  stdin.on("error", gone);
  try {
    stdin.setRawMode(raw);
  } catch {
    gone();
  } finally {
    stdin.off("error", gone);
  }
}

/**
 * Calls `keys` with what is typed, and `end` when the terminal is gone or says that nothing more will
 * come, until the answer is called: then nothing is read.
 */
export function readKeys(keys: (text: string) => void, end: () => void): () => void {
  const { stdin } = process;
  stdin.setEncoding("utf8");
  stdin.on("data", keys).on("end", end).resume();
  return () => {
    stdin.off("data", keys).off("end", end).pause();
  };
}

/** Throws away what has been typed and not been read: in raw mode, so that half a line goes as well. */
export function dropTyped(): void {
  let file: number;
  try {
    file = openSync("/dev/tty", constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return; // no such device here: what is typed too early stays
  }
  const bytes = new Uint8Array(1024);
  try {
    while (readSync(file, bytes) > 0);
  } catch {
    // EAGAIN: nothing is left
  } finally {
    closeSync(file);
  }
}

/** Calls `handler` when the terminal has another size; the answer removes it. */
export function onResize(handler: () => void): () => void {
  // Whoever keeps the size has heard of it one turn later, whichever runtime it is.
  const later = () => void setImmediate(handler);
  process.on("SIGWINCH", later);
  return () => void process.off("SIGWINCH", later);
}

/** The process group of this program, or undefined if no shell above it could let it go on. */
function jobGroup(): number | undefined {
  try {
    const status = readFileSync("/proc/self/stat", "utf8");
    const [, , group, session] = status.slice(status.lastIndexOf(")") + 2).split(" ").map(Number);
    return group === session ? undefined : group;
  } catch {
    return undefined; // not Linux
  }
}

/**
 * Stops this program and whatever started it for the person (npm, deno task), as Ctrl-Z does, until
 * the shell lets it go on. SIGSTOP, because the wrappers do not stop at SIGTSTP. False if there is no
 * shell to go back to.
 */
export function stopJob(): boolean {
  const group = jobGroup();
  if (group === undefined) return false;
  process.kill(-group, "SIGSTOP");
  return true;
}
