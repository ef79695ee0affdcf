/** Records what one thread does: each call of a watched method, and what an observer is told. */

import type { Task } from "../coroutine.ts";
import type { Idling } from "../idling.ts";
import type { Observer, Passage } from "../memory/observer.ts";
import { steered } from "../memory/steering.ts";
import { wholePlaceIn } from "../place.ts";
import { clockNow } from "../runtime/clock.ts";
import { Doing, NUMBERED, PASSING, UNNUMBERED } from "./doing.ts";
import { ofTask } from "./identify.ts";
import { FREEING, Mark, Operation } from "./operations.ts";
import type { Reel } from "./reel.ts";
import { TapeWriter } from "./tape.ts";

/** What an operation is done on: `key` is the same in all threads, and `cell` is kept meanwhile. */
export interface Identity {
  readonly key: string;
  readonly type: string;
  readonly name?: string | undefined;
  readonly cell?: number;
}

/** Says which object that is; undefined as long as nobody can know. */
export type Identify = (object: never) => Identity | undefined;

const nothing = () => {};

/** Nobody waits for these. */
const QUICK: ReadonlySet<number> = new Set([Operation.released, Operation.notified]);

/** Whoever frees more, frees all. */
const MOST_FREED = 2 ** 31 - 1;

/** So many frames of a stack: the library's own are fewer. */
const FRAMES = 12;

/** Errors by which a call says that it gave up. */
const GAVE_UP = new Set(["Empty", "Full", "TimeoutError", "BrokenBarrierError", "AbortError"]);

export class Recorder implements Idling, Observer {
  readonly #reel: Reel;
  readonly #tape: TapeWriter;
  readonly #lines: boolean;
  readonly #arrived: (part: Uint8Array) => void;
  readonly #tell: () => void;
  readonly #objects = new WeakMap<object, number>();
  readonly #texts = new Map<string, number>();
  /** The asynchronous operations that are not over. */
  readonly #open = new Set<Doing>();
  readonly #numbers = () => this.#reel.next();
  /** Ends the wait of each task that waits for another one. */
  readonly #awaiting = new WeakMap<Task, () => void>();
  #task = 0;
  #doing: Doing | undefined;

