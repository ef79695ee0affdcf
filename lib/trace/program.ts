/** Records a whole program whose environment says so: see `main`. */

import { basename } from "node:path";
import { endChildren } from "../multiprocessing/process/children.ts";
import { beforeSleep } from "../memory/block.ts";
import { env, keepAlive, onDeadlySignal, onExit, setExitCode } from "../runtime/current.ts";
import { write } from "../system/output.ts";
import { threadsOver } from "../threading/all_over.ts";
import { CAPACITY_VARIABLE, capacityIn, MOST_CAPACITY } from "./capacity.ts";
import { formOf, keep } from "./file.ts";
import { Session } from "./session.ts";

/** What a program ends with whose recording cannot be written: EX_IOERR of sysexits.h. */
const UNWRITABLE = 74;

/** Calls `run`, which is what the module at `program` does, and keeps in `file` what the program did until its end, however it ends. */
export async function recordProgram(
  file: string,
  program: string,
  run: () => unknown,
): Promise<void> {
  const form = formOf(file);
  if (form === undefined) {
    write(
      2,
      `INTERLEAVE_TRACE: the file must end in .json (for Perfetto) or .html (a page): got "${file}"\n`,
    );
    return setExitCode(2);
  }
  const capacity = capacityIn(env(CAPACITY_VARIABLE));
  if (typeof capacity !== "number") {
    write(2, `${capacity.wrong}\n`);
    return setExitCode(2);
  }
  const session = new Session(capacity, form === "html");
  let failed = true, kept = false;
  const finish = () => {
    if (kept) return;
    kept = true;
    try {
      const recording = session.finish(undefined, failed);
      keep(recording, file, form, { title: basename(program) });
      write(2, `INTERLEAVE_TRACE: kept in ${file}\n`);
      if (recording.dropped > 0) write(2, `${notAll(recording.dropped, capacity)}\n`);
    } catch (error) {
      write(2, `INTERLEAVE_TRACE: cannot write ${file}: ${(error as Error).message}\n`);
      setExitCode(UNWRITABLE);
    }
    // Not before: a second signal does not end the program in the middle of the file.
    signals.stop();
    beforeSleep(undefined);
  };
  onExit(finish);
  const signals = onDeadlySignal(finish);
  // A thread that is blocked cannot write anything, but the signal can end it.
  beforeSleep(signals.pause);
  // The error of `run` has to be reported after all threads have ended, when nothing else keeps it alive.
  const release = keepAlive();
  try {
    await run();
    failed = false;
  } finally {
    await threadsOver();
    await endChildren();
    finish();
    release();
  }
}

function notAll(dropped: number, capacity: number): string {
  const enough = Math.min(capacity + dropped, MOST_CAPACITY);
  return `INTERLEAVE_TRACE: there was no room for the last ${dropped} operations. ` +
    `${CAPACITY_VARIABLE}=${enough} keeps more`;
}
