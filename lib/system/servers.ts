/** Servers of other projects that a program needs for a while: they end with it, however it ends. */

import process from "node:process";
import { childProcess } from "../runtime/builtin.ts";
import { onExit } from "../runtime/current.ts";
import { binder } from "./spawn.ts";

/** A server that runs. */
export interface Server {
  /** Ends it at once, as a crash would; settles when it is gone. */
  kill(): Promise<void>;
  /** Stops it where it is, or lets it go on: nothing is lost, and nobody is answered meanwhile. */
  pause(on: boolean): void;
  /** Has it ended? */
  readonly over: boolean;
}

/** Becomes the program of its words if process `$1` is its parent still; see `startServer`. */
const IF_ALIVE = '[ "$PPID" = "$1" ] && shift && exec "$@"';
const BOUND = ["--pdeathsig", "KILL", "--", "/bin/sh", "-c", IF_ALIVE, "sh"];

/** Starts a server that reads nothing and writes nothing. */
export function startServer(file: string, args: readonly string[]): Server {
  const bind = binder();
  // Had this program died before the system was asked to end the server with it, it would go on.
  const [program, words] = bind
    ? [bind, [...BOUND, `${process.pid}`, file, ...args]] as const
    : [file, args] as const;
  const child = childProcess().spawn(program, words, { stdio: "ignore" });
  let over = false;
  const signal = (name: "SIGKILL" | "SIGSTOP" | "SIGCONT"): void => {
    // Not child.kill: on Deno 2.9 it sends no second signal; see spawn.ts.
    if (over || child.pid === undefined) return;
    try {
      process.kill(child.pid, name);
    } catch (error) {
      // It has just ended, and that has not been heard yet: seen on Deno 2.9, after Ctrl-C, which
      // goes to both.
      if ((error as { code?: unknown }).code !== "ESRCH") throw error;
    }
  };
  const forget = onExit(() => signal("SIGKILL"));
  const gone = new Promise<void>((resolve) => {
    const end = (): void => {
      over = true;
      forget();
      resolve();
    };
    child.once("error", end).once("exit", end);
  });
  return {
    async kill() {
      signal("SIGKILL");
      await gone;
    },
    pause: (on) => signal(on ? "SIGSTOP" : "SIGCONT"),
    get over() {
      return over;
    },
  };
}
