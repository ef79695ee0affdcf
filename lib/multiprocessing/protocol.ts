/**
 * What a process and the broker say to each other: the kinds of object, and of each the methods and
 * events, with what `a`, `b` and the payload of a message mean. The form of a message is in
 * link/wire_format.ts. Classes for users and the broker's resources know this file, not each other.
 *
 * Who calls a method may ask for an answer: that is `a`, `b` and a payload (zeros and nothing where
 * nothing else is said), or one of `Failure` with its message. To a method that may wait, `a` 1 says
 * that it may indeed, 0 that it must not. One that must not, or is cancelled, is answered all the same:
 * with what it got, else with 0, or with the failure by which the user is to know.
 */

type Values<T> = T[keyof T];

/** The kinds of object that `Common.create` makes, and what its `b` and its numbers mean. */
export const ResourceKind = {
  /** Numbers: one of `SemaphoreKind`, and how many places are free. */
  semaphore: 1,
  event: 2,
  /** `b`: the lock. */
  condition: 3,
  /** Numbers: how many parties, and whether (1) the last to arrive runs an action. */
  barrier: 4,
  /** Numbers: how many items it holds at most; 0 for no limit. */
  queue: 5,
  /** `b`: the other end, which is made too. */
  pipe: 6,
  /** `b`: where in the shared file the child's orders are. */
  process: 7,
  /** A piece of the shared file. `b`: the region that it is in, for large values; else 0. */
  memory: 8,
} as const;

/** Methods that every object has. None is answered. */
export const Common = {
  /** Makes the object: `a` is its kind, the payload numbers in eight bytes each. */
  create: 0,
  /** `a` references to the object are on their way, in arguments or messages. */
  refer: 1,
  /** A reference arrived; `a` is 1 if this process had none before. */
  arrive: 2,
  /** This process has no reference any more. */
  drop: 3,
  /** The payload is what errors are to call it. */
  name: 4,
} as const;

/** The first number for an object's own methods. */
const OWN = 8;

/** The kinds of semaphore; a lock is one with room for one. */
export const SemaphoreKind = { lock: 0, rlock: 1, semaphore: 2, bounded: 3 } as const;

/** Lock, RLock, Semaphore and BoundedSemaphore. */
export const SemaphoreMethod = {
  /**
   * May wait. Answers 1, or 0 when it gave up. `b`: 1 if the holder before has died, and twice a number by
   * which recordings know the order: of a lock, the how manieth turn this is; of a semaphore, that of the
   * last release before.
   */
  acquire: OWN,
  /** `a`: how many. Of a semaphore: answers the number of this release. */
  release: OWN + 1,
  /** Answers how many places are free, and of an RLock how often it is held. */
  value: OWN + 2,
} as const;
export type SemaphoreMethod = Values<typeof SemaphoreMethod>;

export const SemaphoreEvent = {
  /** Another process has released the lock that this one held. */
  released: 0,
} as const;

export const EventMethod = {
  set: OWN,
  clear: OWN + 1,
  /** Answers 1 or 0. */
  isSet: OWN + 2,
  /** May wait. Answers 1, or 0 when it gave up. */
  wait: OWN + 3,
} as const;
export type EventMethod = Values<typeof EventMethod>;

export const ConditionMethod = {
  /** May wait. Answers 1, or 0 when it gave up; in both cases the lock is held again. */
  wait: OWN,
  /** `a`: how many waiters. */
  notify: OWN + 1,
} as const;
export type ConditionMethod = Values<typeof ConditionMethod>;

export const BarrierMethod = {
  /** May wait. Answers the place; `b` 1: this party runs the action and then says `acted`. */
  wait: OWN,
  /** `a` 1: the action is done; 0: it failed. */
  acted: OWN + 1,
  reset: OWN + 2,
  abort: OWN + 3,
  /** Answers how many wait, and whether (1) it is broken. */
  state: OWN + 4,
} as const;
export type BarrierMethod = Values<typeof BarrierMethod>;

/**
 * Queue, JoinableQueue, SimpleQueue and the ends of a pipe. Several items in one payload each stand
 * after their length in four bytes; `b` 1 with them: it is one item, without its length.
 */
export const QueueMethod = {
  /** `a` items without a limit, which nobody waits for. */
  append: OWN,
  /** May wait. The payload is one item; `b`: how many bytes it stands for. */
  put: OWN + 1,
  /** May wait. Answers `a` items: one for the asker, the rest lent. */
  get: OWN + 2,
  /** `a` lent items were consumed. Not answered. */
  consumed: OWN + 3,
  /** The lent items that are left are given back. Not answered. */
  giveBack: OWN + 4,
  /** Answers how many items there are, and for how many `taskDone` was not yet called. */
  size: OWN + 5,
  taskDone: OWN + 6,
  /** Waits until `taskDone` was called for every item. */
  join: OWN + 7,
  /** `a` 1: immediately, with what is in the queue. */
  shutdown: OWN + 8,
  /** May wait. Answers 1 when there is an item or none can come, without taking it. */
  poll: OWN + 9,
  /** This process is there, after `QueueEvent.look`. Not answered. */
  here: OWN + 10,
} as const;

/** What the broker tells the holders of a queue or of an end of a pipe. */
export const QueueEvent = {
  /** Give back what was lent to you. */
  recall: 1,
  /** Nothing can be put any more; `a` 1: and nothing be got. Of a pipe: nobody has the other end. */
  shutdown: 2,
  /** Items are kept for you: are you there? */
  look: 3,
} as const;

/** The line between a child and its parent. None of its methods is answered. */
export const ProcessMethod = {
  /** From the parent to its child and back; `a` is one of `Post`, which says what the payload is. */
  post: OWN,
  /** The parent has seen its child end. */
  exited: OWN + 1,
} as const;
export type ProcessMethod = Values<typeof ProcessMethod>;

/** What the broker tells a parent or a child. */
export const ProcessEvent = {
  /** As the method of that name, which the other one called. */
  post: 1,
  /** The child has come in. */
  connected: 2,
  /** The child has ended and everything that it said has been delivered. */
  gone: 3,
  /** The parent of this process is gone. */
  die: 4,
  /** The child cannot come in; the payload says why. */
  refused: 5,
} as const;

/** What a child and its parent post to each other. */
export const Post = {
  /** The arguments have arrived and the target runs. */
  running: 1,
  /** The payload is what the target returned. */
  result: 2,
  /** The payload is what the target threw. */
  failure: 3,
  /** For the pool: the payload is one of its messages. */
  other: 4,
  /** The payload is a part of a recording: see lib/memory/observer.ts. */
  recorded: 5,
} as const;

export const MemoryEvent = {
  /** Nobody has a reference any more: its maker may use the piece again. */
  unused: 1,
} as const;

/** Which error a failed call means; link/failure.ts has their classes. */
export const Failure = {
  runtime: 0,
  range: 1,
  empty: 2,
  full: 3,
  shutDown: 4,
  brokenBarrier: 5,
  endOfFile: 6,
  workerLost: 7,
} as const;
export type Failure = Values<typeof Failure>;
