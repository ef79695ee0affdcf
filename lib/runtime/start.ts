/** Starting programs by node:child_process, as Node and Deno do it. */

import { childProcess } from "./builtin.ts";
import type { Started, StartOptions } from "./types.ts";

/** See `startProgram` of types.ts. */
export function startByNode(file: string, args: readonly string[], options: StartOptions): Started {
  const { stdio, env, exited } = options;
  const child = childProcess().spawn(file, args, { stdio: [...stdio], ...(env ? { env } : {}) });
  child.on("error", () => {}); // there is no identifier then
  child.on("exit", exited);
  return {
    pid: child.pid,
    kill: (signal) => void child.kill(signal),
    unref: () => child.unref(),
  };
}
