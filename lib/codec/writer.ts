/** The growing bytes of a message that is being encoded, and the objects that were met so far. */

import { Refusal } from "./refusal.ts";
import { DEFERRED, DEPTH_LIMIT, WHOLE_DEPTH, WHOLE_LIMIT } from "./tags.ts";

/** Between two threads of a program, between two of its processes, or between two machines. */
export type Border = "thread" | "process" | "machine";

const FIRST_CAPACITY = 8 * 1024;
/** A scratch buffer that grew beyond this is let go after use. */
const LARGEST_KEPT = 16 * 1024 * 1024;
/** So many objects are found again by looking through the list; a Set pays only for more. */
const LISTED = 8;

/** A loop copies so few bytes in less time than it takes to call `set`. */
const SMALL = 64;

let messages = 0;

/** A state of a writer that `rollback` returns to. */
export interface Mark {
  readonly position: number;
  readonly objects: number;
  readonly deferred: number;
  readonly keyLists: number;
  readonly buffers: number;
  readonly depth: number;
  readonly wholes: number;
}

/**
 * Where an encoder stands: the bytes so far, the objects met so far, and what was put off. It knows
 * nothing about kinds of values; `value` is the function that does.
 *
 * Invariant: `bytes[0..position)` is final, and `position <= bytes.length`; whoever writes calls
 * `reserve` first. The n-th object given to `find` has the number n.
 */
export class Writer {
  readonly value: (writer: Writer, value: unknown) => void;
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(FIRST_CAPACITY);
  view: DataView = new DataView(this.bytes.buffer);
  position = 0;
  border: Border = "thread";
  buffers: SharedArrayBuffer[] | undefined = undefined;
  /** How many containers enclose the value that is being written. */
  depth = 0;
  /** How many shared objects and errors do. */
  wholes = 0;
  /** Differs for every message of this thread; see keys.ts. */
  message = 0;
  /** How many lists of keys have a number in this message. */
  keyLists = 0;
  /** Objects whose contents follow after the root value. */
  readonly deferred: object[] = [];
  /** Their tags. */
  readonly deferredKinds: number[] = [];
  /** All objects in the order of their numbers. */
  #objects: (object | null)[] = new Array(LISTED).fill(null);
  #count = 0;
  /** The same, when there are more than a few: one look-up tells whether an object is new. */
  #known: Set<object | null> | null = null;
  /** And their numbers, from the first time that one is met again: most messages have none such. */
  #numbers: Map<object | null, number> | null = null;

  constructor(value: (writer: Writer, value: unknown) => void) {
    this.value = value;
  }

  /** Makes room for `size` more bytes. */
  reserve(size: number): void {
    if (this.position + size > this.bytes.length) this.#grow(size);
  }

  #grow(size: number): void {
    const capacity = Math.max(2 * this.bytes.length, this.position + size);
    const bytes = new Uint8Array(capacity);
    bytes.set(this.bytes.subarray(0, this.position));
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer);
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.position++] = value;
  }

  /** A length or a number of something: seven bits to a byte, the lowest first. */
  varint(value: number): void {
    this.reserve(8);
    while (value > 127) {
      this.bytes[this.position++] = (value % 128) | 128;
      value = Math.floor(value / 128);
    }
    this.bytes[this.position++] = value;
  }

  float64(value: number): void {
    this.reserve(8);
    this.view.setFloat64(this.position, value, true);
    this.position += 8;
  }

  raw(bytes: Uint8Array): void {
    const size = bytes.length;
    this.reserve(size);
    if (size > SMALL) this.bytes.set(bytes, this.position);
    else for (let i = 0; i < size; i++) this.bytes[this.position + i] = bytes[i]!;
    this.position += size;
  }

  /** The number of an object that was met before, or -1: then it has the next number from now on. */
  find(object: object): number {
    const objects = this.#objects;
    const count = this.#count;
    if (count < LISTED) {
      for (let i = 0; i < count; i++) if (objects[i] === object) return i;
    } else {
      const known = this.#known ??= new Set(objects.slice(0, count));
      if (known.add(object).size === count) return this.#numberOf(object);
    }
    objects[count] = object;
    this.#count = count + 1;
    return -1;
  }

  #numberOf(object: object): number {
    const numbers = this.#numbers ??= new Map<object | null, number>();
    for (let i = numbers.size; i < this.#count; i++) numbers.set(this.#objects[i]!, i);
    return numbers.get(object)!;
  }

  /** Is it time to put off the contents of the next container? */
  get isDeep(): boolean {
    return this.depth >= DEPTH_LIMIT;
  }

  /** Puts off the contents of an object; `kind` is what the reader needs to make it, still empty. */
  defer(kind: number, object: object): void {
    if (this.wholes > 0) {
      throw new Refusal(
        "nests too deep",
        `what a shared object or an error holds may nest ${WHOLE_DEPTH} levels deep`,
      );
    }
    this.byte(DEFERRED);
    this.byte(kind);
    this.deferred.push(object);
    this.deferredKinds.push(kind);
  }

  /** Writes a value that must be whole when the reader comes to its end: nothing in it is put off. */
  whole(value: unknown): void {
    if (this.wholes >= WHOLE_LIMIT && typeof value === "object") {
      throw new Refusal(
        "nests too deep",
        `shared objects and errors may nest ${WHOLE_LIMIT} levels deep in each other`,
      );
    }
    const depth = this.depth;
    this.depth = DEPTH_LIMIT - WHOLE_DEPTH;
    this.wholes++;
    this.value(this, value);
    this.wholes--;
    this.depth = depth;
  }

  mark(): Mark {
    return {
      position: this.position,
      objects: this.#count,
      deferred: this.deferred.length,
      keyLists: this.keyLists,
      buffers: this.buffers?.length ?? 0,
      depth: this.depth,
      wholes: this.wholes,
    };
  }

  /** Takes back everything since `mark`, so that a part that failed leaves no trace. */
  rollback(mark: Mark): void {
    this.position = mark.position;
    this.depth = mark.depth;
    this.wholes = mark.wholes;
    this.deferred.length = mark.deferred;
    this.deferredKinds.length = mark.deferred;
    this.keyLists = mark.keyLists;
    // The lists that got a number meanwhile are to be forgotten: forget them all.
    this.message = ++messages;
    if (this.buffers !== undefined) this.buffers.length = mark.buffers;
    for (let i = mark.objects; i < this.#count; i++) {
      this.#known?.delete(this.#objects[i]!);
      this.#numbers?.delete(this.#objects[i]!);
      this.#objects[i] = null;
    }
    this.#count = mark.objects;
    if (this.#count < LISTED) this.#known = this.#numbers = null;
  }

  begin(border: Border, buffers: SharedArrayBuffer[] | undefined): void {
    this.message = ++messages;
    this.border = border;
    this.buffers = buffers;
  }

  /** Forgets the message, so that nothing of the sender is kept alive. */
  clear(): void {
    for (let i = 0; i < this.#count && i < LISTED; i++) this.#objects[i] = null;
    if (this.#count > LISTED) this.#objects = new Array(LISTED).fill(null);
    this.#count = 0;
    this.keyLists = 0;
    this.#known = null;
    this.#numbers = null;
    this.depth = 0;
    this.wholes = 0;
    this.position = 0;
    if (this.deferred.length > 0) this.deferred.length = this.deferredKinds.length = 0;
    this.buffers = undefined;
    if (this.bytes.length > LARGEST_KEPT) {
      this.bytes = new Uint8Array(FIRST_CAPACITY);
      this.view = new DataView(this.bytes.buffer);
    }
  }
}
