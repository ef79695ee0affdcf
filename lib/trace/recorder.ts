/** Records what one thread does: each call of a watched method, and what an observer is told. */

import type { Task } from "../coroutine.ts";
import type { Idling } from "../idling.ts";
import type { Observer, Passage } from "../memory/observer.ts";
import { steered } from "../memory/steering.ts";
import { clockNow } from "../runtime/clock.ts";
import { Doing, NUMBERED, PASSING, UNNUMBERED } from "./doing.ts";
import { here } from "./here.ts";
import { type Identify, type Known, ofTask } from "./identify.ts";
import { FREEING, Mark, markOf, Operation } from "./operations.ts";
import type { Reel } from "./reel.ts";
import { TapeWriter } from "./tape.ts";

const nothing = () => {};

/** Nobody waits for these. */
const QUICK: ReadonlySet<number> = new Set([Operation.released, Operation.notified]);

/** Whoever frees more, frees all. */
const MOST_FREED = 2 ** 31 - 1;

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
    known: Known,
    method: (...args: never[]) => T,
    args: readonly unknown[],
  ): T {
    if (this.#reel.full) {
      this.#refuse();
      return Reflect.apply(method, object, args);
    }
    const { identify, busy, lock } = known;
    const index = this.#objectOf(object, identify), outer = this.#doing;
    // Its own method calls another.
    if (outer?.kind === kind && outer.object === index) return Reflect.apply(method, object, args);
    const doing = this.#begin(kind, index);
    if (busy?.(object as never)) doing.marks = Mark.blocked;
    if (lock && kind === Operation.woken) this.#frees(doing, lock(object as never));
    const quick = QUICK.has(kind);
    if (quick && typeof args[0] === "number") doing.items = Math.min(args[0], MOST_FREED);
    this.#doing = doing;
    if (!quick) this.#tape.waits(doing);
    let result: T;
    try {
      result = Reflect.apply(method, object, args);
    } catch (error) {
      this.#write(doing, index, markOf(error));
      throw error;
    } finally {
      this.#doing = outer;
      if (outer || !quick) this.#pending();
    }
    if (outer && kind === Operation.released && outer.kind === Operation.woken) outer.lock = index;
    // A process has a number only once it was started.
    const last = index || this.#objectOf(object, identify);
    if (result instanceof Promise) return this.#later(doing, last, result) as T;
    this.#write(doing, last, result === false ? Mark.gaveUp : 0);
    return result;
  }

  #begin(kind: number, object: number): Doing {
    const sequence = FREEING.has(kind) ? this.#next() : UNNUMBERED;
    const site = this.#lines ? this.#text(here()) : 0;
    return new Doing(kind, object, site, this.#task, sequence, this.#numbers);
  }

  /** A condition of processes gives its lock back where nobody sees it. */
  #frees(doing: Doing, { lock, identify }: { lock: object; identify: Identify }): void {
    doing.lock = this.#objectOf(lock, identify);
    doing.freed = this.#next();
  }

  /** What this thread waits for from now on: in a call, or else the first of what it awaits. */
  #pending(): void {
    const doing = this.#doing ??
      (this.#open.size > 0 ? this.#open.values().next().value : undefined);
    if (doing) this.#tape.waits(doing);
    else this.#tape.goesOn();
  }

  /** The operation is over when `result` is. */
  #later(doing: Doing, object: number, result: Promise<unknown>): Promise<unknown> {
    const over = this.#opens(doing, object);
    return result.then((value) => {
      over(value === false ? Mark.gaveUp : 0);
      return value;
    }, (error) => {
      over(markOf(error));
      throw error;
    });
  }

  /** From now on that is awaited, until the answer is called. */
  #opens(doing: Doing, object: number): (marks: number) => void {
    this.#open.add(doing);
    if (this.#open.size === 1 && !this.#doing) this.#pending();
    return (marks) => {
      if (!this.#open.delete(doing)) return;
      if (!this.#doing) this.#pending();
      this.#write(doing, object, Mark.asynchronous + marks);
    };
  }

  /** One step of a coroutine's task. */
  step(task: Task, act: () => void): void {
    this.#awaiting.get(task)?.();
    this.#awaiting.delete(task);
    if (this.#reel.full) {
      this.#refuse();
      return act();
    }
    const outer = this.#task, index = this.#task = this.#objectOf(task, ofTask);
    const from = clockNow();
    try {
      act();
    } finally {
      const { awaited } = task;
      // What else it waits for is recorded by itself: it sleeps, or a promise is that of an operation.
      if (awaited && "name" in awaited) this.#awaiting.set(task, this.begins("joined", awaited));
      const sequence = this.#next();
      const marks = (task.done() ? Mark.over : 0) + (task.failed() ? Mark.failed : 0);
      const how = sequence < 0 ? Mark.open : marks;
      this.#tape.write(sequence, Operation.step, index, 0, from, clockNow(), how, index);
      this.#task = outer;
    }
  }

  starts(task: object): void {
    if (steered !== 0) return;
    if (this.#reel.full) return this.#refuse();
    const index = this.#objectOf(task, ofTask);
    this.#write(this.#begin(Operation.started, index), index, 0);
  }

  begins(kind: "slept" | "joined", what: number | object): () => void {
    if (steered !== 0) return nothing;
    if (this.#reel.full) {
      this.#refuse();
      return nothing;
    }
    const index = typeof what === "number"
      ? this.#text(`${what} ms`)
      : this.#objectOf(what, ofTask);
    const over = this.#opens(this.#begin(Operation[kind], index), index);
    return () => over(0);
  }

  around<T>(kind: "slept" | "task", what: string | number, act: () => T): T {
    if (this.#reel.full) {
      this.#refuse();
      return act();
    }
    const text = this.#text(typeof what === "number" ? `${what} ms` : what);
    const doing = this.#begin(Operation[kind], text);
    this.#tape.waits(doing);
    let result: T;
    try {
      result = act();
    } catch (error) {
      this.#write(doing, text, markOf(error));
      throw error;
    } finally {
      this.#pending();
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

  left(child: number): void {
    this.#tape.write(-1, Operation.gone, child, 0, clockNow(), 0, 0, 0);
  }

  /** The thread ends, or has ended `at`. */
  end(failed: boolean, at: number = clockNow()): void {
    for (const doing of this.#open) this.#keepOpen(doing, doing.object, Mark.asynchronous);
    this.#open.clear();
    this.#tape.end(at, failed);
    this.#tape.leave();
  }

  #write(doing: Doing, object: number, how: number): void {
    const { kind, site, from, task, lock, sequence, item, items, when } = doing;
    const marks = doing.marks + how;
    const to = QUICK.has(kind) ? from : clockNow();
    const number = sequence === UNNUMBERED ? this.#next() : sequence;
    if (number < 0) {
      if (sequence !== UNNUMBERED && PASSING.has(kind)) this.#refuse();
      return this.#keepOpen(doing, object, marks);
    }
    if (item > 0 || items >= 0) {
      this.#tape.write(0, Operation.item, 0, items, when, item, 0, 0);
    }
    this.#tape.write(number, kind, object, site, from, to, marks, task);
    if (lock === 0 || (doing.freed >= 0 && marks & Mark.failed)) return; // it never had the lock
    this.#freed(doing);
    const again = this.#next();
    if (again >= 0) this.#tape.write(again, Operation.acquired, lock, site, to, to, 0, task);
  }

  /** It began when there was room for it, and has no end that is recorded. */
  #keepOpen(doing: Doing, object: number, marks: number): void {
    const { kind, site, from, task } = doing;
    if (!QUICK.has(kind)) {
      this.#tape.write(-1, kind, object, site, from, 0, marks | Mark.open, task);
    }
    this.#freed(doing);
  }

  #freed({ freed, lock, site, from, task }: Doing): void {
    if (freed >= 0) this.#tape.write(freed, Operation.released, lock, site, from, from, 0, task);
  }

  #next(): number {
    const number = this.#reel.next();
    if (number < 0) this.#refuse();
    return number;
  }

  #refuse(): void {
    if (this.#reel.refuse()) this.#tape.drop();
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
