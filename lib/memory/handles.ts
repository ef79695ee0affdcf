/**
 * Shared objects: each has a cell in shared memory, and in every thread that knows it one JavaScript
 * object, so that what arrives twice is the same object twice.
 *
 * Invariant: the word COUNT of the cell says how many can still reach it: one for each thread that
 * has an object for it, one for each message that carries it. An object is counted down when it is
 * garbage collected, a message when it is discarded; who counts down to zero frees the cell.
 */

import { adopt, type Origin } from "../adopt.ts";
import { registerShared, share } from "../codec.ts";
import { memory } from "../system/shared.ts";
import { CELL, freeCell, newCell, rawCell } from "./cells.ts";
import { dropName, loadName, storeName } from "./names.ts";
import { creates, steered } from "./steering.ts";

const NAME = CELL - 3, KIND = CELL - 2, COUNT = CELL - 1;

/** What a kind does with the contents of its cell when nobody can reach it any more. */
type Destroy = (cell: number) => void;

/** What the other side needs of an object besides its cell. */
type Parts = (object: SharedObject) => unknown;

type SharedClass = abstract new (...args: never[]) => SharedObject;

const classes: (SharedClass | undefined)[] = [];
const partsOf: (Parts | undefined)[] = [];
const destroyers: (Destroy | undefined)[] = [];

/** The objects of this thread, by cell. */
const known = new Map<number, WeakRef<SharedObject>>();

/** The cells that this thread counts for, each in an object of its own: see `collected`. */
const mine = new Set<{ cell: number }>();

const collected = new FinalizationRegistry<{ cell: number }>((held) => {
  mine.delete(held);
  if (known.get(held.cell)?.deref() === undefined) known.delete(held.cell);
  release(held.cell);
});

/** Keeps the object at `cell` for something other than an object or message, until `release`. */
export function retain(cell: number): void {
  Atomics.add(memory, cell + COUNT, 1);
}

/** Undoes one `retain`. */
export function release(cell: number): void {
  if (Atomics.sub(memory, cell + COUNT, 1) !== 1) return;
  destroyers[memory[cell + KIND]!]?.(cell);
  dropName(memory[cell + NAME]!);
  freeCell(cell);
}

/** A thread that ends no longer reaches anything. */
export function releaseMine(): void {
  for (const { cell } of mine) release(cell);
  mine.clear();
}

/** The numbers of the kinds of shared objects: the same in all threads. */
export const Kind = {
  lock: 1,
  rlock: 2,
  condition: 3,
  semaphore: 4,
  boundedSemaphore: 5,
  event: 6,
  barrier: 7,
  value: 8,
  sharedArray: 9,
  queue: 10,
  lifoQueue: 11,
  priorityQueue: 12,
  simpleQueue: 13,
  thread: 14,
} as const;

/** The first word of an object's cell. Nobody outside the library can ask for it. */
export let cellOf: (object: SharedObject) => number;

/** The kind of the object at `cell`. */
export function kindOf(cell: number): number {
  return memory[cell + KIND]!;
}

/** The name that the object at `cell` was given, if it was given one. */
export function nameAt(cell: number): string | undefined {
  return loadName(memory[cell + NAME]!);
}

/** The base of everything that travels by reference between threads. */
export abstract class SharedObject {
  readonly #cell: number;

  static {
    cellOf = (object) => object.#cell;
  }

  /** `origin` is that of an object that came from elsewhere: see `takeOrigin`. */
  constructor(kind: number, origin: Origin | undefined, name?: string) {
    const page = origin ? 0 : storeName(name); // first: there may be no room for it
    const cell = this.#cell = origin?.at ?? newCell();
    if (!origin) {
      memory[cell + KIND] = kind;
      memory[cell + NAME] = page;
    }
    retain(cell);
    const held = { cell };
    mine.add(held);
    known.set(cell, new WeakRef(this));
    collected.register(this, held);
    if (steered !== 0 && !origin) creates(cell, this.constructor.name.replace(/^_+/, ""), name); // bundlers put signs before it
  }

  /** @internal How the codec sends this object. */
  [share](border: "thread" | "process"): { kind: string; parts: unknown } {
    if (border === "process") {
      throw new TypeError(
        `is a ${this.constructor.name} for threads, which cannot go to another process: ` +
          `use the ${this.constructor.name} of lib/multiprocessing.ts`,
      );
    }
    const cell = this.#cell, kind = memory[cell + KIND]!;
    const pack = packs.at(-1);
    // Without one it is only looked whether a value can be sent: then nothing carries the object.
    if (pack) {
      retain(cell);
      pack.push(cell);
    }
    return { kind: `t${kind}`, parts: [cell, partsOf[kind]?.(this)] };
  }
}

/**
 * Says of which class a thread makes its object for a cell of `kind` that it did not know, what the
 * object needs besides the cell, and what is to be done when the last one that could reach such a cell
 * is gone.
 */
export function shared<T extends SharedObject>(
  kind: number,
  Class: abstract new (...args: never[]) => T,
  more: { parts?: (object: T) => unknown; destroy?: Destroy } = {},
): void {
  classes[kind] = Class;
  partsOf[kind] = more.parts as Parts | undefined;
  destroyers[kind] = more.destroy;
  registerShared(`t${kind}`, (sent) => {
    const [at, parts] = sent as [number, unknown];
    return known.get(at)?.deref() ?? adopt(Class, { at, parts });
  });
}

/** This thread's object for `cell`, whose kind has no parts. Something else keeps the cell meanwhile. */
export function handleOf(cell: number): SharedObject {
  return known.get(cell)?.deref() ?? adopt(classes[memory[cell + KIND]!]!, { at: cell });
}

/** Makes `cell` one of `kind` that is never freed. */
export function permanent(cell: number, kind: number): void {
  memory[cell + KIND] = kind;
  retain(cell);
}

/** The cells that were sent since `packing`, for each message that is being made just now. */
const packs: number[][] = [];

/** Begins to note which shared objects are sent. */
export function packing(): void {
  packs.push([]);
}

const NEXT = 0, SIZE = 1, FIRST = 2;
const ROOM = CELL - FIRST;

/** Ends what `packing` began: the first cell of a list of what was sent, or 0 for nothing. */
export function packed(): number {
  const cells = packs.pop()!;
  let list = 0;
  for (let from = 0; from < cells.length; from += ROOM) {
    const some = cells.slice(from, from + ROOM);
    const cell = rawCell();
    memory[cell + NEXT] = list;
    memory[cell + SIZE] = some.length;
    memory.set(some, cell + FIRST);
    list = cell;
  }
  return list;
}

/** The message that carried this list is gone. */
export function releaseAll(list: number): void {
  while (list !== 0) {
    const size = memory[list + SIZE]!;
    for (let i = 0; i < size; i++) release(memory[list + FIRST + i]!);
    const next = memory[list + NEXT]!;
    freeCell(list);
    list = next;
  }
}
