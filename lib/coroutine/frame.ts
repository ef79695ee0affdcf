/**
 * The inside of a coroutine: its generator, where it stands, and whom it awaits.
 *
 * `yield*` of the language passes each `next` through every generator between the one that is
 * driven and the innermost one, so a send costs as much as the chain is deep. Here the frame that
 * is driven remembers the innermost frame, its *leaf*, and resumes that one at once. Two signs show
 * that a generator stands in a `yield*` of a coroutine: its result is the very object which that
 * coroutine's iterator answered (the language hands it on untouched), and the iterator's `next` was
 * called without being looked up again (only the language does that). JavaScriptCore (Bun) makes a
 * new result on each floor; there no frames are linked and each send takes the language's own way.
 *
 * The members are TypeScript's `private` and not `#private`: with these a send takes half as long
 * again on JavaScriptCore. Nobody sees a frame, it is itself private to its coroutine.
 *
 * Invariant: `awaiting` is set only while the generator is suspended in a `yield*` of that frame.
 */

import { RuntimeError, StopIteration } from "../errors.ts";
import { forget, remember } from "./fresh.ts";
import type { Fresh } from "./fresh.ts";

/** Where a coroutine stands. */
export type State = "created" | "running" | "suspended" | "closed";

/** The last suspension that an awaited frame answered, and the iterator that answered it. */
let handedResult: unknown;
let handedBy: Awaiting | undefined;

/** An error as it leaves a coroutine: a StopIteration would be taken for the coroutine's own end. */
function leaving(error: unknown): unknown {
  if (!(error instanceof StopIteration)) return error;
  return new RuntimeError("coroutine raised StopIteration", { cause: error });
}

export class Frame implements Fresh {
  readonly name: string;
  private readonly generator: Generator<unknown, unknown, unknown>;
  private own: State = "created";
  /** The iterator of the frame that this one awaits. */
  private awaiting: Awaiting | null = null;
  /** The frame that awaits this one, as of the last walk down from `driver`. */
  private parent: Frame | null = null;
  /** The innermost frame of the chain that starts here, valid while its `driver` is this frame. */
  private leaf: Frame = this;
  /** The frame that was resumed from outside and brought this one to where it is. */
  private driver: Frame = this;

  /** The neighbours among the coroutines that nobody has awaited yet. */
  before: Fresh | null = null;
  after: Fresh | null = null;

  constructor(generator: Generator<unknown, unknown, unknown>, name: string) {
    this.generator = generator;
    this.name = name;
    remember(this);
  }

  /** Where the coroutine stands; one that awaits a running coroutine is running, too. */
  get state(): State {
    return this.own === "suspended" && this.runningBelow() ? "running" : this.own;
  }

  /** Is the leaf running because this frame, or one that awaits it, is being driven? */
  private runningBelow(): boolean {
    // deno-lint-ignore no-this-alias
    let frame: Frame | null = this;
    while (frame.awaiting) frame = frame.awaiting.frame;
    if (frame.own !== "running") return false;
    const top = frame.driver;
    while (frame && frame !== this && frame !== top) frame = frame.parent;
    return frame === this;
  }

  /** Refuses an `await` of a coroutine that is not fresh. */
  checkAwaitable(): void {
    switch (this.state) {
      case "running":
        throw new RuntimeError("coroutine already executing");
      case "closed":
        throw new RuntimeError("cannot reuse already awaited coroutine");
      case "suspended":
        throw new RuntimeError("coroutine is being awaited already");
    }
  }

  /**
   * Continues the innermost coroutine with `value`, or with `value` thrown where it stands, until
   * the next suspension of any of the chain or the end of this frame. A coroutine that ends hands
   * its value or error to the one that awaits it, and that one goes on.
   */
  resume(throwing: boolean, value: unknown): IteratorResult<unknown, unknown> {
    let frame = this.leaf;
    if (frame.own !== "suspended" || frame.driver !== this) {
      frame = this.begin(throwing, value);
    }
    for (;;) {
      frame.own = "running";
      try {
        const result = throwing ? frame.generator.throw(value) : frame.generator.next(value);
        if (!result.done) {
          frame.suspend(result, this);
          return result;
        }
        frame.own = "closed";
        if (frame === this) return result;
        throwing = false;
        value = result.value;
      } catch (error) {
        frame.own = "closed";
        value = leaving(error);
        if (frame === this) throw value;
        throwing = true;
      }
      frame = frame.parent!;
      frame.awaiting!.finish();
      frame.awaiting = null;
      frame.driver = this;
    }
  }

