/**
 * What a pool knows of a worker. It never asks whether it is a process or a thread.
 */

import type { Reference } from "../../../program/reference.ts";

/** Where a worker is told what to do, from inside it. */
export interface WorkerLine {
  /**
   * The next message of the pool, in order, or a promise of it. `Unreadable` is in the place of one that
   * came and cannot be read. Asked for only when the worker has nothing else to do.
   */
  next(): unknown;
  /**
   * Tells the pool something. `path` is what it is to the user.
   *
   * @throws {TypeError} naming the path, if it holds something that cannot be sent
   */
  post(message: unknown, path: string): void;
  /** Says that the task in `position` begins; false if the pool has taken it back meanwhile. */
  begin(position: number): boolean;
  /** Throws what `post` would throw. */
  check(value: unknown, path: string): void;
  /** The error, or as much of it as can be sent. */
  sendable(error: unknown): unknown;
  /** Lets everything that was posted leave, also if the next task never lets the event loop turn. */
  pause(): Promise<void> | void;
}

/** A worker, from the pool's side. */
export interface WorkerHandle {
  readonly name: string;
  /** @throws {TypeError} naming the path, if the message holds something that cannot be sent */
  post(message: unknown, path: string): void;
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
}

/** What happens to a worker. */
export interface WorkerEvents {
  message(message: unknown): void;
  /** A message of the worker cannot be read. */
  unreadable(error: unknown): void;
  /** The worker is gone. `how` says in words what happened: "was ended by signal 9"; `cause` is the error. */
  ended(how: string, cause?: unknown): void;
}

/** Where the functions of a pool run. */
export interface Backend {
  /** Throws a TypeError if the arguments of the initializer cannot be sent. */
  check(value: unknown, path: string): void;
  /** Starts a worker. */
  start(events: WorkerEvents, setUp: SetUp): WorkerHandle;
}

/** What a worker runs before its first task, and for how many tasks it lives (0 for no limit). */
export interface SetUp {
  readonly initializer: Reference | undefined;
  readonly initargs: readonly unknown[];
  readonly most: number;
}