  constructor(
    reel: Reel,
    about: unknown,
    lines: boolean,
    arrived: (part: Uint8Array) => void = () => {},
    tell: () => void = nothing,
  ) {
    this.#reel = reel;
    this.#lines = lines;
    this.#arrived = arrived;
    this.#tell = tell;
    this.#tape = new TapeWriter(about, clockNow());
    reel.add(this.#tape.at);
  }

  /** Calls `method` of `object`, which is an operation, and writes down how it went. */
  operation<T>(
    kind: number,
    object: object,
    identify: Identify,
    method: (...args: never[]) => T,
    args: readonly unknown[],
  ): T {
    if (this.#reel.full) {
      this.#tape.drop();
      return Reflect.apply(method, object, args);
    }
    const known = this.#objectOf(object, identify), outer = this.#doing;
    // Its own method calls another.
    if (outer?.kind === kind && outer.object === known) return Reflect.apply(method, object, args);
    const doing = this.#begin(kind, known);
    const quick = QUICK.has(kind);
    if (quick && typeof args[0] === "number") doing.items = Math.min(args[0], MOST_FREED);
    this.#doing = doing;
    if (!quick) this.#tape.waits(kind, known, doing.site, doing.from);
    let result: T;
    try {
      result = Reflect.apply(method, object, args);
    } catch (error) {
      this.#write(doing, known, markOf(error));
      throw error;
    } finally {
      this.#doing = outer;
      if (outer) this.#tape.waits(outer.kind, outer.object, outer.site, outer.from);
      else if (!quick) this.#tape.goesOn();
    }
    if (outer && kind === Operation.released && outer.kind === Operation.woken) outer.lock = known;
    // A process has a number only once it was started.
    const index = known || this.#objectOf(object, identify);
    if (result instanceof Promise) return this.#later(doing, index, result) as T;
    this.#write(doing, index, result === false ? Mark.gaveUp : 0);
    return result;
  }

  #begin(kind: number, object: number): Doing {
    const sequence = FREEING.has(kind) ? this.#next() : UNNUMBERED;
    const site = this.#lines ? this.#text(here()) : 0;
    return new Doing(kind, object, site, this.#task, sequence, this.#numbers);
  }

  /** The operation is over when `result` is. */
  #later(doing: Doing, object: number, result: Promise<unknown>): Promise<unknown> {
    this.#open.add(doing);
    const over = (marks: number) => {
      if (this.#open.delete(doing)) this.#write(doing, object, Mark.asynchronous + marks);
    };
    return result.then((value) => {
      over(value === false ? Mark.gaveUp : 0);
      return value;
    }, (error) => {
      over(markOf(error));
      throw error;
    });
  }

  /** One step of a coroutine's task. */
  step(task: Task, act: () => void): void {
    const outer = this.#task;
    this.#task = this.#objectOf(task, ofTask);
    this.#awaiting.get(task)?.();
    this.#awaiting.delete(task);
    const from = clockNow();
    try {
      act();
    } finally {
      const { awaited } = task;
      // What else it waits for is recorded by itself: it sleeps, or a promise is that of an operation.
      if (awaited && "name" in awaited) this.#awaiting.set(task, this.begins("joined", awaited));
      const sequence = this.#next(), index = this.#task;
      if (sequence >= 0) {
        const marks = (task.done() ? Mark.over : 0) + (task.failed() ? Mark.failed : 0);
        this.#tape.write(sequence, Operation.step, index, 0, from, clockNow(), marks, index);
      }
      this.#task = outer;
    }
  }

  starts(task: object): void {
    if (steered !== 0) return;
    const index = this.#objectOf(task, ofTask);
    this.#write(this.#begin(Operation.started, index), index, 0);
  }

  begins(kind: "slept" | "joined", what: number | object): () => void {
    if (steered !== 0) return nothing;
    if (this.#reel.full) {
      this.#tape.drop();
      return nothing;
    }
    const index = typeof what === "number"
      ? this.#text(`${what} ms`)
      : this.#objectOf(what, ofTask);
    const doing = this.#begin(Operation[kind], index);
    this.#open.add(doing);
    return () => {
      if (this.#open.delete(doing)) this.#write(doing, index, Mark.asynchronous);
    };
  }

  around<T>(kind: "slept" | "task", what: string | number, act: () => T): T {
    if (this.#reel.full) {
      this.#tape.drop();
      return act();
    }
    const text = this.#text(typeof what === "number" ? `${what} ms` : what);
    const doing = this.#begin(Operation[kind], text), outer = this.#doing;
    this.#tape.waits(doing.kind, text, doing.site, doing.from);
    let result: T;
    try {
      result = act();
    } catch (error) {
      this.#write(doing, text, markOf(error));
      throw error;
    } finally {
      if (outer) this.#tape.waits(outer.kind, outer.object, outer.site, outer.from);
      else this.#tape.goesOn();
    }
    if (result instanceof Promise) return this.#later(doing, text, result) as T;
    this.#write(doing, text, 0);
    return result;
  }

  passage(): Passage | undefined {
    const doing = this.#doing;
    return steered === 0 && doing !== undefined && NUMBERED.has(doing.kind) ? doing : undefined;
  }

  printed(line: string): void {
    const sequence = this.#next();
    if (sequence < 0) return;
    const now = clockNow(), site = this.#lines ? this.#text(here()) : 0;
    const text = this.#tape.text(line.length > 200 ? `${line.slice(0, 200)}...` : line);
    this.#tape.write(sequence, Operation.printed, text, site, now, now, 0, this.#task);
  }

  tellNow(): void {
    this.#tell();
  }

  arrived(part: Uint8Array): void {
    this.#arrived(part);
  }

  /** The thread ends. */
  end(failed: boolean): void {
    for (const doing of this.#open) {
      this.#write(doing, doing.object, Mark.asynchronous + Mark.open);
    }
    this.#open.clear();
    this.#tape.end(clockNow(), failed);
    this.#tape.leave();
  }

  #write(doing: Doing, object: number, marks: number): void {
    const { kind, site, from, task, lock, sequence, item, items, when } = doing;
    const to = QUICK.has(kind) ? from : clockNow();
    const number = sequence === UNNUMBERED ? this.#next() : sequence;
    if (number < 0) {
      if (sequence !== UNNUMBERED && PASSING.has(kind)) this.#tape.drop();
      return;
    }
    if (item > 0 || items >= 0) {
      this.#tape.write(0, Operation.item, 0, items, when, item, 0, 0);
    }
    this.#tape.write(number, kind, object, site, from, to, marks, task);
    const again = lock === 0 || marks & Mark.open ? -1 : this.#next();
    if (again >= 0) this.#tape.write(again, Operation.acquired, lock, site, to, to, 0, task);
  }

  #next(): number {
    const number = this.#reel.next();
    if (number < 0) this.#tape.drop();
    return number;
  }

  #objectOf(object: object, identify: Identify): number {
    const known = this.#objects.get(object);
    if (known !== undefined) return known;
    const identity = identify(object as never);
    if (!identity) return 0;
    const { key, type, name, cell = 0 } = identity;
    const index = this.#tape.text([key, type, name ?? ""], cell);
    this.#objects.set(object, index);
    return index;
  }

  #text(text: string): number {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const index = this.#tape.text(text);
    this.#texts.set(text, index);
    return index;
  }
}

function here(): string {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = FRAMES;
  const { stack } = new Error();
  Error.stackTraceLimit = before;
  return wholePlaceIn(stack ?? "");
}

function markOf(error: unknown): number {
  return error instanceof Error && GAVE_UP.has(error.name) ? Mark.gaveUp : Mark.failed;
}
