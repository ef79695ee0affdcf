/** How an object that came from elsewhere is made: its constructor takes it over instead of making one. */

/** What such an object is made of; `at` says where it is: a cell of shared memory, a number of the broker. */
export interface Origin {
  readonly at: number;
  /** What else the other side sent. */
  readonly parts?: unknown;
  /** The name that it was given. */
  readonly name?: string | undefined;
  /** It was made here, under this number, after all. */
  readonly made?: boolean;
}

let origin: Origin | undefined;

/**
 * An object of `Class` for what is at `from`. No public constructor takes such a thing: it could be
 * made of any number, and the first words of shared memory are the library's own.
 *
 * Invariant: `origin` is set from here to the first line of the constructor that runs next, which
 * takes it exactly once; whatever that constructor makes is new.
 */
export function adopt<T>(Class: abstract new (...args: never[]) => T, from: Origin): T {
  origin = from;
  try {
    return Reflect.construct(Class as new () => T, []);
  } finally {
    origin = undefined;
  }
}

/** For a constructor: what it has to take over, or undefined if it makes a new object. */
export function takeOrigin(): Origin | undefined {
  const taken = origin;
  origin = undefined;
  return taken;
}