  /** Notes a suspension: whom the generator awaits now, and the leaf of the chain. */
  private suspend(result: unknown, driver: Frame): void {
    this.own = "suspended";
    driver.leaf = this;
    if (result !== handedResult) return;
    const awaited = handedBy!.frame;
    this.awaiting = handedBy!;
    handedResult = handedBy = undefined;
    awaited.parent = this;
    driver.leaf = awaited.leaf;
    driver.leaf.driver = driver;
  }

  /** The frame to continue when this one is driven and its leaf is not known. */
  private begin(throwing: boolean, value: unknown): Frame {
    switch (this.state) {
      case "created":
        if (!throwing && value !== undefined && value !== null) {
          throw new TypeError("can't send non-None value to a just-started coroutine");
        }
        forget(this);
        return this;
      case "running":
        throw new RuntimeError("coroutine already executing");
      case "closed":
        throw new RuntimeError("cannot reuse already awaited coroutine");
    }
    // deno-lint-ignore no-this-alias
    let frame: Frame = this;
    while (frame.awaiting) {
      const awaited: Frame = frame.awaiting.frame;
      // Someone else has driven it to its end, or is driving it: its iterator will say so.
      if (awaited.own === "closed" || awaited.state === "running") {
        frame.awaiting = null;
        break;
      }
      awaited.parent = frame;
      frame = awaited;
    }
    frame.driver = this;
    return frame;
  }

  /** Ends the coroutine where it stands, the innermost first: `finally` runs, `catch` does not. */
  close(): void {
    const { state } = this;
    if (state === "closed") return;
    if (state === "running") throw new RuntimeError("coroutine already executing");
    forget(this);
    this.own = "running";
    // Should it not end, it stands alone: neither the leaf of the chain above nor of one below.
    this.awaiting = null;
    this.driver = this;
    let result: IteratorResult<unknown, unknown>;
    try {
      result = this.generator.return(undefined); // through `yield*` this closes whom it awaits
    } catch (error) {
      this.own = "closed";
      throw leaving(error);
    }
    if (result.done) {
      this.own = "closed";
    } else {
      this.suspend(result, this);
      throw new RuntimeError("coroutine ignored GeneratorExit");
    }
  }
}

/**
 * What `yield*` drives: one await of a frame. It follows CPython's `coroutine_wrapper`, so it can be
 * driven by hand as well.
 */
export class Awaiting {
  readonly frame: Frame;
  #stage: "new" | "waiting" | "finished" = "new";
  /** Was `next` looked up since it was last called? `yield*` does so only once. */
  #lookedUp = false;
  #inDelegation = false;

  constructor(frame: Frame) {
    this.frame = frame;
  }

  /** The frame has ended, and the next call brings its value or error to the one that awaits. */
  finish(): void {
    this.#stage = "finished";
  }

  get next(): (value?: unknown) => IteratorResult<unknown, unknown> {
    this.#lookedUp = true;
    return this.#next;
  }

  #next(value?: unknown): IteratorResult<unknown, unknown> {
    if (this.#stage === "finished") {
      this.#stage = "waiting";
      return { done: true, value };
    }
    this.#start();
    this.#inDelegation = !this.#lookedUp;
    this.#lookedUp = false;
    return this.#resume(false, value);
  }

  throw(error: unknown): IteratorResult<unknown, unknown> {
    if (this.#stage === "finished") {
      this.#stage = "waiting";
      throw error;
    }
    this.#start();
    return this.#resume(true, error);
  }

  return(value: unknown): IteratorResult<unknown, unknown> {
    this.frame.close();
    return { done: true, value };
  }

  #start(): void {
    if (this.#stage !== "new") return;
    this.frame.checkAwaitable();
    this.#stage = "waiting";
  }

  #resume(throwing: boolean, value: unknown): IteratorResult<unknown, unknown> {
    const result = this.frame.resume(throwing, value);
    if (this.#inDelegation && !result.done) {
      handedResult = result;
      handedBy = this;
    }
    return result;
  }
}
