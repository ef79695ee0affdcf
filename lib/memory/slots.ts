/** The words in which an exploration and its threads talk: lib/explore/control.ts and steering.ts. */

/** The words of the cell that an exploration has. */
export const Root = {
  /** The cell that lists the cells of its slots. What is behind it is cleared for each execution. */
  list: 0,
  bell: 1,
  count: 2,
  tracing: 3,
  serial: 4,
  unwinding: 5,
  silent: 6,
  /** Counts the changes of shared values. */
  version: 7,
  /** Counts those who began to wait at an element. */
  arrivals: 8,
  /** Counts the changes of what a predicate may look at: not those of locks. */
  changes: 9,
  /** So many looks whoever spins takes by itself: see lib/explore/spins.ts. */
  alone: 10,
  /** And the next one: the time, see virtual_time.ts. */
  now: 11,
  /** What was refused, as a message: see slot_pool.ts. */
  refusal: 13,
  end: 14,
} as const;

/** The words of the cell that each explored thread has. */
export const Slot = {
  turn: 0,
  status: 1,
  guard: 2,
  /** And 4 and 5: the words that the guard looks at. */
  words: 3,
  /** The word that becomes 1 when it is granted what it waits for in a list. */
  waiter: 6,
  /** A lock that must be free besides. */
  needs: 7,
  /** How much that is not explored its event loop waits for, when it comes to rest. */
  outside: 8,
  /** 1 where going on is no step. */
  quiet: 9,
  record: 10,
  details: 11,
  root: 12,
  object: 13,
  /** One more than the version that the thread waits to pass, since it spins; 0 if it does not. */
  spins: 14,
  /** For an asynchronous call: the slot of its thread; 0 for a thread's own slot. */
  host: 15,
  /** Of who waits at an element of a program's own buffer: 1 when it was notified; which; since when. */
  notified: 16,
  key: 17,
  arrival: 18,
  /** One more than `changes` when it woke for no reason. */
  woken: 19,
  /** One of `Looks`. */
  looks: 20,
  /** The slot of the thread that started it; 0 for the first. */
  parent: 21,
  /** 1 when it saw something that is no step. */
  opaque: 22,
  /** How many objects it made. */
  made: 23,
  /** Where it spins. */
  place: 24,
  /** 1 when it has joined a thread. */
  joins: 25,
  /** The number of the operation that is going to be done: see acts.ts. */
  act: 26,
  /** How often it has come to an operation since the version before `glancedAt`. */
  glances: 27,
  glancedAt: 28,
  /** And the next one: when it gives up, in virtual time. */
  deadline: 29,
  /** What is before is cleared for each execution. */
  end: 31,
  /** The list of the objects that it made: a cell, whose first word is the next one, and so on. */
  objects: 31,
} as const;

/** How many threads an exploration can have. */
export const MOST_THREADS = 22;

export const Status = {
  coming: 0,
  running: 1,
  ready: 2,
  listed: 3,
  asleep: 4,
  over: 5,
  /** Its code has come to rest: one of its asynchronous calls goes on, in a slot of its own. */
  resting: 6,
  /** Its code waits for something that is not explored. */
  stuck: 7,
} as const;

/** What a turn lets a thread do. */
export const Turn = { none: 0, go: 1, enter: 2, expire: 3, unwind: 4, wake: 5 } as const;

/** When an operation can be done: judged by the explorer, on the words named beside it. */
export const Guard = { always: 0, zero: 1, positive: 2, room: 3, lock: 4, rlock: 5 } as const;

/** What an operation does with its object: look and write, only look, or write without looking. */
export const Looks = { both: 0, only: 1, writes: 2 } as const;

/** What is told of a thread that stops, while steps are recorded. */
export interface Details {
  /** Whose step it is, where that is a task of an event loop; else the thread's. */
  readonly task?: string | undefined;
  /** What is used, where that is no object of the library. */
  readonly object?: string | undefined;
  /** Which element of an array is used. */
  readonly index?: number | undefined;
  /** Will it be refused for what it was given? */
  readonly refused?: boolean | undefined;
  readonly operation: string;
  readonly stack: string;
  /** What is written, for a write. */
  readonly writes?: unknown;
  /** What the step before gave. */
  readonly gave?: unknown;
  readonly created: readonly (readonly [cell: number, kind: string, name: string | undefined])[];
}
