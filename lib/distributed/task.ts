/** A task of a caller: what was sent for a chunk, and what is said when it is lost. */

import { WorkerLostError } from "../errors.ts";
import { Mode } from "../multiprocessing/pool/messages.ts";
import type { Chunk } from "../multiprocessing/pool/worker_slot.ts";
import { encodeItems, type TaskData, VERSION } from "./messages.ts";

/** A task that was sent and has no result yet. */
export interface Task {
  readonly chunk: Chunk;
  readonly data: TaskData;
  /** Its ids in the queue: one for each time that it was sent. */
  readonly ids: string[];
  /** How often its worker was lost, as far as it is known here. */
  lost: number;
}

/**
 * The task of a chunk.
 *
 * @throws {TypeError} if an item cannot be sent
 */
export function taskOf(
  chunk: Chunk,
  name: string,
  module: string,
  retries: number,
): Task {
  const { mode, items, count, job } = chunk;
  const data = {
    version: VERSION,
    caller: "",
    module,
    name,
    mode,
    count,
    retries,
    lost: 0,
    items: encodeItems(items, mode, job.path),
  };
  return { chunk, data, ids: [], lost: 0 };
}

/** The error of a task whose worker is gone; `how` names the worker. */
export function lostError({ chunk, data }: Task, how: string): WorkerLostError {
  const calls = chunk.mode === Mode.apply || chunk.count === 1 ? "" : ` (${chunk.count} calls)`;
  return new WorkerLostError(
    `Cannot get result of ${data.name}${calls}: ${how}. It may have run, wholly or in part: exactly ` +
      `once cannot be had. maxRetries, here ${data.retries}, says how often a lost task is run again`,
  );
}
