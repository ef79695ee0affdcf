/** Temporary folders that are gone when the program is, however it ends. */

import { rmSync } from "node:fs";
import process from "node:process";
import { childProcess } from "../runtime/builtin.ts";
import { onExit } from "../runtime/current.ts";

/**
 * Removes `folder` and all in it when the answer is called or this program has ended: by itself, by a
 * signal, and also by SIGKILL, of which no program hears. For that somebody else waits until this
 * program's end of a pipe is closed: a shell in a session of its own, which Ctrl-C does not reach.
 * Where there is no shell (Windows), a program that is killed leaves the folder.
 */
export function removeAtEnd(folder: string): () => void {
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const forget = onExit(remove);
  const guard = process.platform === "win32"
    ? undefined
    : childProcess().spawn("/bin/sh", ["-c", 'read -r _; rm -rf -- "$1"', "sh", folder], {
      stdio: ["pipe", "ignore", "ignore"],
      detached: true,
    });
  guard?.on("error", () => {}); // no shell: as on Windows
  guard?.unref();
  guard?.stdin?.on("error", () => {}); // somebody has ended it
  (guard?.stdin as { unref?: () => void } | undefined)?.unref?.();
  return () => {
    forget();
    remove();
    guard?.stdin?.end();
  };
}
