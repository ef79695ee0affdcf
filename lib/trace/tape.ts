/**
 * A tape: what one thread did, in cells of shared memory, which the thread that wants to know reads at
 * any time, also when this one never ends.
 *
 * Invariant: only its thread writes a tape. It writes an operation before it counts it in its cell, and
 * fills a cell before it links the next one, so whoever sees the count may read so many. The cells
 * of a tape belong to two, its thread and its reader; who leaves as the second one frees them.
 */

import { freeCell, newCell } from "../memory/cells.ts";
import { release, retain } from "../memory/handles.ts";
import { discard, peek, post } from "../memory/message.ts";
import { memory } from "../system/shared.ts";
import { Operation } from "./operations.ts";

/** The words of a tape's first cell. PENDING and what is named so: what its thread waits for. */
const NEXT = 0, FIRST = 1, LEFT = 2, OUTCOME = 3, BEGAN = 4, ENDED = 6, ABOUT = 8;
const PENDING = 9,
  PENDING_OBJECT = 10,
  PENDING_SITE = 11,
  SINCE = 12,
  DROPPED = 14,
  PENDING_TASK = 15;

/** The words of the cells with operations, three each. */
const LINK = 0, COUNT = 1, OPERATIONS = 2, EACH = 10, ROOM = 3;
const SEQUENCE = 0, KIND = 1, OBJECT = 2, SITE = 3, FROM = 4, TO = 6, MARKS = 8, TASK = 9;

const times = new Float64Array(memory.buffer);

export const Outcome = { open: 0, ended: 1, failed: 2 } as const;

/** An operation as it stands on a tape; times in ms since 1970, object, site and task are texts, from 1. */
export interface Taken {
  readonly sequence: number;
  readonly kind: number;
  readonly object: number;
  readonly site: number;
  readonly from: number;
  readonly to: number;
  readonly marks: number;
  readonly task: number;
}

/** What a thread waits for, in the terms of its tape. */
export type Waiting = Pick<Taken, "kind" | "object" | "site" | "from" | "task">;

/** Writes a tape. */
export class TapeWriter {
  readonly at: number = newCell();
  #cell: number;
  #texts = 0;

  /** `about` says whose tape it is. */
  constructor(about: unknown, now: number) {
    this.#cell = memory[this.at + FIRST] = newCell();
    memory[this.at + LEFT] = 2;
    memory[this.at + ABOUT] = post(about, "tape");
    times[(this.at + BEGAN) / 2] = now;
  }

  /**
   * Keeps a value that operations can name by the answer, and the shared object at `cell`, so that no
   * other gets its place meanwhile.
   */
  text(value: unknown, cell = 0): number {
    if (cell !== 0) retain(cell);
    this.write(0, Operation.text, post(value, "text"), cell, 0, 0, 0, 0);
    return ++this.#texts;
  }

  write(
    sequence: number,
    kind: number,
    object: number,
    site: number,
    from: number,
    to: number,
    marks: number,
    task: number,
  ): void {
    let cell = this.#cell, count = memory[cell + COUNT]!;
    if (count === ROOM) {
      const next = newCell();
      Atomics.store(memory, cell + LINK, next);
      cell = this.#cell = next;
      count = 0;
    }
    const at = cell + OPERATIONS + EACH * count;
    memory[at + SEQUENCE] = sequence;
    memory[at + KIND] = kind;
    memory[at + OBJECT] = object;
    memory[at + SITE] = site;
    times[(at + FROM) >> 1] = from;
    times[(at + TO) >> 1] = to;
    memory[at + MARKS] = marks;
    memory[at + TASK] = task;
    Atomics.store(memory, cell + COUNT, count + 1);
  }

  /** The thread waits from now on, perhaps for ever. */
  waits({ kind, object, site, from, task }: Waiting): void {
    memory[this.at + PENDING_OBJECT] = object;
    memory[this.at + PENDING_SITE] = site;
    memory[this.at + PENDING_TASK] = task;
    times[(this.at + SINCE) >> 1] = from;
    Atomics.store(memory, this.at + PENDING, kind);
  }

  goesOn(): void {
    memory[this.at + PENDING] = 0;
  }

  /** There was no room for an operation. */
  drop(): void {
    memory[this.at + DROPPED]!++;
  }

  end(now: number, failed: boolean): void {
    times[(this.at + ENDED) >> 1] = now;
    Atomics.store(memory, this.at + OUTCOME, failed ? Outcome.failed : Outcome.ended);
  }

  leave(): void {
    leaveTape(this.at);
  }
}

/** What the reader of a tape has seen so far. */
export class TapeReader {
  readonly at: number;
  readonly about: unknown;
  #cell: number;
  #read = 0;

  constructor(at: number) {
    this.at = at;
    this.about = peek(memory[at + ABOUT]!);
    this.#cell = memory[at + FIRST]!;
  }

  get began(): number {
    return times[(this.at + BEGAN) >> 1]!;
  }

  get ended(): number {
    return times[(this.at + ENDED) >> 1]!;
  }

  get outcome(): number {
    return Atomics.load(memory, this.at + OUTCOME);
  }

  /** For how many operations there was no room. */
  get dropped(): number {
    return memory[this.at + DROPPED]!;
  }

  /** What its thread waits for just now. */
  pending(): Waiting | undefined {
    const kind = Atomics.load(memory, this.at + PENDING);
    if (kind === 0) return undefined;
    return {
      kind,
      object: memory[this.at + PENDING_OBJECT]!,
      site: memory[this.at + PENDING_SITE]!,
      from: times[(this.at + SINCE) >> 1]!,
      task: memory[this.at + PENDING_TASK]!,
    };
  }

  /** What is new since the last call. */
  read(text: (value: unknown) => void, taken: (operation: Taken) => void): void {
    for (;;) {
      const count = Atomics.load(memory, this.#cell + COUNT);
      for (; this.#read < count; this.#read++) {
        const at = this.#cell + OPERATIONS + EACH * this.#read;
        const kind = memory[at + KIND]!, object = memory[at + OBJECT]!;
        if (kind === Operation.text) text(peek(object));
        else {
          taken({
            sequence: memory[at + SEQUENCE]!,
            kind,
            object,
            site: memory[at + SITE]!,
            from: times[(at + FROM) >> 1]!,
            to: times[(at + TO) >> 1]!,
            marks: memory[at + MARKS]!,
            task: memory[at + TASK]!,
          });
        }
      }
      const next = Atomics.load(memory, this.#cell + LINK);
      if (next === 0 || count < ROOM) return;
      this.#cell = next;
      this.#read = 0;
    }
  }

  leave(): void {
    leaveTape(this.at);
  }
}

/** The tape after this one in the list of a recording. */
export function nextTape(at: number): number {
  return memory[at + NEXT]!;
}

/** Puts `after` behind the tape at `at`. */
export function linkTape(at: number, after: number): void {
  memory[at + NEXT] = after;
}

function leaveTape(tape: number): void {
  if (Atomics.sub(memory, tape + LEFT, 1) !== 1) return;
  discard(memory[tape + ABOUT]!);
  for (let cell = memory[tape + FIRST]!; cell !== 0;) {
    for (let i = 0; i < memory[cell + COUNT]!; i++) {
      const at = cell + OPERATIONS + EACH * i;
      if (memory[at + KIND] !== Operation.text) continue;
      discard(memory[at + OBJECT]!);
      if (memory[at + SITE] !== 0) release(memory[at + SITE]!);
    }
    const next = memory[cell + LINK]!;
    freeCell(cell);
    cell = next;
  }
  freeCell(tape);
}
