/**
 * One file that all processes of a family have open and nobody can find: it is created, opened, and
 * removed from its folder before anything is written, and every child inherits it. So it needs no
 * cleaning up, whoever dies and however, and it is read and written without asking anybody.
 */

import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { randomBytes } from "./random.ts";
import { privateFolders } from "./wire.ts";

/** Creates the file, in memory where the system has such a place. */
export function createSharedFile(): number {
  let failure: unknown;
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL;
  for (const folder of new Set(["/dev/shm", ...privateFolders()])) {
    const path = `${folder.replace(/\/+$/, "")}/interleave-${randomBytes(12)}`;
    let fd: number | undefined;
    try {
      fd = openSync(path, flags, 0o600);
      unlinkSync(path);
      writeSync(fd, new Uint8Array(1), 0, 1, 0); // is there any room?
      return fd;
    } catch (error) {
      failure = error;
      if (fd !== undefined) closeSync(fd);
    }
  }
  throw failure;
}

/** Reads into `into` from `position` on; what was never written is zero. */
export function readShared(fd: number, into: Uint8Array, position: number): void {
  let done = 0;
  while (done < into.length) {
    const count = readSync(fd, into, done, into.length - done, position + done);
    if (count === 0) break; // behind the end of the file
    done += count;
  }
  if (done < into.length) into.fill(0, done);
}

/** Writes all of `from` at `position`. */
export function writeShared(fd: number, from: Uint8Array, position: number): void {
  for (let done = 0; done < from.length;) {
    done += writeSync(fd, from, done, from.length - done, position + done);
  }
}

/** The number that the system has for a descriptor, where the runtime has numbers of its own. */
export function systemNumber(fd: number): number | undefined {
  try {
    const { dev, ino } = fstatSync(fd);
    return readdirSync("/proc/self/fd").map(Number).find((number) => {
      try {
        const other = statSync(`/proc/self/fd/${number}`);
        return other.ino === ino && other.dev === dev;
      } catch {
        return false; // the one by which the folder is read
      }
    });
  } catch {
    return undefined; // not Linux, or not ours to read
  }
}

/** Opens what the system has under `number` once more, for this thread. */
export function openAgain(number: number): number {
  return openSync(`/proc/self/fd/${number}`, constants.O_RDWR);
}

/** Is this descriptor open, and a regular file? */
export function isFile(fd: number): boolean {
  try {
    return fstatSync(fd).isFile();
  } catch {
    return false;
  }
}
