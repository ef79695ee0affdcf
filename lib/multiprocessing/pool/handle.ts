import type { Reference } from "../../program/reference.ts";

/**
 * What a pool knows of a worker. It never asks whether it is a process or a thread.
 */

/** Where a worker is told what to do, from inside it. */
export interface WorkerLine {
  /** Calls `take` with every message of the pool, in order. */
  onMail(take: (message: Uint8Array) => void): void;
  post(message: Uint8Array): void;
  /** Says that the task in `position` begins; false if the pool has taken it back meanwhile. */
  begin(position: number): boolean;
  encode(value: unknown, path: string): Uint8Array;
  encodeError(error: unknown): Uint8Array;
  decode(bytes: Uint8Array): unknown;
  /** Lets everything that was posted leave, also if the next task never lets the event loop turn. */
  pause(): Promise<void>;
}

/** A worker, from the pool's side. */
export interface WorkerHandle {
  readonly name: string;
  post(message: Uint8Array): void;
  /** The position after the last task that the worker has begun. */
  begun(): number;
  /**
   * Takes back the tasks in the positions `from` to before `to`, as far as they have not begun. The
   * worker refuses those; one that it is just about to begin counts as begun, and it says so if it
   * refuses it nevertheless.
   */
  takeBack(from: number, to: number): void;
  /** Ends the worker, whatever it does. */
  kill(): void;
  /** Settles when the worker is gone. */
  gone(): Promise<void>;
}

/** What happens to a worker. */
export interface WorkerEvents {
  message(message: Uint8Array): void;
  /** The worker is gone. `how` says in words what happened: "was ended by signal 9". */
  ended(how: string, error: unknown): void;
}

/** Where the functions of a pool run. */
export interface Workshop {
  /** Starts a worker that runs at most `most` tasks (0: any number). */
  start(events: WorkerEvents, setUp: SetUp): WorkerHandle;
  encode(value: unknown, path: string): Uint8Array;
  decode(bytes: Uint8Array): unknown;
}

/** What a worker runs before its first task, encoded. */
export interface SetUp {
  readonly initializer: Reference | undefined;
  readonly initargs: Uint8Array;
  readonly most: number;
}
