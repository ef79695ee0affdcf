/** What the holders of a queue and the broker say to each other about it. */

import { OWN } from "./resource.ts";

export const QueueMethod = {
  /** `a` items without a limit, which nobody waits for. */
  append: OWN,
  /** One item; `a` 0: do not wait; `b`: how many bytes it stands for. */
  put: OWN + 1,
  /** `a` 0: do not wait. Answers `a` items: one for the asker, the rest lent. */
  get: OWN + 2,
  /** `a` lent items were consumed. */
  consumed: OWN + 3,
  /** The lent items that are left are given back. */
  giveBack: OWN + 4,
  size: OWN + 5,
  taskDone: OWN + 6,
  join: OWN + 7,
  /** Answers 1 when there is an item or none can come, without taking it; `a` 0: do not wait. */
  poll: OWN + 9,
  /** `a` 1: immediately. */
  shutdown: OWN + 8,
  /** This process is there, after `QueueEvent.look`. */
  here: OWN + 10,
} as const;

/** What the broker tells the holders of a queue. */
export const QueueEvent = {
  /** Give back what was lent to you. */
  recall: 1,
  shutdown: 2,
  /** Items are kept for you: are you there? */
  look: 3,
} as const;
