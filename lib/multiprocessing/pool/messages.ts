/** What a pool and its workers tell each other. */

import type { Reference } from "../../program/reference.ts";

/** What a pool tells its workers. The first element says which. */
export const ToWorker = { define: 0, task: 1, stop: 2 } as const;

/** How the items of a task are passed to the function. */
export const Mode = {
  /** The items are the arguments of one call. */
  apply: 0,
  /** Each item is the one argument of a call. */
  map: 1,
  /** Each item is the list of arguments of a call. */
  starmap: 2,
} as const;

export type Define = [kind: 0, index: number, reference: Reference];
export type Task = [
  kind: 1,
  id: number,
  position: number,
  fn: number,
  mode: number,
  items: unknown[],
];

/** What a worker tells its pool. */
export const ToPool = { ready: 0, broken: 1, results: 2, refused: 3, unreadable: 4 } as const;

/**
 * `values` are the results of the items from `first` on; `failures` are the errors of those that have
 * none, by their place in `values`. With `done` the task has ended.
 */
export type Results = [
  kind: 2,
  id: number,
  first: number,
  values: unknown[],
  failures: [number, unknown][] | 0,
  done: boolean,
];
export type FromWorker = [kind: 0] | [kind: 1, error: unknown] | Results | [
  kind: 3,
  id: number,
  position: number,
] | [kind: 4, position: number, error: unknown];

/** In the place of a task that came and cannot be read. */
export class Unreadable {
  readonly error: unknown;

  constructor(error: unknown) {
    this.error = error;
  }
}
