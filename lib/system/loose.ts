/** Signals to other processes, whether one still runs, and a program that nothing binds to its parent. */

import { readFileSync } from "node:fs";
import process from "node:process";
import { childProcess } from "../runtime/builtin.ts";

/** Sends `signal` to a process; to one that is gone, or never was (0), nothing is sent. */
export function sendSignal(pid: number, signal: "SIGINT" | "SIGTERM" | "SIGKILL"): void {
  if (pid <= 0) return; // to the system these are whole groups of processes
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as { code?: string }).code !== "ESRCH") throw error;
  }
}

/** Does it still run? One that has ended and that nobody has waited for (a zombie) does not. */
export function isRunning(pid: number): boolean {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(")") + 2));
  } catch {
    return process.platform !== "linux"; // elsewhere there is no such file; here it has just ended
  }
}

/** It looks ten times a second whether its keeper is there, and hears signals as often. */
const LOOP = 'trap "exit 0" TERM; trap "exit 130" INT; ' +
  'while kill -0 "$1" 2>/dev/null; do sleep 0.1; done';

/**
 * Starts a program that nothing binds to this one: it goes on when this process ends, however that
 * ends. It does nothing, and ends at SIGTERM and SIGINT, or when the process `keeper` is gone.
 *
 * @returns its pid
 */
export function startLoose(keeper: number): number {
  const child = childProcess().spawn("/bin/sh", ["-c", LOOP, "sh", String(keeper)], {
    stdio: "ignore",
  });
  child.on("error", () => {});
  child.unref();
  if (child.pid === undefined) throw new Error("/bin/sh could not be started: it is needed here");
  return child.pid;
}
