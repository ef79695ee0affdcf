/** Child processes that run this project's code on the same runtime and die with their parent. */

import { closeSync, existsSync, openSync, realpathSync } from "node:fs";
import process from "node:process";
import {
  childEnv,
  command,
  inWorker,
  loadable,
  mayRun,
  prepareChild,
  refusal,
  startProgram,
} from "../runtime/current.ts";
import { os } from "../runtime/builtin.ts";
import { queueMicrotask } from "../runtime/clock.ts";
import { home } from "../runtime/home.ts";

const BOOT = new URL("system/boot_child.mjs", home);

/** The file descriptor by which a child finds the family's shared file. */
export const SHARED_FD = 3;

/** How a child ended: its exit code, or the negative number of the signal that ended it. */
export type Ended = (exitcode: number) => void;

/** What a parent can do with its child. */
export interface Child {
  readonly pid: number;
  kill(signal: "SIGTERM" | "SIGKILL"): void;
}

/**
 * util-linux's setpriv asks the kernel to kill the child when its parent dies and then becomes the
 * child: the same process, 1 ms later. Nothing else reaches a child that spins, and a watching
 * thread costs 10 to 25 ms per child. The kernel means the parent's thread, so not from a worker.
 */
let setpriv: string | false | undefined;

/** Will the system kill a child when this process dies? Otherwise the child has to watch. */
export function binds(): boolean {
  return binder() !== false;
}

/** The program that does so, if there is one; see above. */
export function binder(): string | false {
  if (setpriv !== undefined) return setpriv;
  setpriv = false;
  if (process.platform !== "linux" || inWorker) return false;
  for (const path of ["/usr/bin/setpriv", "/bin/setpriv"]) {
    try {
      // BusyBox has a setpriv without this option, and is found behind a link.
      if (realpathSync(path).endsWith("/setpriv") && mayRun(path)) return setpriv = path;
    } catch {
      // Not there, or not ours to read.
    }
  }
  return false;
}

function exitcodeOf(code: number | null, signal: string | null): number {
  if (signal === null) return code ?? 1;
  return -(os().constants.signals[signal as "SIGKILL"] ?? 9);
}

/**
 * Is a file descriptor left? The line to a child needs one when it comes in, and without it the child
 * would wait for ever (Bun 1.4.5), or be turned away without a reason (Node, Deno).
 */
function descriptorFree(): boolean {
  try {
    closeSync(openSync("/dev/null", "r"));
    return true;
  } catch (error) {
    return !/^E[MN]FILE$/.test((error as { code?: string }).code ?? "");
  }
}

// As early as can be, while descriptors are surely free.
if (!inWorker) {
  try {
    prepareChild();
  } catch {
    // None is free, or not for this program: who starts a child is told.
  }
}

const SHORT =
  "the system could not start another process: there are too many processes (ulimit -u) or " +
  "open files (ulimit -n), or there is too little memory";

/**
 * Starts a child process that imports the module `entry` of this project. It inherits standard
 * output and error and the shared file `sharedFd` (as SHARED_FD), and reads nothing.
 *
 * @param ended is called once, when the process is gone
 * @throws what the system says if the process cannot be started
 */
export function startChild(
  entry: URL,
  args: readonly string[],
  sharedFd: number,
  moreFds: readonly number[],
  ended: Ended,
): Child {
  const own = command(BOOT, [loadable(entry.href), ...args]);
  if (!existsSync(own.file)) {
    throw new Error(`the executable ${own.file} of this program is not there any more`);
  }
  const stdio = ["ignore", "inherit", "inherit", sharedFd, ...moreFds] as const;
  const env = childEnv();
  try {
    prepareChild();
  } catch (error) {
    throw refusal(error) === undefined ? new Error(SHORT, { cause: error }) : error;
  }
  let exitcode: number | undefined;
  let tell: Ended = () => {}; // nobody is told of a child that is turned away below
  const exited = (code: number | null, signal: string | null) =>
    tell(exitcode = exitcodeOf(code, signal));
  const run = (file: string, words: readonly string[]) =>
    startProgram(file, words, { stdio, env, exited });
  const bind = binder();
  const child = bind
    ? run(bind, ["--pdeathsig", "KILL", "--", own.file, ...own.args])
    : run(own.file, own.args);
  const { pid } = child;
  if (pid === undefined) {
    const file = bind || own.file;
    if (!mayRun(file)) {
      throw Object.assign(new Error(`${file} may not be run`), { name: "NotCapable" });
    }
    throw new Error(SHORT);
  }
  if (!descriptorFree()) {
    child.kill("SIGKILL");
    child.unref();
    throw new Error("no file descriptor is free for it to come in by (ulimit -n)");
  }
  tell = ended;
  if (exitcode !== undefined) queueMicrotask(() => ended(exitcode!));
  child.unref();
  return {
    pid,
    kill(signal) {
      if (exitcode !== undefined) return;
      // Not child.kill: on Deno 2.9.6 a child that was sent one signal gets no other, and counts as
      // ended by it, whatever it does.
      try {
        process.kill(pid, signal);
      } catch {
        child.kill(signal); // gone already, or Deno without permission to run everything
      }
    },
  };
}

/** The parent of this process, as long as it lives. */
export function parentPid(): number {
  return process.ppid;
}

/** Ends this process at once, with no handler and no output. */
export function die(): never {
  process.kill(process.pid, "SIGKILL");
  return process.exit(1);
}

/** Ends this process with `code`, or with the exit code that was set. */
export function finish(code: number): never {
  return process.exit(code === 0 ? process.exitCode ?? 0 : code);
}
