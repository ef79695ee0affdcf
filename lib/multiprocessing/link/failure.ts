/** The errors that the broker's failures and the ends of children become. */

import {
  BrokenBarrierError,
  Empty,
  EOFError,
  Full,
  RuntimeError,
  ShutDown,
  WorkerLostError,
} from "../../errors.ts";
import { refusal } from "../../runtime/current.ts";
import { Failure } from "../protocol.ts";

/** The errors by which calls fail in the broker. */
const CLASSES: Readonly<Record<number, new (message: string) => Error>> = {
  [Failure.runtime]: RuntimeError,
  [Failure.range]: RangeError,
  [Failure.empty]: Empty,
  [Failure.full]: Full,
  [Failure.shutDown]: ShutDown,
  [Failure.brokenBarrier]: BrokenBarrierError,
  [Failure.endOfFile]: EOFError,
  [Failure.workerLost]: WorkerLostError,
} satisfies Record<Failure, unknown>;

/** The error of a process, which ended with `code`, that gave no result. */
export function lost(name: string, pid: number, code: number): WorkerLostError {
  const how = code < 0 ? `was ended by signal ${-code}` : `exited with code ${code}`;
  return new WorkerLostError(`process '${name}' (pid ${pid}) ${how} before it gave a result`);
}

/** What a process returned, or threw, has come and cannot be read here: `error` says why. */
export function notReadable(name: string, failed: boolean, error: unknown): TypeError {
  const why = error instanceof Error ? error.message : String(error);
  const what = failed ? "threw" : "returned";
  return new TypeError(`Cannot read what process '${name}' ${what}: ${why}`, { cause: error });
}

const decoder = new TextDecoder();

/** The error that a `fail` frame carries. */
export function failureOf(kind: number, message: Uint8Array): Error {
  return new (CLASSES[kind] ?? Error)(decoder.decode(message));
}

/** The process could not be started: `error` says why, in the system's words or the library's. */
export function notStarted(name: string, error: unknown): RuntimeError {
  if (error instanceof RuntimeError) return error;
  const why = refusal(error) ?? (error instanceof Error ? error.message : String(error));
  return new RuntimeError(`Cannot start process '${name}': ${why}`, { cause: error });
}
