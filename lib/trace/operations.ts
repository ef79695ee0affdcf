/** What a tape can hold: the kinds of operation, by the numbers that stand for them in shared memory. */

/** What a thread did. What frees others is in effect when it begins, all else when it ends. */
export const Operation = {
  /** Not done by anybody: a text that later operations name. */
  text: 0,
  acquired: 1,
  released: 2,
  put: 3,
  got: 4,
  notified: 5,
  woken: 6,
  joined: 7,
  slept: 8,
  printed: 9,
  started: 10,
  task: 11,
  step: 12,
  /** Into a queue of threads, which says when; `put`, of processes, does not. */
  inserted: 13,
  /** Not done by anybody: which item the next operation is about. */
  item: 14,
} as const;

export type Operation = typeof Operation[keyof typeof Operation];

/** In effect when they begin. */
export const FREEING: ReadonlySet<number> = new Set([
  Operation.released,
  Operation.put,
  Operation.notified,
  Operation.started,
  Operation.printed,
]);

/** How an operation ended, and how its caller waited; added up. */
export const Mark = {
  /** Without what it was for: a timeout, an empty queue. */
  gaveUp: 1,
  failed: 2,
  /** Its thread could do other things meanwhile. */
  asynchronous: 4,
  /** It was not over when the tape was read. */
  open: 8,
  /** Of a step: the last one of its task. */
  over: 16,
} as const;
