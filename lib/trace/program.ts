/** Records a whole program whose environment says so: see `main`. */

import { writeFileSync } from "node:fs";
import { basename } from "node:path";
import { endChildren } from "../multiprocessing/process/children.ts";
import { beforeSleep } from "../memory/block.ts";
import {
  env,
  keepAlive,
  onDeadlySignal,
  onExit,
  onFatal,
  setExitCode,
} from "../runtime/current.ts";
import { write } from "../system/output.ts";
import { threadsOver } from "../threading/all_over.ts";
import { CAPACITY_VARIABLE, capacityIn, MOST_CAPACITY } from "./capacity.ts";
import { formOf, keep } from "./file.ts";
import { Session } from "./session.ts";
import type { TimelineOptions } from "./timeline.ts";

/** What a program ends with whose recording cannot be written: EX_IOERR of sysexits.h. */
const UNWRITABLE = 74;

/** What the lab asks for besides, as JSON in the environment: the timeline as text, in a file of its own. */
interface Told {
  readonly file: string;
  readonly options: TimelineOptions;
}

/** Calls `run`, which is what the module at `program` does, and keeps in `files` (with `,` between them) what the program did until its end, however it ends. */
export async function recordProgram(
  files: string,
  program: string,
  run: () => unknown,
): Promise<void> {
  const several = files.split(",");
  const wanted = (several.every(formOf) ? several : [files]).filter((file) => file !== "");
  for (const file of wanted.filter((file) => formOf(file) === undefined)) {
    write(
      2,
      `INTERLEAVE_TRACE: the file must end in .json (for Perfetto) or .html (a page): got "${file}"\n`,
    );
    return setExitCode(2);
  }
  const told = JSON.parse(env("INTERLEAVE_TRACE_TEXT") || "null") as Told | null;
  const capacity = capacityIn(env(CAPACITY_VARIABLE));
  if (typeof capacity !== "number") {
    write(2, `${capacity.wrong}\n`);
    return setExitCode(2);
  }
  const session = new Session(capacity, wanted.some((file) => formOf(file) === "html"));
  let failed = true, kept = false;
  const finish = () => {
    if (kept) return;
    kept = true;
    const recording = session.finish(undefined, failed);
    if (told) writeFileSync(told.file, recording.text(told.options));
    const language = told?.options.language ?? "en";
    for (const file of wanted) {
      try {
        keep(recording, file, formOf(file)!, { title: basename(program), language });
        if (!told) write(2, `INTERLEAVE_TRACE: kept in ${file}\n`);
      } catch (error) {
        write(2, `INTERLEAVE_TRACE: cannot write ${file}: ${(error as Error).message}\n`);
        setExitCode(UNWRITABLE);
      }
    }
    if (recording.dropped > 0 && !told) write(2, `${notAll(recording.dropped, capacity)}\n`);
    // Not before: a second signal does not end the program in the middle of the file.
    signals.stop();
    beforeSleep(undefined);
  };
  onExit(finish);
  onFatal(finish);
  const signals = onDeadlySignal(finish);
  // A thread that is blocked cannot write anything, but the signal can end it.
  beforeSleep(signals.pause);
  // The error of `run` has to be reported after all threads have ended, when nothing else keeps it alive.
  const release = keepAlive();
  try {
    await run();
    failed = false;
  } finally {
    session.over(failed);
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
