/** Records what one thread does: each call of a watched method, and what an observer is told. */

import type { Observer } from "../memory/observer.ts";
import type { SharedObject } from "../memory/handles.ts";
import { wholePlaceIn } from "../place.ts";
import { clockNow } from "../runtime/clock.ts";
import { ofThreads } from "./identify.ts";
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

/** Errors by which a call says that it gave up. */
const GAVE_UP = new Set(["Empty", "Full", "TimeoutError", "BrokenBarrierError", "AbortError"]);

/** What a thread does just now, and which operation that belongs to. */
interface Doing {
  readonly kind: number;
  readonly object: number;
  readonly site: number;
  readonly from: number;
  readonly task: number;
  /** The lock that a condition gave back for its wait. */
  lock: number;
  sequence: number;
}

export class Recorder implements Observer {
  readonly #reel: Reel;
  readonly #tape: TapeWriter;
  readonly #lines: boolean;
  readonly #arrived: (part: Uint8Array) => void;
  readonly #objects = new WeakMap<object, number>();
  readonly #texts = new Map<string, number>();
  /** The asynchronous operations that are not over. */
  readonly #open = new Set<Doing>();
  #task = 0;
  #doing: Doing | undefined;

  constructor(
    reel: Reel,
    about: unknown,
    lines: boolean,
    arrived: (part: Uint8Array) => void = () => {},
  ) {
    this.#reel = reel;
    this.#lines = lines;
    this.#arrived = arrived;
    this.#tape = new TapeWriter(about, clockNow());
    reel.add(this.#tape.at);
  }

  /** Calls `act`, which is an operation on `object`, and writes down how it went. */
  operation<T>(kind: number, object: object | number, identify: Identify, act: () => T): T {
    const known = typeof object === "number" ? object : this.#objectOf(object, identify);
    const outer = this.#doing;
    if (outer?.kind === kind && outer.object === known) return act(); // its own method calls another
    const sequence = FREEING.has(kind) ? this.#next() : 0;
    if (sequence < 0) return act();
    const site = this.#lines ? this.#text(here()) : 0;
    const from = clockNow();
    const doing: Doing = { kind, object: known, site, from, task: this.#task, lock: 0, sequence };
    this.#doing = doing;
    this.#tape.waits(kind, known, site, from);
    const late = () =>
      known || typeof object === "number" ? known : this.#objectOf(object, identify);
    let result: T;
    try {
      result = act();
    } catch (error) {
      this.#write(doing, known, markOf(error));
      throw error;
    } finally {
      this.#doing = outer;
      if (outer) this.#tape.waits(outer.kind, outer.object, outer.site, outer.from);
      else this.#tape.goesOn();
    }
    if (outer && kind === Operation.released && outer.kind === Operation.woken) outer.lock = known;
    if (!(result instanceof Promise)) {
      this.#write(doing, late(), result === false ? Mark.gaveUp : 0);
      return result;
    }
    this.#open.add(doing);
    return result.then((value: unknown) => {
      if (this.#open.delete(doing)) {
        this.#write(doing, late(), Mark.asynchronous + (value === false ? Mark.gaveUp : 0));
      }
      return value;
    }, (error: unknown) => {
      if (this.#open.delete(doing)) this.#write(doing, late(), Mark.asynchronous + markOf(error));
      throw error;
    }) as T;
  }

  /** One step of a coroutine's task. */
  step(task: object, identify: Identify, act: () => void): void {
    const outer = this.#task, from = clockNow();
    this.#task = this.#objectOf(task, identify);
    try {
      act();
    } finally {
      const sequence = this.#next(), index = this.#task;
      if (sequence >= 0) {
        this.#tape.write(sequence, Operation.step, index, 0, from, clockNow(), 0, index);
      }
      this.#task = outer;
    }
  }

  around<T>(kind: "slept" | "task", what: string | number, act: () => T): T {
    const text = this.#text(typeof what === "number" ? `${what} ms` : what);
    return this.operation(Operation[kind], text, nobody, act);
  }

  printed(line: string): void {
    const sequence = this.#next();
    if (sequence < 0) return;
    const now = clockNow(), site = this.#lines ? this.#text(here()) : 0;
    const text = this.#tape.text(line.length > 200 ? `${line.slice(0, 200)}...` : line);
    this.#tape.write(sequence, Operation.printed, text, site, now, now, 0, this.#task);
  }

  made(object: SharedObject, name: string | undefined): void {
    if (name === undefined) return;
    // At once: other threads may use the object, and only this one knows the name.
    this.#objectOf(object, () => ({ ...ofThreads(object), name }));
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

  #write({ kind, site, from, task, lock, sequence }: Doing, object: number, marks: number): void {
    const to = clockNow();
    const number = FREEING.has(kind) ? sequence : this.#next();
    if (number < 0) return;
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
  return wholePlaceIn(new Error().stack ?? "");
}

const nobody: Identify = () => undefined;

function markOf(error: unknown): number {
  return error instanceof Error && GAVE_UP.has(error.name) ? Mark.gaveUp : Mark.failed;
}
