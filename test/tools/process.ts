/**
 * Runs a program with a deadline, and answers only when nothing of it is left: its process group
 * and whatever carries its mark in the environment are killed. Knows nothing of tests.
 */

import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { clearTimeout, setTimeout } from "node:timers";
import { stripVTControlCharacters } from "node:util";
import { readTexts } from "../../lib/system/texts.ts";

/** A program and its arguments. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

export interface RunOptions {
  /** After so many milliseconds the program and all it started are killed. */
  readonly deadline: number;
  /** Added to this program's environment; undefined removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Written to its standard input, which is then closed. Without it the input is empty. */
  readonly stdin?: string;
  /** Told of each piece of output as it arrives. It may shorten the deadline. */
  readonly onOutput?: (text: string, shorten: (ms: number) => void) => void;
}

/** How a program ended. */
export interface Ended {
  /** The exit code; null when a signal ended it. */
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, in the order in which they arrived, without colours. */
  readonly output: string;
  /** It was killed, because the deadline had passed or because `kill` was called. */
  readonly killed: "deadline" | "caller" | undefined;
  /** Processes it started and left running; they were killed. */
  readonly leftBehind: number;
  /** Milliseconds until the program had ended. */
  readonly elapsed: number;
}

export interface Running {
  readonly pid: number | undefined;
  readonly ended: Promise<Ended>;
  /** Ends it and all it started, at once. */
  kill(): void;
  /** Sends a signal to the program alone, as `kill PID` does. */
  signal(name: "SIGINT" | "SIGTERM" | "SIGHUP"): void;
}

/** Characters of output that are kept; more than this is a program out of control. */
const OUTPUT_LIMIT = 32 * 1024 * 1024;

/** Milliseconds that a program's helpers may take to follow it. */
const FAREWELL = 1000;

let runs = 0;

const running = new Set<Running>();

/** Ends everything that is running: for a program that is being ended itself. */
export function stopAll(): void {
  for (const program of running) program.kill();
}

/** The living members of a group, and everything with `mark` in its environment. */
function members(group: number, mark: string): number[] {
  let entries: string[];
  try {
    entries = readdirSync("/proc").filter((entry) => /^\d+$/.test(entry));
  } catch {
    // Not Linux: the group is all we can ask for.
    try {
      process.kill(-group, 0);
      return [-group];
    } catch {
      return [];
    }
  }
  return entries.map(Number).filter((pid) => {
    try {
      // "pid (name) state ppid pgrp ...": a name may hold blanks and brackets, so from the last one.
      const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
      const [state, , pgrp] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      if (state === "Z" || state === "X") return false; // dead, only not yet collected
      return Number(pgrp) === group ||
        readFileSync(`/proc/${pid}/environ`, "latin1").includes(mark);
    } catch {
      return false; // ended meanwhile, or another user's
    }
  });
}

function killAll(pids: readonly number[], signal: NodeJS.Signals = "SIGKILL"): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // Ended meanwhile.
    }
  }
}

/** Starts `command`. What cannot be started is reported by `ended`, with the system's words. */
export function run(command: Command, options: RunOptions): Running {
  const variable = `INTERLEAVE_RUN_${process.pid}_${++runs}`;
  const mark = `${variable}=`; // whole: run 1 is not run 10
  const start = performance.now();
  const child = spawn(command.file, [...command.args], {
    detached: true,
    cwd: options.cwd,
    env: { ...process.env, ...options.env, [variable]: "1" } as NodeJS.ProcessEnv,
    stdio: [options.stdin === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  let killed: Ended["killed"];
  const kill = (why: "deadline" | "caller") => {
    killed ??= why;
    // The group first: it is one call, so that nobody in it can start another one meanwhile.
    if (child.pid !== undefined) killAll([-child.pid, ...members(child.pid, mark)]);
  };

  let deadline = setTimeout(() => kill("deadline"), options.deadline);
  let end = start + options.deadline;
  const shorten = (ms: number) => {
    if (performance.now() + ms >= end) return;
    clearTimeout(deadline);
    end = performance.now() + ms;
    deadline = setTimeout(() => kill("deadline"), ms);
  };

  const text = { stdout: "", stderr: "", output: "" };
  for (const name of ["stdout", "stderr"] as const) {
    readTexts(child[name]!, (piece) => {
      if (text.output.length > OUTPUT_LIMIT) return kill("deadline");
      text[name] += piece;
      text.output += piece;
      options.onOutput?.(piece, shorten);
    });
  }
  child.stdin?.on("error", () => {}).end(options.stdin); // it may end without reading

  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", (error) => {
      clearTimeout(deadline);
      reject(new Error(`Cannot start ${command.file}: ${error.message}`, { cause: error }));
    });
    // "close" waits for the pipes, which a process left behind may hold open for ever.
    const closed = new Promise<void>((done) => child.on("close", () => done()));
    child.on("exit", async (code, signal) => {
      clearTimeout(deadline);
      const group = child.pid!;
      const elapsed = performance.now() - start;
      const end = start + elapsed + FAREWELL;
      const abort = new AbortController();
      await Promise.race([
        closed,
        pause(FAREWELL, undefined, { signal: abort.signal }).catch(() => {}),
      ]);
      abort.abort();
      let left = members(group, mark);
      while (left.length > 0 && performance.now() < end && !killed) {
        await pause(20);
        left = members(group, mark);
      }
      killAll(left);
      if (left.length > 0) await Promise.race([closed, pause(FAREWELL)]);
      resolve({
        code,
        signal,
        ...text,
        output: stripVTControlCharacters(text.output),
        killed,
        leftBehind: killed ? 0 : left.length,
        elapsed,
      });
    });
  });
  const program: Running = {
    pid: child.pid,
    ended,
    kill: () => kill("caller"),
    // Not child.kill: with that Deno (2.9) reports the signal even of a program that exits by itself.
    signal: (name) => killAll([child.pid!], name),
  };
  running.add(program);
  const forget = () => running.delete(program);
  ended.then(forget, forget);
  return program;
}
